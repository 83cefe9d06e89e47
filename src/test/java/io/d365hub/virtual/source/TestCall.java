package io.d365hub.virtual.source;

import io.d365hub.virtual.SourceCall;
import java.time.Duration;

/** A call that a test cancels when it wants to. */
public final class TestCall implements SourceCall {

    private final long deadline;
    private Runnable abort;
    private boolean cancelled;

    private TestCall(Duration limit) {
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    public static TestCall within(Duration limit) {
        return new TestCall(limit);
    }

    public static TestCall patient() {
        return within(Duration.ofSeconds(30));
    }

    public synchronized void cancel() {
        cancelled = true;
        if (abort != null) {
            abort.run();
        }
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
    public synchronized void onCancel(Runnable run) {
        abort = run;
        if (cancelled) {
            run.run();
        }
    }
}
