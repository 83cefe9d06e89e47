package io.d365hub.virtual.guard;

import java.time.Duration;

/**
 * How sources are guarded.
 *
 * @param concurrency most calls at once of one table's source
 * @param queue most calls of one table that wait for a thread; more are answered 503
 * @param cacheRows most rows of one table that are kept for equal questions
 * @param breakerPause how long the circuit breaker keeps callers off after it opened
 */
public record GuardSettings(int concurrency, int queue, int cacheRows, Duration breakerPause) {

    public static GuardSettings defaults() {
        return new GuardSettings(32, 1_000, 20_000, Duration.ofSeconds(10));
    }

    public GuardSettings withConcurrency(int calls) {
        return new GuardSettings(calls, queue, cacheRows, breakerPause);
    }

    public GuardSettings withCacheRows(int rows) {
        return new GuardSettings(concurrency, queue, rows, breakerPause);
    }

    public GuardSettings withBreakerPause(Duration pause) {
        return new GuardSettings(concurrency, queue, cacheRows, pause);
    }
}
