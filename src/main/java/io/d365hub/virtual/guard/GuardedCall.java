package io.d365hub.virtual.guard;

import io.d365hub.virtual.SourceCall;
import java.time.Duration;
import java.util.concurrent.Executor;

/** A call under way. Thread-safe. */
final class GuardedCall implements SourceCall {

    private final long deadline;
    private final Executor aborts;
    private boolean cancelled;
    private Runnable abort;

    /** @param aborts runs what gives a call up: that may take a connection of its own */
    GuardedCall(Duration timeout, Executor aborts) {
        this.deadline = System.nanoTime() + timeout.toNanos();
        this.aborts = aborts;
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
            aborts.execute(howTo);
        }
    }

    synchronized void cancel() {
        if (!cancelled) {
            cancelled = true;
            if (abort != null) {
                aborts.execute(abort);
            }
        }
    }

    /** The source is done: nothing is left to give up. */
    synchronized void ended() {
        abort = null;
    }
}
