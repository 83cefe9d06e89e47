package io.d365hub.virtual.guard;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of all guards: one clock, some to give calls up, and a bounded pool for each table. */
public final class GuardThreads implements AutoCloseable {

    private static final int ABORTING = 8;
    private static final long IDLE_SECONDS = 30;

    private static final long TICK_MILLIS = 50;

    /** Each call sets a limit and takes it back a moment later: a wheel does both without a lock or a thread woken. */
    private final HashedWheelTimer clock =
            new HashedWheelTimer(named("virtual-clock"), TICK_MILLIS, TimeUnit.MILLISECONDS);

    private final ThreadPoolExecutor aborts = pool("virtual-cancel", ABORTING, 10_000);

    /** Runs something after a time, or up to {@value #TICK_MILLIS} ms later. What it runs must not block. */
    Timeout after(Duration time, Runnable what) {
        return clock.newTimeout(timeout -> what.run(), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    ExecutorService aborts() {
        return aborts;
    }

    /** A pool of at most so many threads, which end when they are idle. */
    static ThreadPoolExecutor pool(String name, int threads, int queue) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = Executors.defaultThreadFactory();
        return task -> {
            Thread thread = threads.newThread(task);
            thread.setName(name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        clock.stop();
        aborts.shutdown();
    }
}
