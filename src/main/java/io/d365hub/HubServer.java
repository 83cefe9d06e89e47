package io.d365hub;

import io.d365hub.access.AdminToken;
import io.d365hub.access.DevelopmentKey;
import io.d365hub.batch.source.dataverse.ChangeFeed;
import io.d365hub.broker.BrokerWorkQueue;
import io.d365hub.broker.WorkQueueSettings;
import io.d365hub.check.Finding;
import io.d365hub.connection.DataSources;
import io.d365hub.console.AdminApi;
import io.d365hub.console.AuditResources;
import io.d365hub.console.BackupResources;
import io.d365hub.console.BatchResources;
import io.d365hub.console.Caller;
import io.d365hub.console.CauseResources;
import io.d365hub.console.DeadLetterResources;
import io.d365hub.console.EventResources;
import io.d365hub.console.IntegrationResources;
import io.d365hub.console.LedgerResources;
import io.d365hub.console.LetterArchiveResources;
import io.d365hub.console.LetterEditResources;
import io.d365hub.console.LetterTransferResources;
import io.d365hub.console.MappedLetters;
import io.d365hub.console.ReplayResources;
import io.d365hub.console.RevealedLetters;
import io.d365hub.console.ShownLetters;
import io.d365hub.console.VirtualResources;
import io.d365hub.console.WebhookResources;
import io.d365hub.console.web.FlowHistory;
import io.d365hub.database.Members;
import io.d365hub.dataverse.DataverseComponent;
import io.d365hub.deadletter.LetterArchive;
import io.d365hub.deadletter.LetterEdits;
import io.d365hub.deadletter.LetterExamples;
import io.d365hub.deadletter.LetterRedirects;
import io.d365hub.deadletter.Rehearsals;
import io.d365hub.deadletter.replay.ReplayPlans;
import io.d365hub.failure.FailureClassifier;
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
import io.d365hub.lane.LaneSettings;
import io.d365hub.lane.OwnedPartitions;
import io.d365hub.lane.RankedPartitions;
import io.d365hub.lane.SystemLaneTime;
import io.d365hub.ledger.Balance;
import io.d365hub.ledger.ReceiptIngester;
import io.d365hub.mapping.MappingFailures;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.Sequence;
import io.d365hub.plugin.Plugins;
import io.d365hub.simulator.Simulator;
import io.d365hub.throttle.Governor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running hub: starts the parts in the order in which they need each other, joins them, and stops them in the
 * opposite order. {@link #close} lets work under way finish for as long as {@code hub.shutdown-seconds}; what is queued
 * stays queued.
 */
public final class HubServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HubServer.class);
    /** This process among those that share broker and database. */
    private static final UUID PROCESS = UUID.randomUUID();
    /** For each answer of Dataverse about its tables and keys at the start. */
    private static final Duration PATIENCE_WITH_TARGET = Duration.ofSeconds(2);

    private static final Duration SAMPLE = Duration.ofMillis(100);
    private static final Duration LOOK_AT_WORK = Duration.ofSeconds(5);
    private static final Duration LOOK_AT_CLIENTS = Duration.ofSeconds(2);
    private static final Duration LOOK_FOR_ALERTS = Duration.ofSeconds(10);
    private static final Duration PRUNE = Duration.ofMinutes(5);

    private final Settings settings;
    private final Clock clock = Clock.systemUTC();
    private final Integrations integrations = new Integrations();
    private final WaitingRequests waiting;
    private final Optional<DemoReceivers> demoReceivers;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "hub-timer");
        thread.setDaemon(true);
        return thread;
    });
    /** What is running, the last started first. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private HubClients clients;
    private HubStores stores;
    private Optional<Simulator> simulator = Optional.empty();
    private HubState state;
    private BrokerWorkQueue queue;
    private EventParts events;
    private ConsoleParts console;
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
        this.demoReceivers = settings.development() ? Optional.of(DemoReceivers.of(settings, clock)) : Optional.empty();
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

    private <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    private void start(Consumer<Throwable> onBrokerFailure) {
        StartNeeds.check(settings);
        started(DataFolderLock.take(settings.path("hub.data")));
        FreePorts.require(settings, "hub.http", "hub.management");
        clients = HubClients.of(settings);
        started(timer::shutdownNow);
        // Side by side, because each takes its time: the stores, the check of the routes, the simulator, and Camel.
        CompletableFuture<HubStores> storesStart =
                CompletableFuture.supplyAsync(() -> HubStores.open(settings, clients));
        CompletableFuture<List<Finding>> findings =
                CompletableFuture.supplyAsync(() -> routeCheck().beforeStart());
        LaneRuntime lanes;
        RouteEngine engine;
        try {
            simulator = there(CompletableFuture.supplyAsync(() -> DataverseSimulator.besideHub(settings)));
            simulator.ifPresent(this::started);
            if (settings.isSet("hub.broker.url")) {
                stores = there(storesStart);
            }
            lanes = lanes();
            engine = new RouteEngine(settings, lanes, DataverseTarget.component(settings, simulator));
            plugins = started(HubPlugins.load(settings));
            engine.beforeRoutes(context -> HubPlugins.bind(plugins, context));
            databases = started(NamedConnections.bind(settings, engine, plugins.authenticators()));
            buses = BusParts.bind(settings, engine, () -> stores, integrations);
            events = started(EventParts.bind(settings, engine, () -> new EventRows(stores.database(), clock), buses));
            webhooks = WebhookParts.bind(
                    settings, engine, demoReceivers.map(DemoReceivers::secrets).orElse(Map.of()), clock);
            FileBatches.bind(settings, engine, () -> stores.database(), clock);
            virtualSources = started(new VirtualSources(settings, clients.developmentKey()));
            engine.bind("virtualRoutes", virtualSources.routes());
            engine.bind("virtualChanges", virtualSources.changes());
            refuse(there(findings));
            reload = new SafeReload(settings, lanes, events.subscriptions(), this::findingsOfReload, clock);
            engine.beforeRoutes(reload::begin);
            engine.init();
        } finally {
            stores = started(there(storesStart));
        }
        stores.onBrokerFailure(onBrokerFailure);
        startState();
        queue = started(new BrokerWorkQueue(stores.connections(), integrations, WorkQueueSettings.defaults()));
        started(lanes);
        started(webhooks);
        started(engine);
        // Through the context, which makes the component know it.
        DataverseComponent dataverse = engine.context().getComponent("dataverse", DataverseComponent.class);
        refuse(routeCheck().against(DataverseTables.over(dataverse, PATIENCE_WITH_TARGET)));
        dataverse.setChangePositions(new DatabaseChangePositions(stores.database()));
        engine.context().getRegistry().bind(ChangeFeed.REGISTRY_NAME, new DataverseChangeFeed(dataverse::client));
        BatchParts batches = BatchParts.bind(settings, engine.context(), stores, state, integrations, clock, PROCESS);
        BatchOperations operations =
                started(BatchOperations.beforeRoutes(settings, stores, engine.context(), batches.batches(), clock));
        webhooks.open(
                stores.database(),
                new SubscriptionLanes(lanes, stores.queues(), integrations, engine.context()),
                queue::storeCopies,
                meters(engine));
        engine.start();
        operations.routesHaveStarted();
        state.startReplays();
        every(LOOK_AT_CLIENTS, clients::reload);
        startManagement(engine, lanes, dataverse, operations);
        every(LOOK_AT_CLIENTS, console::reload);
        every(FlowHistory.BETWEEN_LOOKS, console::look);
        every(PRUNE, console::prune);
        IntakePressure pressure = startIntake(engine, lanes);
        HubAlerts alerts = started(HubAlerts.of(settings, stores.database(), webhooks, clock));
        AlertWatch watch = alerts.watch(state.signals(), lanes::controls, pressure::closed);
        every(LOOK_FOR_ALERTS, watch::look);
        every(LOOK_FOR_ALERTS, alerts.busWatch(buses::states)::look);
        every(PRUNE, alerts::prune);
        webhooks.deliver();
        started(webhooks::stopDelivering);
        this.dataverse = dataverse;
        started(reload).start();
        if (reload.isOn()) {
            WebhookFiles files = new WebhookFiles(settings, webhooks::reload);
            reload.tellAlso(files::findings);
            every(LOOK_AT_CLIENTS, files::look);
        }
        timer.execute(batches::look);
        every(BatchParts.LOOK, batches::look);
        every(PRUNE, batches::prune);
        every(PRUNE, events::prune);
        every(PRUNE, webhooks::prune);
        timer.execute(operations::keepTimetables);
        every(BatchParts.LOOK, operations::keepTimetables);
        every(
                LOOK_AT_WORK,
                new BatchMetrics(
                        meters(engine),
                        batches.batches(),
                        clock,
                        ProcessHandle.current().pid() + "@")::sample);
        every(LOOK_AT_WORK, new BusMetrics(meters(engine), buses::states)::sample);
        every(LOOK_AT_WORK, new OperationMetrics(meters(engine), lanes, () -> state.ledger()
                .balances())::sample);
    }

    /** The same that the start looks at, and a start of each changed route with stand-ins. */
    private List<Finding> findingsOfReload(Set<Path> changed) {
        RouteCheck check = new RouteCheck(
                settings.home(),
                Path.of(settings.text("hub.routes")),
                settings.path("hub.plugins"),
                context -> HubPlugins.bind(plugins, context));
        List<Finding> findings = check.beforeReload(changed);
        return findings.isEmpty() ? check.against(DataverseTables.over(dataverse, PATIENCE_WITH_TARGET)) : findings;
    }

    private RouteCheck routeCheck() {
        return new RouteCheck(settings.home(), Path.of(settings.text("hub.routes")));
    }

    private static void refuse(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw new RoutesRefusedException(findings);
        }
    }

    private LaneRuntime lanes() {
        return LaneRuntime.builder()
                .broker(() -> stores.connections().lane())
                .queues(integration -> stores.queues().ensure(integration))
                .integrations(integrations)
                .classifier(new FailureClassifier(List.of(new MappingFailures(), new TargetFailures(clock))))
                .target(new OrderedWrites())
                .awaited(waiting::waitsFor)
                .replays((question, answer) -> state.replayGate().ask(question, answer))
                .owned(settings.isSet("hub.broker.url") ? sharedPartitions() : OwnedPartitions.ALL)
                .settings(laneSettings())
                .time(started(new SystemLaneTime(clock)))
                .dataFolder(settings.path("hub.data"))
                .build();
    }

    /** Lanes get most of the time that a stop may take; the rest is for what is stopped after them. */
    private LaneSettings laneSettings() {
        Duration all = settings.seconds("hub.shutdown-seconds");
        return LaneSettings.DEFAULTS
                .withDrainLimit(all.multipliedBy(4).dividedBy(5))
                .withSuspendedProbe(settings.seconds("hub.lane.probe-seconds"));
    }

    private OwnedPartitions sharedPartitions() {
        String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        Members members = new Members(
                stores.database(),
                clock,
                UUID.randomUUID(),
                ProcessHandle.current().pid() + "@" + host);
        MemberHeartbeat heartbeat = new MemberHeartbeat(members);
        heartbeat.beat();
        every(Members.HEARTBEAT, heartbeat::beat);
        started(heartbeat::leave);
        return new RankedPartitions(heartbeat);
    }

    /** Known as soon as the intake is open, which is later than the management port. */
    private MessageStates messageStates() {
        MessageStates known = messageStates;
        if (known == null) {
            throw new IllegalStateException("The hub is still starting.");
        }
        return known;
    }

    private void startManagement(
            RouteEngine engine, LaneRuntime lanes, DataverseComponent dataverse, BatchOperations operations) {
        RunningIntegrations control = new RunningIntegrations(
                reload::status,
                lanes,
                integrations,
                stores.connections().state(),
                () -> dataverse.client().governors().stream()
                        .map(Governor::snapshot)
                        .toList(),
                () -> BusWatch.status(buses.states()),
                state.audit(),
                clock.instant());
        new GovernorMetrics(dataverse.client().governors()).bindTo(meters(engine));
        Rehearsals rehearsals = new RouteRehearsals(
                integrations,
                Path.of(settings.text("hub.routes")),
                new MessageCheck(intakeSettings().message()));
        LetterRedirects redirects = started(state.redirects(rehearsals, new Sequence(clock)));
        redirects.start();
        ReplayPlans plans = plans(rehearsals, dataverse);
        LetterEdits edits = state.edits(rehearsals, intakeSettings().bodyLimit());
        HubWebhooks subscriptions = new HubWebhooks(webhooks, stores.database(), state, lanes, clock);
        VirtualTableView virtual = new VirtualTableView(() -> virtualTables);
        console = ConsoleParts.mount(
                settings,
                engine.management(),
                new ConsoleParts.Services(
                        stores.database(),
                        state,
                        control,
                        plans,
                        rehearsals,
                        edits,
                        redirects,
                        operations.control(),
                        subscriptions,
                        virtual,
                        clock));
        ShownLetters shown = new ShownLetters(state.deadLetters(), ConsoleParts.masking(settings));
        RevealedLetters reveals = new RevealedLetters(state.audit());
        Supplier<Collection<String>> names =
                () -> state.ledger().balances().stream().map(Balance::name).toList();
        new AdminApi(engine.management(), this::caller)
                .with(new LetterTransferResources(
                        state.deadLetters(),
                        shown,
                        state.audit(),
                        new LetterImporter(
                                state.deadLetters(),
                                state.ledger(),
                                state.audit(),
                                stores.connections(),
                                integrations)))
                .with(new IntegrationResources(control))
                .with(new BatchResources(operations.control()))
                .with(new LedgerResources(state.ledger()))
                .with(new CauseResources(state.causes()))
                .with(new ReplayResources(state.replays(), plans, state.deadLetters(), names))
                .with(new LetterArchiveResources(state.archive(), state.deadLetters()))
                .with(new LetterEditResources(
                        new LetterEditResources.Services(
                                edits,
                                redirects,
                                new LetterExamples(state.deadLetters(), rehearsals),
                                new MappedLetters(rehearsals, shown)),
                        state.deadLetters(),
                        shown,
                        reveals))
                .with(new AuditResources(state.audit(), new LetterTraces(state, shown, this::messageStates)))
                .with(new DeadLetterResources(state.deadLetters(), shown, reveals, names))
                .with(new EventResources(
                        events.registration(id -> state.ledger().find(id).isPresent(), clock)))
                .with(new WebhookResources(subscriptions))
                .with(new VirtualResources(virtual))
                .with(new BackupResources(new RunningBackup(settings, stores, state.audit(), clock)))
                .done();
    }

    private Optional<Caller> caller(String authorization) {
        if (clients.adminToken().allows(authorization)) {
            return Optional.of(Caller.ofAdminToken());
        }
        return Optional.ofNullable(authorization)
                .filter(value -> value.startsWith(AdminToken.SCHEME))
                .flatMap(value -> console.userOf(value.substring(AdminToken.SCHEME.length())))
                .map(Caller::of);
    }

    private ReplayPlans plans(Rehearsals rehearsals, DataverseComponent dataverse) {
        return new ReplayPlans(
                state.selection(),
                rehearsals,
                new DataverseOutlook(() -> dataverse.client().governors().stream()
                        .map(Governor::snapshot)
                        .toList()),
                ConsoleParts.publicWords(settings));
    }

    private IntakePressure startIntake(RouteEngine engine, LaneRuntime lanes) {
        IntakeSettings limits = intakeSettings();
        Sequence sequence = new Sequence(clock);
        LetterLimit letters = new LetterLimit(
                () -> state.ledger().balances().stream()
                        .mapToLong(Balance::dead)
                        .sum(),
                settings.number("hub.dead-letters.limit"));
        every(LOOK_AT_WORK, letters::sample);
        DepthSampler pressure = new DepthSampler(
                stores.connections().state(),
                stores.queues()::depth,
                integrations,
                settings.number("hub.push.disk-limit") / 100.0,
                letters);
        pressure.sample();
        every(SAMPLE, pressure::sample);
        IdempotencyStore keys = started(new IdempotencyStore(stores.database(), clock, limits.idempotencyRetention()));
        every(PRUNE, keys::prune);
        pruneArchive();
        Doors doors = started(new Doors(
                stores.connections(),
                integrations,
                new MessageCheck(limits.message()),
                sequence,
                clock,
                new DoorSettings(limits.bodyLimit(), DoorSettings.DEFAULT_BATCH)));
        doors.open();
        messageStates = new MessageStateLookup(
                state.ledger(),
                stores.queues(),
                integrations,
                keys,
                lanes,
                clock,
                new MessageLineage(state.deadLetters(), state.replays()));
        HttpIntake intake = new HttpIntake(
                limits,
                new HttpIntake.Parts(
                        clients,
                        integrations,
                        queue,
                        sequence,
                        keys,
                        messageStates,
                        new DeliveryLookup(state),
                        waiting,
                        pressure,
                        meters(engine),
                        clock));
        if (settings.development()) {
            new SampleFeed(settings).mount(engine.doors());
        }
        demoReceivers.ifPresent(receivers -> receivers.mount(engine.doors()));
        intake.mount(engine.doors(), new DataverseHook(events.door(queue, sequence, clock)));
        started(buses).open(pressure);
        virtualTables = Optional.of(started(VirtualParts.start(
                settings,
                VirtualParts.sourceTypes(databases.byName(), virtualSources),
                stores.database(),
                clients,
                virtualSources.changes(),
                engine.vertx(),
                engine.doors(),
                meters(engine))));
        intake.mount(engine.doors(), engine.vertx());
        long drainMillis = settings.seconds("hub.shutdown-seconds").toMillis();
        started(() -> intake.drain().toCompletableFuture().get(drainMillis, TimeUnit.MILLISECONDS));
        engine.openDoors();
        return pressure;
    }

    private void pruneArchive() {
        int days = settings.number("hub.dead-letters.archive-days");
        if (days > 0) {
            LetterArchive archive = state.archive();
            every(PRUNE, () -> archive.prune(Duration.ofDays(days)));
        }
    }

    private IntakeSettings intakeSettings() {
        int bodyLimit = settings.number("hub.http.body-limit");
        MessageLimits messages = MessageLimits.defaults().withDepth(settings.number("hub.http.json-depth"));
        return new IntakeSettings(
                bodyLimit,
                IntakeSettings.DEFAULT_BODY_TIMEOUT,
                IntakeSettings.DEFAULT_BODIES_LIMIT,
                settings.number("hub.http.ndjson-lines"),
                settings.number("hub.push.queue-limit"),
                Duration.ofHours(settings.number("hub.push.idempotency-hours")),
                messages);
    }

    private static MeterRegistry meters(RouteEngine engine) {
        return Optional.ofNullable(engine.context().getRegistry().findSingleByType(MeterRegistry.class))
                .orElseGet(SimpleMeterRegistry::new);
    }

    private void startState() {
        state = started(new HubState(
                stores.database(),
                stores.connections(),
                integrations,
                clock,
                PROCESS,
                ReceiptIngester.DEFAULT_RETENTION,
                ConsoleParts.publicWords(settings)));
        state.onFolded(receipt -> receipt.entries().forEach(entry -> waiting.settled(entry.message())));
        state.start();
    }

    /** The returned future is of no use: the task never throws, and the timer ends with the hub. */
    private void every(Duration period, Runnable task) {
        Future<?> unused = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.warn("A task of the hub failed and is tried again in {}: {}", period, e.toString());
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
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
        return console.hasWayIn();
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
        return integrations.all();
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                LOG.warn("A part of the hub did not stop cleanly", e);
            }
        }
    }
}
