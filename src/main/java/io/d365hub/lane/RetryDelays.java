package io.d365hub.lane;

import java.time.Duration;
import java.util.Optional;

/** How long a row waits before it is tried again. */
final class RetryDelays {

    private static final Duration[] IN_LANE = {
        Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2)
    };
    private static final Duration[] PARKED = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };
    private static final Duration[] RECONNECT = {
        Duration.ofMillis(300),
        Duration.ofMillis(600),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5)
    };

    private RetryDelays() {}

    /** Before the given retry in the lane, counted from 0; empty when the row is to be parked. */
    static Optional<Duration> inLane(int retry) {
        return retry < IN_LANE.length ? Optional.of(IN_LANE[retry]) : Optional.empty();
    }

    /** Before the given try of a parked key, counted from 0. */
    static Duration parked(int tries) {
        return PARKED[Math.min(tries, PARKED.length - 1)];
    }

    /** Before the given try to reach the broker again, counted from 0. */
    static Duration reconnect(int tries) {
        return RECONNECT[Math.min(tries, RECONNECT.length - 1)];
    }

    /** For a row that ought to be parked while nothing more can be. */
    static Duration parkFull() {
        return Duration.ofSeconds(5);
    }
}
