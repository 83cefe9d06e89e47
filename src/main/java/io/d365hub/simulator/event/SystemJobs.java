package io.d365hub.simulator.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers asynchronous events, a bounded number at once. A webhook gets one more try after 502, 503 and 504 and no other
 * answer; a bus gets several, farther and farther apart. Thread-safe; owns its threads until {@link #close}.
 */
final class SystemJobs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemJobs.class);
    private static final long IDLE_SECONDS = 5;

    private final Delivery delivery;
    private final JobRows rows;
    private final EventCounts counts;
    private final Supplier<EventSettings> settings;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledThreadPoolExecutor threads;

    SystemJobs(Delivery delivery, JobRows rows, EventCounts counts, Supplier<EventSettings> settings) {
        this.delivery = delivery;
        this.rows = rows;
        this.counts = counts;
        this.settings = settings;
        this.threads = new ScheduledThreadPoolExecutor(settings.get().concurrency(), task -> {
            Thread thread = new Thread(task, "simulator-event");
            thread.setDaemon(true);
            return thread;
        });
        threads.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
    }

    /** One event on its way to one step. */
    private record Job(Step step, List<? extends Event> events, Occasion occasion) {

        Event event() {
            return events.get(0);
        }
    }

    /** Takes an event; the caller does not wait. */
    void submit(Step step, List<? extends Event> events, Occasion occasion) {
        Job job = new Job(step, events, occasion);
        if (waiting.incrementAndGet() > settings.get().mostWaiting()) {
            waiting.decrementAndGet();
            rows.start(step, job.event(), occasion);
            fail(job, "The system job was not run: too many jobs are waiting.");
            return;
        }
        later(Duration.ZERO, () -> {
            waiting.decrementAndGet();
            rows.start(step, job.event(), occasion);
            Payload payload = delivery.payload(step, events, occasion);
            if (payload.trimmed()) {
                counts.trimmed.increment();
            }
            attempt(job, payload, 1);
        });
    }

    private void attempt(Job job, Payload payload, int number) {
        counts.tries.increment();
        Outcome outcome = delivery.send(job.step(), job.event(), job.occasion(), payload, settings.get());
        if (outcome.delivered()) {
            counts.delivered.increment();
            rows.succeeded(job.step(), job.occasion().operation());
            return;
        }
        List<Long> pauses = job.step().endpoint().isWebhook()
                ? List.of(settings.get().retryMillis())
                : settings.get().busRetryMillis();
        if (!outcome.again() || number > pauses.size()) {
            fail(job, outcome.message());
            return;
        }
        Duration pause = Duration.ofMillis(pauses.get(number - 1));
        rows.waiting(job.occasion().operation(), number, pause, outcome.message());
        later(pause, () -> {
            if (!rows.isOver(job.occasion().operation())) {
                attempt(job, payload, number + 1);
            }
        });
    }

    private void fail(Job job, String message) {
        counts.failed.increment();
        rows.failed(job.occasion().operation(), message);
    }

    private void later(Duration pause, Runnable task) {
        try {
            java.util.concurrent.Future<?> unused = threads.schedule(
                    () -> {
                        try {
                            task.run();
                        } catch (RuntimeException e) {
                            LOG.warn("The simulator failed on a system job; this is a defect of the simulator", e);
                        }
                    },
                    pause.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The environment is gone, and its jobs with it.
            waiting.set(0);
        }
    }

    /** Runs so many at once from now on. */
    void concurrency(int most) {
        threads.setCorePoolSize(most);
    }

    int waiting() {
        return waiting.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
