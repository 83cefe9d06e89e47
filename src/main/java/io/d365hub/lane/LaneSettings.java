package io.d365hub.lane;

import java.time.Duration;

/**
 * What all lanes of a process have in common. Durations are positive.
 *
 * @param drainLimit how long a stopping lane waits for its started exchanges
 * @param bytesTaken most bytes of message bodies that a lane holds at once; one message is always allowed
 * @param fence after how long without an answer of the broker a lane makes sure that its session still lives before it
 *     starts anything; below the broker's connection time to live
 * @param suspendedProbe how often a suspended integration tries one message
 * @param ownerWait how long, after a crash, a lane with suspects waits to become the owner of its partition, and those that have come
 *     wait for others
 * @param carefulLimit how long the careful phase after a crash may take once the last lane has come
 * @param mostHeldKeys most record keys that a lane holds parked; above, rows that would have to be parked are retried in
 *     the lane, which slows it down until there is room
 */
public record LaneSettings(
        Duration drainLimit,
        int bytesTaken,
        Duration fence,
        Duration suspendedProbe,
        Duration ownerWait,
        Duration carefulLimit,
        int mostHeldKeys) {

    /** What the hub runs with. */
    public static final LaneSettings DEFAULTS = new LaneSettings(
            Duration.ofSeconds(10),
            4 << 20,
            // One ping period less than the connection time to live of 10 s.
            Duration.ofMillis(7_500),
            Duration.ofSeconds(60),
            // Time to live of a session whose machine died, and a little.
            Duration.ofSeconds(12),
            Duration.ofSeconds(60),
            10_000);

    /** The same with another time between two tries of a suspended integration. */
    public LaneSettings withSuspendedProbe(Duration period) {
        return new LaneSettings(drainLimit, bytesTaken, fence, period, ownerWait, carefulLimit, mostHeldKeys);
    }

    /** The same with another time for started exchanges to finish. */
    public LaneSettings withDrainLimit(Duration limit) {
        return new LaneSettings(limit, bytesTaken, fence, suspendedProbe, ownerWait, carefulLimit, mostHeldKeys);
    }
}
