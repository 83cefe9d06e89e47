package io.d365hub;

import io.d365hub.failure.FatalErrors;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the hub does again and again. A task that fails is told, and tried again when its time has come. */
final class HubTimer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HubTimer.class);
    /** So that one task that takes long does not stop all others. */
    private static final int THREADS = 2;

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "hub-timer");
        thread.setDaemon(true);
        return thread;
    });

    /** First after that time, and then as long after each end. */
    void every(Duration period, Runnable task) {
        every(period, period, task);
    }

    /** At once, and then as long after each end. */
    void fromNowEvery(Duration period, Runnable task) {
        every(Duration.ZERO, period, task);
    }

    private void every(Duration first, Duration period, Runnable task) {
        // The future is of no use: the task never throws, and the timer ends with the hub.
        Future<?> unused = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException | Error e) {
                        FatalErrors.rethrow(e);
                        LOG.warn("A task of the hub failed and is tried again in {}: {}", period, e.toString());
                    }
                },
                first.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
