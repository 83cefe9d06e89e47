package io.d365hub.dataverse.client;

import io.d365hub.throttle.Priority;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The time that one operation may take, all repetitions included, and whether anybody still wants it. The time runs from
 * the first request, not while the operation waits for its turn: so it may be unwanted by then.
 */
final class Deadline {

    private static final Duration WORTH_ANOTHER_TRY = Duration.ofMillis(250);

    private final long limitNanos;
    private final LongSupplier nanoTime;
    private final Wanted wanted;
    private long startNanos;
    private boolean started;
    private long reservedNanos;

    Deadline(Duration limit, LongSupplier nanoTime, BooleanSupplier wanted) {
        this.limitNanos = limit.toNanos();
        this.nanoTime = nanoTime;
        this.wanted = Wanted.of(wanted);
    }

    boolean stillWanted() {
        return wanted.getAsBoolean();
    }

    Priority priority() {
        return wanted.priority();
    }

    /** What is left; starts the time at the first call. */
    synchronized Duration remaining() {
        if (!started) {
            started = true;
            startNanos = nanoTime.getAsLong();
        }
        return Duration.ofNanos(Math.max(1_000_000, limitNanos - reservedNanos - (nanoTime.getAsLong() - startNanos)));
    }

    /** Keeps two fifths of the time for finding out what became of a request whose answer never came. */
    synchronized void reserveForRepetition() {
        reservedNanos = limitNanos / 5 * 2;
    }

    synchronized void useReserve() {
        reservedNanos = 0;
    }

    boolean allowsAnotherTry() {
        return remaining().compareTo(WORTH_ANOTHER_TRY) >= 0;
    }
}
