package io.d365hub.alert;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The alerts that wait for one channel, and the thread that calls it. Bounded: a dead receiver fills nothing. */
final class ChannelLine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelLine.class);
    static final int MOST_WAITING = 100;

    private final AlertChannel channel;
    private final List<Duration> tryAgain;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledExecutorService thread;

    ChannelLine(AlertChannel channel, List<Duration> tryAgain) {
        this.channel = channel;
        this.tryAgain = List.copyOf(tryAgain);
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "hub-alerts-" + channel.name());
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** Returns at once; what finds the line full is told by the log only. */
    void tell(Alert alert, int heldBack) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            LOG.warn(
                    "An alert was not sent by {}: {} wait for it already. It stands in this log.",
                    channel.name(),
                    MOST_WAITING);
            return;
        }
        schedule(alert, heldBack, 0, Duration.ZERO);
    }

    private void schedule(Alert alert, int heldBack, int failures, Duration delay) {
        try {
            Future<?> unused =
                    thread.schedule(() -> attempt(alert, heldBack, failures), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet(); // The hub stops.
        }
    }

    private void attempt(Alert alert, int heldBack, int failures) {
        try {
            channel.tell(alert, heldBack);
            waiting.decrementAndGet();
        } catch (InterruptedException e) {
            waiting.decrementAndGet();
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            if (failures < tryAgain.size()) {
                if (failures == 0) {
                    LOG.warn(
                            "An alert was not sent by {}: {}. It is tried {} times more, and stands in this log.",
                            channel.name(),
                            e.getMessage(),
                            tryAgain.size());
                }
                schedule(alert, heldBack, failures + 1, tryAgain.get(failures));
                return;
            }
            waiting.decrementAndGet();
            LOG.warn(
                    "An alert was not sent by {} after {} tries: {}. It stands in this log.",
                    channel.name(),
                    failures + 1,
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
