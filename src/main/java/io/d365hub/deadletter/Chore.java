package io.d365hub.deadletter;

import io.d365hub.database.SqlErrors;
import io.d365hub.failure.FatalErrors;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that stands in the database and is done step by step on a thread of its own: until nothing is left, again when it is
 * woken, and from time to time in case another process left something undone. A failing step is tried again.
 */
final class Chore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chore.class);

    /** For steps that find nothing to do. */
    static final Duration IDLE = Duration.ofSeconds(5);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(30);

    /** One step. */
    @FunctionalInterface
    interface Step {

        /** Does a bounded amount of work; returns how long to wait before the next step unless somebody wakes. */
        Duration run() throws Exception;
    }

    private final String name;
    private final Step step;
    private final Thread thread;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean stopped;

    Chore(String name, Step step) {
        this.name = name;
        this.step = step;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** There is something to do. */
    void wake() {
        wakes.release();
    }

    private void run() {
        boolean failing = false;
        while (!stopped) {
            Duration pause;
            try {
                pause = step.run();
                if (failing) {
                    LOG.info("'{}' goes on.", name);
                    failing = false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception | Error e) {
                FatalErrors.rethrow(e);
                if (!failing) {
                    LOG.warn("'{}' cannot go on; trying again until it can. {}", name, explain(e));
                    failing = true;
                }
                pause = AFTER_FAILURE;
            }
            if (!await(pause)) {
                return;
            }
        }
    }

    private static String explain(Throwable e) {
        if (SqlErrors.isOfDatabase(e)) {
            return SqlErrors.explain(e);
        }
        return e instanceof Error ? e.toString() : e.getMessage();
    }

    /** Waits until the time is over or somebody wakes; returns false when interrupted. */
    private boolean await(Duration pause) {
        try {
            if (!pause.isZero() && wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                wakes.drainPermits();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops after the step that is running. What is left stands in the database. */
    @Override
    public void close() {
        stopped = true;
        wake();
        try {
            thread.join(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
