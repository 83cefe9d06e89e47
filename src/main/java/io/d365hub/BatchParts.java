package io.d365hub;

import io.d365hub.batch.BatchRuntime;
import io.d365hub.batch.Batches;
import io.d365hub.dataverse.DataverseEndpoint;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.mapping.MappingFailures;
import io.d365hub.message.Integrations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;

/** The batches of the hub, joined with its stores. */
final class BatchParts {

    /** How often runs are looked for whose processes have died. */
    static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration KEEP_RUNS = Duration.ofDays(90);

    /** Components whose steps only compute, or lead to other steps of the hub. */
    private static final Set<String> INSIDE = Set.of(
            "bean",
            "class",
            "dataformat",
            "direct",
            "jq",
            "jslt",
            "json-validator",
            "kamelet",
            "language",
            "log",
            "table-map",
            "validator",
            "xj",
            "xslt",
            "xslt-saxon");

    private final BatchRuntime runtime;

    private BatchParts(BatchRuntime runtime) {
        this.runtime = runtime;
    }

    /** Before routes are built. */
    static void prepare(CamelContext context) {
        BatchRuntime.prepare(context, BatchParts::leavesHub);
    }

    private static boolean leavesHub(Endpoint endpoint) {
        if (endpoint instanceof DataverseEndpoint dataverse) {
            return !dataverse.getConfiguration().getOperation().onlyReads();
        }
        String uri = endpoint.getEndpointUri();
        return !INSIDE.contains(uri.substring(0, Math.max(0, uri.indexOf(':'))));
    }

    /** Before routes start. */
    static BatchParts bind(
            Settings settings,
            CamelContext context,
            HubStores stores,
            HubState state,
            Integrations integrations,
            Clock clock,
            UUID process) {
        String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        BatchRuntime runtime = new BatchRuntime(new BatchRuntime.Parts(
                stores.database(),
                new BatchRows(
                        stores.connections(),
                        integrations,
                        state.ledger(),
                        state.deadLetters(),
                        state.standingLetters()),
                new FailureClassifier(List.of(new MappingFailures(), new TargetFailures(clock))),
                clock,
                System::nanoTime,
                process,
                ProcessHandle.current().pid() + "@" + host,
                !settings.isSet("hub.database.url"),
                settings.seconds("hub.shutdown-seconds").multipliedBy(3).dividedBy(5)));
        context.getRegistry().bind("batchRuntime", runtime);
        return new BatchParts(runtime);
    }

    Batches batches() {
        return runtime;
    }

    /** Goes on with what was interrupted, and forgets runs of long ago. To be called again and again. */
    void look() {
        runtime.goOn();
    }

    /** Forgets runs that, at this moment, ended long ago. */
    void prune(Instant moment) {
        runtime.prune(moment.minus(KEEP_RUNS));
    }
}
