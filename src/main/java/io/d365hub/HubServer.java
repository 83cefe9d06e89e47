package io.d365hub;

import io.d365hub.access.DevelopmentKey;
import io.d365hub.batch.source.dataverse.ChangeFeed;
import io.d365hub.broker.BrokerWorkQueue;
import io.d365hub.broker.WorkQueueSettings;
import io.d365hub.check.Finding;
import io.d365hub.connection.DataSources;
import io.d365hub.dataverse.DataverseComponent;
import io.d365hub.deadletter.LetterArchive;
import io.d365hub.intake.IntakePressure;
import io.d365hub.intake.MessageStates;
import io.d365hub.intake.WaitingRequests;
import io.d365hub.lane.LaneRuntime;
import io.d365hub.ledger.ReceiptIngester;
import io.d365hub.message.Integration;
import io.d365hub.plugin.Plugins;
import io.d365hub.simulator.Simulator;
import io.d365hub.throttle.Governor;
import io.d365hub.throttle.GovernorSnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The running hub: starts the parts in the order in which they need each other, joins them, and stops them in the
 * opposite order. {@link #close} lets work under way finish for as long as {@code hub.shutdown-seconds}; what is queued
 * stays queued.
 */
public final class HubServer implements AutoCloseable {

    private static final UUID PROCESS = UUID.randomUUID();

    private static final Duration LOOK_AT_WORK = Duration.ofSeconds(5);
    private static final Duration LOOK_AT_CLIENTS = Duration.ofSeconds(2);
    private static final Duration LOOK_FOR_ALERTS = Duration.ofSeconds(10);

    private final Settings settings;
    private final HubFoundation hub;
    private final StartChecks checks;
    private final WaitingRequests waiting;
    private final Optional<DemoReceivers> demoReceivers;

    private HubClients clients;
    private HubStores stores;
    private Optional<Simulator> simulator = Optional.empty();
    private HubState state;
    private IntegrationSuspensions suspensions;
    private BrokerWorkQueue queue;
    private EventParts events;
    private AdminParts admin;
    private BusParts buses;
    private WebhookParts webhooks;
    private SafeReload reload;
    private Plugins plugins;
    private DataverseComponent dataverse;
    private DataSources databases;
    private VirtualSources virtualSources;
    private volatile Optional<VirtualParts> virtualTables = Optional.empty();
    private volatile MessageStates messageStates;

    private HubServer(Settings settings) {
        this.settings = settings;
        this.hub = HubFoundation.of(settings, PROCESS);
        this.checks = new StartChecks(settings);
        this.demoReceivers =
                settings.development() ? Optional.of(DemoReceivers.of(settings, hub.clock())) : Optional.empty();
        this.waiting = new WaitingRequests(
                settings.number("hub.push.wait-requests"), settings.seconds("hub.push.wait-seconds"));
    }

    /**
     * Starts a hub and returns when it is ready.
     *
     * @param onBrokerFailure hears when the embedded broker stopped because its disk or journal failed; nothing more can be
     *     accepted then, and the process should end
     * @throws HubStartException when it cannot start; everything that was started is stopped again
     */
    public static HubServer start(Settings settings, Consumer<Throwable> onBrokerFailure) {
        HubServer hub = new HubServer(settings);
        try {
            hub.start(onBrokerFailure);
            return hub;
        } catch (RuntimeException | Error e) {
            hub.close();
            throw e;
        }
    }

    private void start(Consumer<Throwable> onBrokerFailure) {
        StartNeeds.check(settings);
        hub.started(DataFolderLock.take(settings.path("hub.data")));
        FreePorts.require(settings, "hub.http", "hub.management");
        clients = HubClients.of(settings);
        hub.started(hub.timer());
        // Side by side, because each takes its time: the stores, the check of the routes, the simulator, and Camel.
        CompletableFuture<HubStores> storesStart =
                CompletableFuture.supplyAsync(() -> HubStores.open(settings, clients));
        CompletableFuture<List<Finding>> findings = CompletableFuture.supplyAsync(checks::ofFiles);
        LaneRuntime lanes;
        RouteEngine engine;
        try {
            simulator = there(CompletableFuture.supplyAsync(() -> DataverseSimulator.besideHub(settings)));
            simulator.ifPresent(hub::started);
            if (settings.isSet("hub.broker.url")) {
                stores = there(storesStart);
            }
            lanes = LaneParts.of(hub, () -> stores, () -> state, waiting);
            engine = new RouteEngine(settings, lanes, DataverseTarget.component(settings, simulator));
            prepareRoutes(engine);
            StartChecks.refuse(there(findings));
            reload = new SafeReload(
                    settings,
                    lanes,
                    events.subscriptions(),
                    changed -> checks.ofReload(changed, plugins, dataverse),
                    hub.clock());
            engine.beforeRoutes(reload::begin);
            engine.init();
        } finally {
            stores = hub.started(there(storesStart));
        }
        stores.onBrokerFailure(onBrokerFailure);
        state = startState();
        queue = hub.started(
                new BrokerWorkQueue(stores.connections(), hub.integrations(), WorkQueueSettings.defaults()));
        hub.started(lanes);
        hub.started(webhooks);
        hub.started(engine);
        // Through the context, which makes the component know it.
        dataverse = engine.context().getComponent("dataverse", DataverseComponent.class);
        checks.requireFit(dataverse);
        dataverse.setChangePositions(new DatabaseChangePositions(stores.database()));
        engine.context().getRegistry().bind(ChangeFeed.REGISTRY_NAME, new DataverseChangeFeed(dataverse::client));
        MeterRegistry meters = meters(engine);
        BatchParts batches =
                BatchParts.bind(settings, engine.context(), stores, state, hub.integrations(), hub.clock(), PROCESS);
        BatchOperations operations = hub.started(
                BatchOperations.beforeRoutes(settings, stores, engine.context(), batches.batches(), hub.clock()));
        webhooks.open(
                stores.database(),
                new SubscriptionLanes(lanes, stores.queues(), hub.integrations(), engine.context()),
                queue::storeCopies,
                meters);
        suspensions = new IntegrationSuspensions(stores.database(), hub.clock(), state.audit(), lanes);
        suspensions.beforeRoutes();
        engine.start();
        hub.every(IntegrationSuspensions.LOOK, suspensions::look);
        // What waited does not wait for the doors to open.
        webhooks.deliver();
        operations.routesHaveStarted();
        state.startReplays();
        hub.every(LOOK_AT_CLIENTS, clients::reload);
        new GovernorMetrics(dataverse.client().governors()).bindTo(meters);
        admin = startAdmin(engine, lanes, operations);
        IntakePressure pressure = startIntake(engine, lanes, meters);
        startAlerts(lanes, pressure);
        hub.started(webhooks::stopDelivering);
        startReload();
        startBatches(batches, operations);
        hub.pruning(events::prune);
        hub.pruning(webhooks::prune);
        sampleWork(meters, lanes, batches);
    }

    /** What routes find by name, and what is told before they are built. */
    private void prepareRoutes(RouteEngine engine) {
        plugins = hub.started(HubPlugins.load(settings));
        engine.beforeRoutes(context -> HubPlugins.bind(plugins, context));
        databases = hub.started(NamedConnections.bind(settings, engine, plugins.authenticators()));
        buses = BusParts.bind(settings, engine, () -> stores, hub.integrations());
        events = hub.started(
                EventParts.bind(settings, engine, () -> new EventRows(stores.database(), hub.clock()), buses));
        webhooks = WebhookParts.bind(
                settings, engine, demoReceivers.map(DemoReceivers::secrets).orElse(Map.of()), hub.clock());
        FileBatches.bind(hub, engine, () -> stores.database());
        virtualSources = hub.started(new VirtualSources(settings, clients.developmentKey()));
        engine.bind("virtualRoutes", virtualSources.routes());
        engine.bind("virtualChanges", virtualSources.changes());
    }

    private HubState startState() {
        HubState started = hub.started(new HubState(
                stores.database(),
                stores.connections(),
                hub.integrations(),
                hub.clock(),
                hub.retentionClock(),
                PROCESS,
                ReceiptIngester.DEFAULT_RETENTION,
                ConsoleParts.publicWords(settings)));
        HubBackups.offlineActs(settings).appendTo(started.audit());
        started.onFolded(receipt -> receipt.entries().forEach(entry -> waiting.settled(entry.message())));
        started.start();
        return started;
    }

    private AdminParts startAdmin(RouteEngine engine, LaneRuntime lanes, BatchOperations operations) {
        RunningIntegrations control = new RunningIntegrations(
                reload::status,
                lanes,
                hub.integrations(),
                stores.connections().state(),
                this::governors,
                () -> BusWatch.status(buses.states()),
                suspensions,
                hub.clock().instant());
        return AdminParts.mount(
                hub,
                new AdminParts.Services(
                        clients,
                        stores,
                        state,
                        lanes,
                        suspensions,
                        control,
                        operations.control(),
                        events,
                        webhooks,
                        this::governors,
                        () -> virtualTables,
                        this::messageStates),
                engine.management());
    }

    private List<GovernorSnapshot> governors() {
        return dataverse.client().governors().stream().map(Governor::snapshot).toList();
    }

    /** Known as soon as the intake is open, which is later than the management port. */
    private MessageStates messageStates() {
        MessageStates known = messageStates;
        if (known == null) {
            throw new IllegalStateException("The hub is still starting.");
        }
        return known;
    }

    private IntakePressure startIntake(RouteEngine engine, LaneRuntime lanes, MeterRegistry meters) {
        IntakeParts intake =
                IntakeParts.open(hub, new IntakeParts.Services(clients, stores, state, queue, lanes, waiting, meters));
        messageStates = intake.states();
        pruneArchive();
        if (settings.development()) {
            new SampleFeed(settings).mount(engine.doors());
        }
        demoReceivers.ifPresent(receivers -> receivers.mount(engine.doors()));
        intake.mountHook(engine.doors(), new DataverseHook(events.door(queue, intake.sequence(), hub.clock())));
        hub.started(buses).open(intake.pressure());
        virtualTables = Optional.of(hub.started(VirtualParts.start(
                settings,
                VirtualParts.sourceTypes(databases.byName(), virtualSources),
                stores.database(),
                clients,
                virtualSources.changes(),
                engine.vertx(),
                engine.doors(),
                meters)));
        intake.mount(engine.doors(), engine.vertx());
        engine.openDoors();
        return intake.pressure();
    }

    private void pruneArchive() {
        int days = settings.number("hub.dead-letters.archive-days");
        if (days > 0) {
            LetterArchive archive = state.archive();
            hub.pruning(moment -> archive.prune(moment.minus(Duration.ofDays(days))));
        }
    }

    private void startAlerts(LaneRuntime lanes, IntakePressure pressure) {
        HubAlerts alerts = hub.started(HubAlerts.of(settings, stores.database(), webhooks, hub.clock()));
        hub.every(LOOK_FOR_ALERTS, alerts.watch(state.signals(), lanes::controls, pressure::closed)::look);
        hub.every(LOOK_FOR_ALERTS, alerts.busWatch(buses::states)::look);
        hub.pruning(alerts::prune);
    }

    private void startReload() {
        hub.started(reload).start();
        if (reload.isOn()) {
            WebhookFiles files = new WebhookFiles(settings, webhooks::reload);
            reload.tellAlso(files::findings);
            hub.every(LOOK_AT_CLIENTS, files::look);
        }
    }

    private void startBatches(BatchParts batches, BatchOperations operations) {
        hub.timer().fromNowEvery(BatchParts.LOOK, batches::look);
        hub.pruning(batches::prune);
        hub.timer().fromNowEvery(BatchParts.LOOK, operations::keepTimetables);
    }

    private void sampleWork(MeterRegistry meters, LaneRuntime lanes, BatchParts batches) {
        String process = ProcessHandle.current().pid() + "@";
        hub.every(LOOK_AT_WORK, new BatchMetrics(meters, batches.batches(), hub.clock(), process)::sample);
        hub.every(LOOK_AT_WORK, new BusMetrics(meters, buses::states)::sample);
        hub.every(LOOK_AT_WORK, new OperationMetrics(meters, lanes, () -> state.ledger()
                .balances())::sample);
    }

    private static MeterRegistry meters(RouteEngine engine) {
        return Optional.ofNullable(engine.context().getRegistry().findSingleByType(MeterRegistry.class))
                .orElseGet(SimpleMeterRegistry::new);
    }

    private static <T> T there(CompletableFuture<T> start) {
        try {
            return start.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    /** The API key of development; empty in production. */
    public Optional<DevelopmentKey> developmentKey() {
        return clients.developmentKey();
    }

    /** Whether anybody may send messages. */
    public boolean hasClients() {
        return !clients.get().all().isEmpty();
    }

    /** Whether anybody has a way into the console. */
    public boolean hasWayIntoConsole() {
        return admin.hasWayIntoConsole();
    }

    /** The port of the simulator; empty when it does not run. */
    public Optional<Integer> simulatorPort() {
        return simulator.map(Simulator::port);
    }

    /** The port of the embedded broker; empty when the broker is an outside one. */
    public Optional<Integer> brokerPort() {
        return stores.brokerPort();
    }

    /** The integrations that run. */
    public Collection<Integration> integrations() {
        return hub.integrations().all();
    }

    @Override
    public void close() {
        hub.running().close();
    }
}
