package io.d365hub.lane;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real time, with one thread for all alarms of the process. */
public final class SystemLaneTime implements LaneTime, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemLaneTime.class);

    private final Clock clock;
    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lane-alarms");
        thread.setDaemon(true);
        return thread;
    });

    public SystemLaneTime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void after(long nanos, Runnable task) {
        try {
            Future<?> unused = alarms.schedule(() -> ring(task), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("An alarm after the end", e);
        }
    }

    private static void ring(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("An alarm of a lane failed; the lane goes on with its next event.", e);
        }
    }

    @Override
    public void close() {
        alarms.shutdownNow();
    }
}
