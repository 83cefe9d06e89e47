package io.d365hub.lane;

import io.d365hub.failure.FailureClassifier;
import io.d365hub.message.Integration;

/**
 * What the lanes of one integration have in common.
 *
 * @param recorded whether messages under way are noted in the flight recorder, because one of them may kill the process
 */
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
        RouteCall route,
        boolean recorded) {}
