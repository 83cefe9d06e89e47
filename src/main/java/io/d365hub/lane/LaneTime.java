package io.d365hub.lane;

import java.time.Instant;

/** Time as lanes see it. Thread-safe. */
public interface LaneTime {

    /** Grows steadily; only differences mean anything. */
    long nanoTime();

    /** The time of day, for people and for what is stored. */
    Instant now();

    /** Runs the task once after so many nanoseconds, on a thread of its own; the task must be quick. */
    void after(long nanos, Runnable task);
}
