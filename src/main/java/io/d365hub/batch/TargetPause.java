package io.d365hub.batch;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether rows may start: while the target is closed to us nothing starts, and then one row tries. A pause uses up nobody's
 * patience. Used by the run's thread; the reason may be read by all.
 */
final class TargetPause {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private boolean shut;
    private long until;
    private int pauses;
    private RowTask probe;
    private volatile Failure why;

    /** How many rows may start now: all, one, or none. */
    int admits(long now) {
        if (!shut) {
            return Integer.MAX_VALUE;
        }
        return probe == null && now - until >= 0 ? 1 : 0;
    }

    void started(RowTask task) {
        if (shut) {
            probe = task;
        }
    }

    /** A row came back. */
    void judged(RowTask task, Failure failure, long now) {
        boolean throttled = failure != null && failure.kind() == FailureKind.THROTTLED;
        if (throttled && (!shut || task == probe)) {
            Duration growing = FIRST.multipliedBy(1L << Math.min(pauses, 4));
            Duration pause = failure.retryAfter().orElse(growing.compareTo(LONGEST) < 0 ? growing : LONGEST);
            shut = true;
            until = now + pause.toNanos();
            pauses++;
            why = failure;
            probe = null;
        } else if (!throttled && task == probe && shut) {
            shut = false;
            pauses = 0;
            why = null;
            probe = null;
        }
    }

    /** When to look again; empty while open. */
    Optional<Long> until() {
        return shut && probe == null ? Optional.of(until) : Optional.empty();
    }

    /** Null while open. */
    Failure why() {
        return why;
    }
}
