package io.d365hub;

import io.d365hub.database.Members;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.intake.WaitingRequests;
import io.d365hub.lane.LaneRuntime;
import io.d365hub.lane.LaneSettings;
import io.d365hub.lane.OwnedPartitions;
import io.d365hub.lane.RankedPartitions;
import io.d365hub.lane.SystemLaneTime;
import io.d365hub.mapping.MappingFailures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The lanes, joined with broker, ledger and those who wait for an answer. */
final class LaneParts {

    private final HubFoundation hub;
    private final Supplier<HubStores> stores;

    private LaneParts(HubFoundation hub, Supplier<HubStores> stores) {
        this.hub = hub;
        this.stores = stores;
    }

    /**
     * The lanes, not yet started.
     *
     * @param stores asked at once when several hubs share a broker, else when the first lane begins
     * @param state asked when the first replayed message comes
     */
    static LaneRuntime of(
            HubFoundation hub, Supplier<HubStores> stores, Supplier<HubState> state, WaitingRequests waiting) {
        return new LaneParts(hub, stores).runtime(state, waiting);
    }

    private LaneRuntime runtime(Supplier<HubState> state, WaitingRequests waiting) {
        Settings settings = hub.settings();
        return LaneRuntime.builder()
                .broker(() -> stores.get().connections().lane())
                .queues(integration -> stores.get().queues().ensure(integration))
                .integrations(hub.integrations())
                .classifier(new FailureClassifier(List.of(new MappingFailures(), new TargetFailures(hub.clock()))))
                .target(new OrderedWrites())
                .awaited(waiting::waitsFor)
                .replays((question, answer) -> state.get().replayGate().ask(question, answer))
                .owned(settings.isSet("hub.broker.url") ? sharedPartitions() : OwnedPartitions.ALL)
                .settings(laneSettings(settings))
                .time(hub.started(new SystemLaneTime(hub.clock())))
                .dataFolder(settings.path("hub.data"))
                .build();
    }

    /** Lanes get most of the time that a stop may take; the rest is for what is stopped after them. */
    private static LaneSettings laneSettings(Settings settings) {
        Duration all = settings.seconds("hub.shutdown-seconds");
        return LaneSettings.DEFAULTS
                .withDrainLimit(all.multipliedBy(4).dividedBy(5))
                .withSuspendedProbe(settings.seconds("hub.lane.probe-seconds"));
    }

    private OwnedPartitions sharedPartitions() {
        String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        Members members = new Members(
                stores.get().database(),
                hub.clock(),
                UUID.randomUUID(),
                ProcessHandle.current().pid() + "@" + host);
        MemberHeartbeat heartbeat = new MemberHeartbeat(members);
        heartbeat.beat();
        hub.every(Members.HEARTBEAT, heartbeat::beat);
        hub.started(heartbeat::leave);
        return new RankedPartitions(heartbeat);
    }
}
