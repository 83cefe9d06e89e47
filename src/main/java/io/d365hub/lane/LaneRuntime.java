package io.d365hub.lane;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the lanes of a process share. Make one with {@link #builder}, put it into Camel's registry under any name, and
 * close it after the Camel context has stopped: that is what tells a clean stop from a crash. Thread-safe.
 */
public final class LaneRuntime implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LaneRuntime.class);
    private static final String FLIGHT_FOLDER = "flight";
    /** In one line of the log. */
    private static final int MOST_NAMED = 5;

    private final Supplier<BrokerConnection> broker;
    private final LaneQueues queues;
    private final Integrations integrations;
    private final FailureClassifier classifier;
    private final OwnedPartitions owned;
    private final LaneAlerts alerts;
    private final OrderedTarget target;
    private final Predicate<UUID> awaited;
    private final ReplayGate replays;
    private final LaneSettings settings;
    private final LaneTime time;
    private final FlightRecorder recorder;
    private final CarefulStart careful;
    private final Map<String, IntegrationLanes> running = new ConcurrentHashMap<>();
    private final Map<String, List<Thread>> stopped = new ConcurrentHashMap<>();
    private final Map<String, Declared> declared = new ConcurrentHashMap<>();
    private final Set<String> suspended = ConcurrentHashMap.newKeySet();
    /** Integrations whose routes have stopped and are awaited again; null while none is being replaced. */
    private Set<String> awaitedAgain;

    /**
     * An integration whose route runs.
     *
     * @param recorded whether its messages are suspected when the process dies
     */
    private record Declared(Integration integration, RouteCall route, boolean recorded) {}

    private LaneRuntime(Builder builder) {
        this.broker = Objects.requireNonNull(builder.broker, "broker");
        this.queues = Objects.requireNonNull(builder.queues, "queues");
        this.integrations = Objects.requireNonNull(builder.integrations, "integrations");
        this.time = Objects.requireNonNull(builder.time, "time");
        this.classifier = builder.classifier;
        this.owned = builder.owned;
        this.alerts = builder.alerts;
        this.target = builder.target;
        this.awaited = builder.awaited;
        this.replays = builder.replays;
        this.settings = builder.settings;
        this.recorder = new FlightRecorder(
                Objects.requireNonNull(builder.dataFolder, "dataFolder").resolve(FLIGHT_FOLDER));
        this.careful = new CarefulStart(Suspects.of(recorder), settings, time);
        owned.onChange(() -> running.values().forEach(IntegrationLanes::ownershipChanged));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What an operator may see and do of an integration; empty when its route does not run. */
    public Optional<LaneControl> control(String integration) {
        return Optional.ofNullable(running.get(integration));
    }

    /** All integrations whose routes run, by name. */
    public Map<String, LaneControl> controls() {
        return new TreeMap<>(running);
    }

    OrderedTarget target() {
        return target;
    }

    /** Whether somebody waits for this message's verdict. */
    boolean awaited(UUID message) {
        return awaited.test(message);
    }

    /** Whether its lanes have been stopped by {@link #suspend}, or kept from starting. */
    public boolean isSuspended(String integration) {
        return suspended.contains(integration);
    }

    /** All of these. */
    public Set<String> suspended() {
        return Set.copyOf(suspended);
    }

    /** Whether its route runs, suspended or not. */
    public boolean isDeclared(String integration) {
        return declared.containsKey(integration);
    }

    /**
     * From now on their lanes do not start when their routes do, until {@link #resume}; those that work go on until {@link #suspend}.
     * They need not be known yet.
     */
    public synchronized void keepSuspended(Set<String> integrations) {
        suspended.addAll(integrations);
    }

    /**
     * Stops the lanes of an integration, and keeps them from starting; its doors stay open. Returns when what was started is
     * settled.
     */
    public void suspend(String integration) {
        keepSuspended(Set.of(integration));
        stop(integration);
    }

    /**
     * Starts the lanes again after {@link #suspend}; otherwise ends a pause or suspension of the lanes' own. It stays suspended when its lanes
     * cannot start, e.g. without the broker.
     */
    public synchronized void resume(String integration) {
        LaneControl lanes = running.get(integration);
        Declared known = declared.get(integration);
        if (lanes != null) {
            lanes.resume();
        } else if (known != null) {
            start(known.integration(), known.route(), known.recorded());
        }
        suspended.remove(integration);
    }

    /**
     * From now on the doors of integrations stay open when their routes stop, because they will start anew. What an operator has
     * suspended stays so.
     */
    public synchronized void keepDoorsOpen() {
        awaitedAgain = ConcurrentHashMap.newKeySet();
    }

    /** Ends {@link #keepDoorsOpen}: the doors of integrations shut whose routes have not started anew. */
    public synchronized void shutDoorsWithoutRoute() {
        Set<String> gone = awaitedAgain;
        awaitedAgain = null;
        gone.forEach(integrations::remove);
    }

    /** Opens the doors of an integration and starts its lanes, unless an operator has suspended them. */
    synchronized void enter(Integration integration, RouteCall route) {
        String name = integration.name();
        if (awaitedAgain != null && awaitedAgain.contains(name)) {
            int before = integrations.find(name).map(Integration::partitions).orElse(integration.partitions());
            if (before != integration.partitions()) {
                throw new IllegalArgumentException(
                        "Option 'partitions' of integration '%s' in %s is %d and was %d. Change it only while its queues are empty,"
                                        .formatted(name, integration.source(), integration.partitions(), before)
                                + " with a restart of the hub.");
            }
            integrations.replace(integration);
            awaitedAgain.remove(name);
        } else {
            integrations.register(integration);
        }
        declared.put(name, new Declared(integration, route, true));
        try {
            if (suspended.contains(name)) {
                // What its doors take needs a place.
                queues.ensure(integration);
            } else {
                start(integration, route);
            }
        } catch (RuntimeException e) {
            leave(name);
            throw e;
        }
    }

    /** Stops the lanes; shuts the doors, unless they are kept open. */
    void leave(String integration) {
        declared.remove(integration);
        synchronized (this) {
            if (awaitedAgain != null) {
                awaitedAgain.add(integration);
            } else {
                integrations.remove(integration);
            }
        }
        stop(integration);
    }

    /** Makes the queues and starts the lanes. */
    void start(Integration integration, RouteCall route) {
        start(integration, route, true);
    }

    /**
     * Starts lanes without a route: each message is handed to work of the hub's own, which says by the exchange what became of
     * it as a route does. End it with {@link #end}. The integration is registered by the caller. Such work is not suspected when
     * the process dies. Nothing is started while an operator has it suspended.
     */
    public synchronized void start(Integration integration, CamelContext camel, AsyncProcessor work) {
        RouteCall call = new ProcessorCall(camel, work);
        declared.put(integration.name(), new Declared(integration, call, false));
        if (!suspended.contains(integration.name())) {
            start(integration, call, false);
        }
    }

    /** Ends work that was started without a route; that an operator has suspended it is remembered. */
    public void end(String integration) {
        endAll(List.of(integration));
    }

    /** As {@link #end}, for many at once. */
    public void endAll(Collection<String> integrations) {
        integrations.forEach(declared::remove);
        stop(integrations);
    }

    private void start(Integration integration, RouteCall route, boolean recorded) {
        queues.ensure(integration);
        LaneContext context = new LaneContext(
                integration,
                settings,
                time,
                new LaneConnection(integration.name(), broker),
                recorder,
                careful,
                new IntegrationGate(integration.name(), settings.suspendedProbe(), time, alerts),
                owned,
                classifier,
                replays,
                route,
                recorded);
        IntegrationLanes lanes = new IntegrationLanes(context);
        running.put(integration.name(), lanes);
        List<Thread> before = stopped.remove(integration.name());
        lanes.start(before == null ? List.of() : before);
    }

    /** Stops the lanes; started exchanges finish and are settled, see {@link LaneSettings#drainLimit}. */
    public void stop(String integration) {
        stop(List.of(integration));
    }

    /** As {@link #stop}, for many: they drain side by side, so that a thousand take no longer than one. */
    private void stop(Collection<String> integrations) {
        Map<String, IntegrationLanes> stopping = new TreeMap<>();
        for (String integration : integrations) {
            IntegrationLanes lanes = running.remove(integration);
            if (lanes != null) {
                stopping.put(integration, lanes);
            }
        }
        stopping.values().forEach(IntegrationLanes::drain);
        List<String> gaveUpCalls = new ArrayList<>();
        stopping.forEach((integration, lanes) -> {
            gaveUpCalls.addAll(lanes.stop());
            stopped.put(integration, lanes.threads());
        });
        if (!gaveUpCalls.isEmpty()) {
            LOG.warn(
                    "{} stopped although calls were under way; their messages will be delivered again. If this happens often,"
                            + " raise hub.shutdown-seconds or lower the target's time limit.",
                    named(gaveUpCalls));
        }
    }

    private static String named(List<String> lanes) {
        String first = String.join(", ", lanes.subList(0, Math.min(MOST_NAMED, lanes.size())));
        int others = lanes.size() - MOST_NAMED;
        return (lanes.size() == 1 ? "Lane " : "Lanes ") + first + (others > 0 ? " and " + others + " more" : "");
    }

    /** Stops what still runs and notes that the process ended cleanly. */
    @Override
    public void close() {
        stop(List.copyOf(running.keySet()));
        recorder.empty();
    }

    /** Collects what a runtime needs; what has no default must be given. */
    public static final class Builder {

        private Supplier<BrokerConnection> broker;
        private LaneQueues queues;
        private Integrations integrations;
        private FailureClassifier classifier = new FailureClassifier();
        private OwnedPartitions owned = OwnedPartitions.ALL;
        private LaneAlerts alerts = LaneAlerts.NONE;
        private OrderedTarget target = OrderedTarget.NONE;
        private Predicate<UUID> awaited = message -> false;
        private ReplayGate replays = ReplayGate.OPEN;
        private LaneSettings settings = LaneSettings.DEFAULTS;
        private LaneTime time;
        private Path dataFolder;

        private Builder() {}

        /** Opens a connection for lanes, {@code BrokerConnections::lane}. Must be given. */
        public Builder broker(Supplier<BrokerConnection> connections) {
            this.broker = connections;
            return this;
        }

        /** Must be given. */
        public Builder queues(LaneQueues laneQueues) {
            this.queues = laneQueues;
            return this;
        }

        /** Where the integrations that run are listed. Must be given. */
        public Builder integrations(Integrations listed) {
            this.integrations = listed;
            return this;
        }

        public Builder classifier(FailureClassifier failureClassifier) {
            this.classifier = failureClassifier;
            return this;
        }

        /** Default: this process is the only one. */
        public Builder owned(OwnedPartitions partitions) {
            this.owned = partitions;
            return this;
        }

        public Builder alerts(LaneAlerts listener) {
            this.alerts = listener;
            return this;
        }

        /** Default: none, so messages of a record key run one after another. */
        public Builder target(OrderedTarget orderedTarget) {
            this.target = orderedTarget;
            return this;
        }

        /** Tells for whose verdict somebody waits; asked for each message, so quick. Default: nobody waits. */
        public Builder awaited(Predicate<UUID> messages) {
            this.awaited = messages;
            return this;
        }

        /** Asked before a replayed dead letter starts. Default: all may. */
        public Builder replays(ReplayGate gate) {
            this.replays = gate;
            return this;
        }

        public Builder settings(LaneSettings laneSettings) {
            this.settings = laneSettings;
            return this;
        }

        /** Must be given; not closed by the runtime. */
        public Builder time(LaneTime laneTime) {
            this.time = laneTime;
            return this;
        }

        /** The data folder of this process; the flight recorder is kept in it. Must be given. */
        public Builder dataFolder(Path folder) {
            this.dataFolder = folder;
            return this;
        }

        /** Reads what the last run left; after an unclean stop that starts the careful phase. */
        public LaneRuntime build() {
            return new LaneRuntime(this);
        }
    }
}
