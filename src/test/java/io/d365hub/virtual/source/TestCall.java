package io.d365hub.virtual.source;

import io.d365hub.virtual.SourceCall;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** A call that a test cancels when it wants to. */
public final class TestCall implements SourceCall {

    private static final Runnable CANCELLED = () -> {};

    private final AtomicReference<Runnable> abort = new AtomicReference<>();
    private final long deadline;

    private TestCall(Duration limit) {
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    public static TestCall within(Duration limit) {
        return new TestCall(limit);
    }

    public static TestCall patient() {
        return within(Duration.ofSeconds(30));
    }

    public void cancel() {
        Runnable running = abort.getAndSet(CANCELLED);
        if (running != null) {
            running.run();
        }
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    @Override
    public boolean isCancelled() {
        return abort.get() == CANCELLED;
    }

    @Override
    public void onCancel(Runnable run) {
        if (!abort.compareAndSet(null, run) && isCancelled()) {
            run.run();
        } else {
            abort.set(run);
        }
    }
}
