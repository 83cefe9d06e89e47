package io.d365hub.throttle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a task later. Injected, so that a window of five minutes is tested in milliseconds. */
@FunctionalInterface
public interface Alarm {

    /** The timer of the JDK; tasks run on its common pool and must not block. */
    Alarm SYSTEM = (nanos, task) ->
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(task);

    void after(long nanos, Runnable task);
}
