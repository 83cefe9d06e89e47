package io.d365hub.lane;

import io.d365hub.failure.FailureClassifier;
import io.d365hub.message.Integration;

/** What the lanes of one integration have in common. */
record LaneContext(
        Integration integration,
        LaneSettings settings,
        LaneTime time,
        LaneConnection connection,
        FlightRecorder recorder,
        CarefulStart careful,
        IntegrationGate gate,
        OwnedPartitions owned,
        FailureClassifier classifier,
        ReplayGate replays,
        RouteCall route) {}
