package io.d365hub.virtual.guard;

import io.d365hub.virtual.SourceCall;
import io.netty.util.Timeout;
import java.time.Duration;

/**
 * A call under way. Thread-safe.
 *
 * <p>What gives it up is run again, more and more seldom, until the source is done: a statement that is cancelled in the
 * moment before its database starts it would otherwise run on for ever, with a thread and a connection.
 */
final class GuardedCall implements SourceCall {

    private static final Duration FIRST_REPEAT = Duration.ofMillis(100);
    private static final Duration LONGEST_REPEAT = Duration.ofSeconds(10);

    private final long deadline;
    private final GuardThreads threads;
    private boolean cancelled;
    private boolean ended;
    private Runnable abort;
    private Timeout repeat;

    GuardedCall(Duration timeout, GuardThreads threads) {
        this.deadline = System.nanoTime() + timeout.toNanos();
        this.threads = threads;
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public synchronized void onCancel(Runnable howTo) {
        abort = howTo;
        if (cancelled) {
            threads.aborts().execute(howTo);
        }
    }

    synchronized void cancel() {
        if (!cancelled && !ended) {
            cancelled = true;
            abort(FIRST_REPEAT);
        }
    }

    private synchronized void abort(Duration pause) {
        if (ended) {
            return;
        }
        if (abort != null) {
            threads.aborts().execute(abort);
        }
        Duration next = pause.multipliedBy(2);
        repeat = threads.after(pause, () -> abort(next.compareTo(LONGEST_REPEAT) < 0 ? next : LONGEST_REPEAT));
    }

    /** The source is done: nothing is left to give up. */
    synchronized void ended() {
        ended = true;
        abort = null;
        if (repeat != null) {
            boolean unused = repeat.cancel();
        }
    }
}
