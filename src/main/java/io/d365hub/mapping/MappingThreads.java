package io.d365hub.mapping;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which mappings run. Steps wait in line for one, which a lane limits by the messages that it starts; expressions have threads of
 * their own, as somebody waits for each of them, who may hold a thread for steps. Thread-safe.
 */
final class MappingThreads implements AutoCloseable {

    /** Unless some of them are lost, or only wait themselves. */
    private static final int STEPS = 32;

    private static final int MOST = 256;
    private static final int KEPT_SECONDS = 30;

    private final AtomicInteger numbers = new AtomicInteger();
    private final ThreadPoolExecutor steps = pool(STEPS, STEPS, new LinkedBlockingQueue<>());
    private final ThreadPoolExecutor expressions = pool(0, MOST, new SynchronousQueue<>());

    private ThreadPoolExecutor pool(int least, int most, BlockingQueue<Runnable> line) {
        ThreadFactory threads = task -> new MappingThread(task, "mapping-" + numbers.incrementAndGet());
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                least, most, KEPT_SECONDS, TimeUnit.SECONDS, line, threads, new ThreadPoolExecutor.CallerRunsPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** One of these threads; it knows whether a run that is watched is under way on it. */
    private static final class MappingThread extends Thread {

        private boolean watched;
        private Carrier carrier;

        MappingThread(Runnable task, String name) {
            super(task, name);
            setDaemon(true); // one that never ends must not keep the process alive
        }
    }

    /** Whether this thread runs a mapping, so that all that it calls is watched already. */
    static boolean isWatched() {
        return Thread.currentThread() instanceof MappingThread thread && thread.watched;
    }

    /** Whether this is a thread for mappings, on which the rest of a route goes on: the next mapping needs no other. */
    static boolean isOurs() {
        return Thread.currentThread() instanceof MappingThread;
    }

    /** Runs what is watched, on this thread. */
    static void watched(Runnable run) {
        if (!(Thread.currentThread() instanceof MappingThread thread)) {
            run.run();
            return;
        }
        boolean before = thread.watched;
        thread.watched = true;
        try {
            run.run();
        } finally {
            thread.watched = before;
        }
    }

    /** The step that this thread carries and whose message can be failed without it; null for none. */
    static Carrier carrier() {
        return Thread.currentThread() instanceof MappingThread thread
                        && thread.carrier != null
                        && thread.carrier.isOpen()
                ? thread.carrier
                : null;
    }

    /** Whether this thread carries the step. */
    static boolean isCarriedBy(Carrier carrier) {
        return Thread.currentThread() instanceof MappingThread thread && thread.carrier == carrier;
    }

    /** Runs a step, on this thread. */
    static void carried(Carrier carrier, Runnable step) {
        if (!(Thread.currentThread() instanceof MappingThread thread)) {
            step.run();
            return;
        }
        Carrier before = thread.carrier;
        thread.carrier = carrier;
        try {
            step.run();
        } finally {
            thread.carrier = before;
        }
    }

    void step(Runnable run) {
        steps.execute(run);
    }

    void expression(Runnable run) {
        expressions.execute(run);
    }

    /**
     * Makes good for threads that are of no use to steps now.
     *
     * @param lost those that never come back
     * @param idle those that wait for something themselves
     */
    void replace(int lost, int idle) {
        int wanted = Math.min(MOST, STEPS + lost + (steps.getQueue().isEmpty() ? 0 : idle));
        if (wanted > steps.getMaximumPoolSize()) {
            steps.setMaximumPoolSize(wanted);
            steps.setCorePoolSize(wanted);
        } else if (wanted < steps.getCorePoolSize()) {
            steps.setCorePoolSize(wanted);
            steps.setMaximumPoolSize(wanted);
        }
    }

    @Override
    public void close() {
        steps.shutdownNow();
        expressions.shutdownNow();
    }
}
