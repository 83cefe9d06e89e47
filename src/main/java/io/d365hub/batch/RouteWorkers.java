package io.d365hub.batch;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Threads that start exchanges: as many as there are processors while routes only compute, and more while they wait for a target
 * that blocks. What waits for them is bounded by the run.
 */
final class RouteWorkers {

    private static final int MOST_THREADS = 32;
    private static final long IDLE_SECONDS = 5;
    private static final List<RouteCall> LEAVE = List.of();

    private final LinkedBlockingQueue<List<RouteCall>> tasks = new LinkedBlockingQueue<>();
    private final ThreadFactory threads;
    private final int usual;
    private final AtomicInteger alive = new AtomicInteger();
    private final LongAdder taken = new LongAdder();
    private long takenBefore;

    RouteWorkers(ThreadFactory threads, int usual) {
        this.threads = threads;
        this.usual = usual;
    }

    /** Starts the calls one after another. */
    void submit(List<RouteCall> task) {
        tasks.add(task);
        if (alive.get() < usual) {
            add();
        }
    }

    /** Called from time to time: when work waits and nobody takes it, all threads are blocked and one more helps. */
    void look() {
        long now = taken.sum();
        if (now == takenBefore && !tasks.isEmpty() && alive.get() < MOST_THREADS) {
            add();
        }
        takenBefore = now;
    }

    private void add() {
        alive.incrementAndGet();
        threads.newThread(this::work).start();
    }

    private void work() {
        try {
            for (List<RouteCall> task = next(); !task.isEmpty(); task = next()) {
                taken.increment();
                task.forEach(RouteCall::start);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            alive.decrementAndGet();
        }
    }

    private List<RouteCall> next() throws InterruptedException {
        List<RouteCall> task = tasks.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        return task == null ? LEAVE : task;
    }

    /** Threads leave when they have nothing left to do. */
    void close() {
        for (int i = alive.get(); i > 0; i--) {
            tasks.add(LEAVE);
        }
    }
}
