package io.d365hub.database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time by which the hub deletes what is old: the wall clock, but never more than an hour beyond what really went by since the
 * start of the process. A clock that somebody sets a month ahead would otherwise delete at once what had a month to stay, and
 * nothing brings it back. Thread-safe.
 */
public final class RetentionClock implements InstantSource {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionClock.class);

    /** More than what a clock that goes wrong is put right by, and nothing beside the days that things are kept. */
    private static final Duration TOLERANCE = Duration.ofHours(1);

    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final Instant startedAt;
    private final long startNanos;
    private boolean told;

    /** @param nanoTime a clock that nobody sets, in nanoseconds, say {@link System#nanoTime} */
    public RetentionClock(InstantSource wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.startedAt = wall.instant();
        this.startNanos = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        Instant now = wall.instant();
        Instant elapsed = startedAt.plusNanos(nanoTime.getAsLong() - startNanos);
        Duration ahead = Duration.between(elapsed, now);
        boolean jumped = ahead.compareTo(TOLERANCE) > 0;
        tell(jumped, ahead);
        return jumped ? elapsed : now;
    }

    private synchronized void tell(boolean jumped, Duration ahead) {
        if (jumped && !told) {
            LOG.warn(
                    "The clock of this machine is {} minutes ahead of the time that went by since the hub's start. Until it is"
                            + " back, nothing is deleted for an age that it only has by this clock. If the clock is right now,"
                            + " restart the hub.",
                    ahead.toMinutes());
        }
        told = jumped;
    }
}
