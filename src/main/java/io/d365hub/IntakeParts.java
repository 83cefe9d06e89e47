package io.d365hub;

import io.d365hub.broker.BrokerWorkQueue;
import io.d365hub.intake.HttpIntake;
import io.d365hub.intake.IdempotencyStore;
import io.d365hub.intake.IntakePressure;
import io.d365hub.intake.IntakeSettings;
import io.d365hub.intake.MessageCheck;
import io.d365hub.intake.MessageLimits;
import io.d365hub.intake.MessageStates;
import io.d365hub.intake.WaitingRequests;
import io.d365hub.intake.door.DoorSettings;
import io.d365hub.intake.door.Doors;
import io.d365hub.lane.LaneRuntime;
import io.d365hub.ledger.Balance;
import io.d365hub.message.Sequence;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The doors through which messages come, HTTP and JMS, joined with the stores. */
final class IntakeParts {

    private static final Duration SAMPLE = Duration.ofMillis(100);
    private static final Duration LOOK_AT_WORK = Duration.ofSeconds(5);

    private final HubFoundation hub;
    private final Sequence sequence;
    private final DepthSampler pressure;
    private final MessageStates states;
    private final HttpIntake http;

    /** What the doors need of the rest of the hub. */
    record Services(
            HubClients clients,
            HubStores stores,
            HubState state,
            BrokerWorkQueue queue,
            LaneRuntime lanes,
            WaitingRequests waiting,
            MeterRegistry meters) {}

    private IntakeParts(HubFoundation hub, Services services) {
        this.hub = hub;
        this.sequence = new Sequence(hub.clock());
        IntakeSettings limits = settings(hub.settings());
        this.pressure = pressure(services);
        IdempotencyStore keys = hub.started(
                new IdempotencyStore(services.stores().database(), hub.clock(), limits.idempotencyRetention()));
        hub.pruning(keys::prune);
        openJmsDoors(limits, services);
        this.states = new MessageStateLookup(
                services.state().ledger(),
                services.stores().queues(),
                hub.integrations(),
                keys,
                services.lanes(),
                hub.clock(),
                new MessageLineage(
                        services.state().deadLetters(), services.state().replays()));
        this.http = new HttpIntake(
                limits,
                new HttpIntake.Parts(
                        services.clients(),
                        hub.integrations(),
                        services.queue(),
                        sequence,
                        keys,
                        states,
                        new DeliveryLookup(services.state()),
                        services.waiting(),
                        pressure,
                        services.meters(),
                        hub.clock()));
    }

    /** Opens the JMS doors; the HTTP doors are {@linkplain #mount mounted} later, when all of them are ready. */
    static IntakeParts open(HubFoundation hub, Services services) {
        return new IntakeParts(hub, services);
    }

    static IntakeSettings settings(Settings settings) {
        MessageLimits messages = MessageLimits.defaults().withDepth(settings.number("hub.http.json-depth"));
        return new IntakeSettings(
                settings.number("hub.http.body-limit"),
                IntakeSettings.DEFAULT_BODY_TIMEOUT,
                IntakeSettings.DEFAULT_BODIES_LIMIT,
                settings.number("hub.http.ndjson-lines"),
                settings.number("hub.push.queue-limit"),
                Duration.ofHours(settings.number("hub.push.idempotency-hours")),
                messages);
    }

    private DepthSampler pressure(Services services) {
        LetterLimit letters = new LetterLimit(
                () -> services.state().ledger().balances().stream()
                        .mapToLong(Balance::dead)
                        .sum(),
                hub.settings().number("hub.dead-letters.limit"));
        hub.every(LOOK_AT_WORK, letters::sample);
        DepthSampler sampler = new DepthSampler(
                services.stores().connections().state(),
                services.stores().queues()::depth,
                hub.integrations(),
                hub.settings().number("hub.push.disk-limit") / 100.0,
                letters);
        sampler.sample();
        hub.every(SAMPLE, sampler::sample);
        return sampler;
    }

    private void openJmsDoors(IntakeSettings limits, Services services) {
        Doors doors = hub.started(new Doors(
                services.stores().connections(),
                hub.integrations(),
                new MessageCheck(limits.message()),
                sequence,
                hub.clock(),
                new DoorSettings(limits.bodyLimit(), DoorSettings.DEFAULT_BATCH)));
        doors.open();
    }

    IntakePressure pressure() {
        return pressure;
    }

    /** What became of messages. */
    MessageStates states() {
        return states;
    }

    /** In which order messages came. */
    Sequence sequence() {
        return sequence;
    }

    /** A door for Dataverse's webhooks, before {@link #mount}. */
    void mountHook(Router router, DataverseHook hook) {
        http.mount(router, hook);
    }

    /** The last on this router: what nothing else has taken is answered with 404. */
    void mount(Router router, Vertx vertx) {
        http.mount(router, vertx);
        long drainMillis = hub.settings().seconds("hub.shutdown-seconds").toMillis();
        hub.started(() -> http.drain().toCompletableFuture().get(drainMillis, TimeUnit.MILLISECONDS));
    }
}
