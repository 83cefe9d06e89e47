package io.d365hub.webhook.subscription;

import io.d365hub.failure.FatalErrors;
import io.d365hub.message.MessageIds;
import io.d365hub.webhook.delivery.Attempt;
import io.d365hub.webhook.delivery.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes failed calls into the database behind the backs of those who make them. While the database is away up to 10,000 wait;
 * further ones are counted and told. Thread-safe.
 */
public final class AttemptLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptLog.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 500;
    private static final long LOOK_MILLIS = 500;
    private static final long STOP_MILLIS = 3_000;

    private final AttemptTable table;
    private final Clock clock;
    private final Duration kept;
    private final PublicAnswers answers;
    private final BlockingQueue<FailedAttempt> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer = new Thread(this::write, "webhook-attempts");
    private volatile boolean closing;

    /** What everybody may see of a receiver's answer to an event. */
    public interface PublicAnswers {
        String shown(Event event, String answer);
    }

    /**
     * @param kept how long attempts are remembered
     * @param answers leaves out of answers what is personal, before they are written down
     */
    public AttemptLog(AttemptTable table, Clock clock, Duration kept, PublicAnswers answers) {
        this.table = table;
        this.clock = clock;
        this.kept = kept;
        this.answers = answers;
        writer.setDaemon(true);
        writer.start();
    }

    void failed(String subscription, Event event, Attempt attempt) {
        boolean taken = waiting.offer(new FailedAttempt(
                MessageIds.timeOrdered(clock.instant()),
                subscription,
                event.id(),
                event.type(),
                attempt.at(),
                attempt.took().toMillis(),
                attempt.status(),
                attempt.outcome(),
                attempt.reason(),
                answers.shown(event, attempt.head())));
        if (!taken) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        List<FailedAttempt> batch = new ArrayList<>();
        while (!closing || !waiting.isEmpty()) {
            try {
                if (batch.isEmpty()) {
                    FailedAttempt first = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    if (first == null) {
                        continue;
                    }
                    batch.add(first);
                    waiting.drainTo(batch, MOST_AT_ONCE - 1);
                }
                table.add(batch);
                batch.clear();
                tellDropped();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                FatalErrors.rethrow(e);
                LOG.debug("Failed calls of receivers could not be noted yet", e);
                if (closing || !paused()) {
                    return;
                }
            }
        }
    }

    private void tellDropped() {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOG.warn("{} failed calls of webhook receivers were not noted: the database did not keep up.", lost);
        }
    }

    private static boolean paused() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Forgets what is old at this moment. */
    public void prune(Instant moment) {
        table.prune(moment.minus(kept));
    }

    /** Writes what waits, if the database takes it soon. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        writer.join(STOP_MILLIS);
        writer.interrupt();
    }
}
