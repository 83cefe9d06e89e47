package io.d365hub.batch;

import static org.awaitility.Awaitility.await;

import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.failure.FailureClassifier;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;

/** One process with one batch, {@code customers}, over a real database. Several of them may share the database. */
final class BatchHub implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    final CamelContext context = new DefaultCamelContext();
    final KeptRows rows;
    final ScriptedSource source;
    final BatchRuntime batches;
    private final HubDatabase database;

    /** The steps behind the batch. */
    interface Steps {
        void of(RouteDefinition route);
    }

    BatchHub(DatabaseSettings database, boolean alone, ScriptedSource source, KeptRows rows) {
        this.database = HubDatabase.open(database);
        this.source = source;
        this.rows = rows;
        this.batches = new BatchRuntime(new BatchRuntime.Parts(
                this.database,
                rows,
                new FailureClassifier(List.of()),
                Clock.systemUTC(),
                System::nanoTime,
                UUID.randomUUID(),
                "test",
                alone,
                Duration.ofSeconds(5)));
        context.getRegistry().bind("batches", batches);
        BatchRuntime.prepare(
                context,
                endpoint -> endpoint.getEndpointUri().startsWith("mock")
                        || endpoint.getEndpointUri().startsWith("stub"));
        context.addComponent("batch-rows", new RowsComponent(source));
    }

    BatchHub route(String options, Steps steps) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                steps.of(from("batch-rows:customers?recordKey=/id" + options).routeId("customers-to-test"));
            }
        });
        context.start();
        return this;
    }

    HubDatabase database() {
        return database;
    }

    UUID start() {
        return batches.start("customers", RunRequest.SCHEDULED);
    }

    RunStatus status() {
        return batches.status("customers").orElseThrow();
    }

    RunStatus awaitState(RunState state) {
        return await("run is " + state)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> batches.status("customers"),
                        status -> status.isPresent() && status.get().state() == state)
                .orElseThrow();
    }

    RunStatus runs() {
        start();
        return awaitState(RunState.COMPLETED);
    }

    /** Where the next run begins. */
    Optional<String> position() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select position from batch where name = 'customers'")
                        .mapTo(String.class)
                        .findOne());
    }

    @Override
    public void close() {
        context.stop();
        database.close();
    }
}
