package io.d365hub.dataverse.bulk;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs what follows an answer on other threads than the client's own. Hundreds of callers get their results from one
 * request: they share few threads as long as each of them is quick, and one that blocks does not hold up the others.
 */
public final class Deliveries implements Executor {

    private static final int MOST_THREADS = 16;

    private final Executor workers;
    private final ThreadLocal<Boolean> onWorker = ThreadLocal.withInitial(() -> false);

    /** @param workers without a queue, so that nothing waits behind a task that blocks */
    public Deliveries(Executor workers) {
        this.workers = workers;
    }

    /** Runs the task on a worker; at once when this is one. */
    @Override
    public void execute(Runnable task) {
        if (onWorker.get()) {
            task.run();
        } else {
            deliver(List.of(task));
        }
    }

    /** Runs all tasks, in order as far as each is quick. */
    void deliver(List<Runnable> tasks) {
        if (!tasks.isEmpty()) {
            Parcel parcel = new Parcel(new ConcurrentLinkedQueue<>(tasks), MOST_THREADS);
            if (!taken(parcel)) {
                // Answers, mostly lost ones, that come after the workers have ended: whoever waits is told all the
                // same.
                parcel.run();
            }
        }
    }

    private boolean taken(Parcel parcel) {
        try {
            workers.execute(parcel);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** The tasks that are left. Each thread that works on them calls one more before it begins, as long as there are any. */
    private final class Parcel implements Runnable {

        private final ConcurrentLinkedQueue<Runnable> tasks;
        private final int moreThreads;

        Parcel(ConcurrentLinkedQueue<Runnable> tasks, int moreThreads) {
            this.tasks = tasks;
            this.moreThreads = moreThreads;
        }

        @Override
        public void run() {
            boolean before = onWorker.get();
            onWorker.set(true);
            try {
                Runnable first = tasks.poll();
                if (first == null) {
                    return;
                }
                if (moreThreads > 1 && !tasks.isEmpty()) {
                    // Where it is not taken, this thread does them all.
                    boolean unused = taken(new Parcel(tasks, moreThreads - 1));
                }
                for (Runnable task = first; task != null; task = tasks.poll()) {
                    task.run();
                }
            } finally {
                onWorker.set(before);
            }
        }
    }
}
