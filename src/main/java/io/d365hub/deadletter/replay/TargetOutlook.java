package io.d365hub.deadletter.replay;

import java.util.Optional;

/** What is known of the limits of the target at this moment. */
@FunctionalInterface
public interface TargetOutlook {

    /** No limits are known. */
    TargetOutlook UNKNOWN = Optional::empty;

    /**
     * The limits, as far as the target has told them.
     *
     * @param requestsPerSecond how many requests it takes in the long run
     * @param requestsPerWindow how many it takes in one of its windows
     * @param sentence how it is doing now, for a person
     */
    record Limits(double requestsPerSecond, double requestsPerWindow, String sentence) {}

    /** Empty when the target has told nothing yet. */
    Optional<Limits> limits();
}
