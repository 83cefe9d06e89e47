package io.d365hub.virtual.guard;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of all guards: one clock, some to give calls up, and a bounded pool for each table. */
public final class GuardThreads implements AutoCloseable {

    private static final int ABORTING = 8;
    private static final long IDLE_SECONDS = 30;

    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, named("virtual-clock"));
    private final ThreadPoolExecutor aborts = pool("virtual-cancel", ABORTING, 10_000);

    public GuardThreads() {
        clock.setRemoveOnCancelPolicy(true);
    }

    ScheduledThreadPoolExecutor clock() {
        return clock;
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
        clock.shutdownNow();
        aborts.shutdown();
    }
}
