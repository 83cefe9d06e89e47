package io.d365hub.throttle;

import java.util.EnumMap;
import java.util.Map;

/** How long calls take, learned from those that have ended. Guarded by its governor. */
final class CallTimes {

    private static final double FIRST_GUESS_SECONDS = 0.1;

    private final Map<Priority, Double> seconds = new EnumMap<>(Priority.class);

    /** A few calls late, and rather too long than too short: a call that was underrated overdraws the budget. */
    void took(Priority priority, double took) {
        seconds.merge(priority, took, (old, now) -> old + (now - old) / (now > old ? 4 : 16));
    }

    double expectedSeconds(Priority priority) {
        return seconds.getOrDefault(priority, FIRST_GUESS_SECONDS);
    }
}
