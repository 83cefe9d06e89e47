package io.d365hub.broker;

import io.d365hub.broker.StoreRequest.Addressed;
import io.d365hub.message.WorkQueue.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with one connection that stores requests in the order in which they came. Callers never block: a request is
 * taken or refused at once, and answered by the broker or by {@link #watch}.
 */
final class Sender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private static final String BLOCKED =
            "The broker takes no messages just now: its disk is full or it does not keep up. Try again later.";
    private static final String LOST = "The broker is out of reach just now; the hub is trying to reach it again.";
    private static final String LATE = "The broker did not store the message in time. It may be stored nevertheless.";
    private static final String STOPPING = "The hub is stopping.";

    private static final Duration RETRY_BLOCKED = Duration.ofSeconds(5);
    private static final Duration RETRY_LOST = Duration.ofSeconds(2);
    /** So that the first of a run does not wait long for its answer. */
    private static final int LONGEST_RUN = 64;

    private static final long FIRST_BACKOFF_MILLIS = 100;
    private static final long LONGEST_BACKOFF_MILLIS = 2_000;
    private static final long STOP_MILLIS = 1_000;

    private enum Health {
        OPEN,
        /** No progress for some time; the broker's next sign of life opens it. */
        BLOCKED,
        LOST,
        CLOSED
    }

    private final BrokerConnections connections;
    private final Transmission.Opening opening;
    private final WorkQueueSettings settings;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private final BlockingQueue<StoreRequest> queue = new LinkedBlockingQueue<>();

    /** In the order of asking; only {@link #watch} takes from it. */
    private final Queue<StoreRequest> unsettled = new ConcurrentLinkedQueue<>();

    private final StoreRequest wake = new StoreRequest(List.of(), null, 0, 0, bytes -> {});
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<Health> health = new AtomicReference<>(Health.OPEN);

    /**
     * Handed to the broker over the present connection and not yet answered by it, those included whose callers were told
     * that it took too long.
     */
    private volatile AtomicInteger inTransit = new AtomicInteger();

    private volatile long lastProgress;
    private volatile BrokerConnection present;

    Sender(
            String name,
            BrokerConnections connections,
            Transmission.Opening opening,
            WorkQueueSettings settings,
            LongSupplier nanoTime) {
        this.connections = connections;
        this.opening = opening;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.lastProgress = nanoTime.getAsLong();
        wake.stored(Stored.STORED);
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes the request, or answers it with a refusal. */
    void offer(StoreRequest request) {
        switch (health.get()) {
            case OPEN -> {
                unsettled.add(request);
                queue.add(request);
            }
            case BLOCKED -> request.unavailable(BLOCKED, RETRY_BLOCKED);
            case LOST -> request.unavailable(LOST, RETRY_LOST);
            case CLOSED -> request.unavailable(STOPPING, RETRY_LOST);
        }
    }

    /** Answers requests that have waited too long and notices when nothing moves. Called often, by one thread. */
    void watch() {
        long now = nanoTime.getAsLong();
        StoreRequest oldest = oldest();
        long limit = settings.blockedAfter().toNanos();
        if (oldest != null && now - oldest.askedAt() > limit && now - lastProgress > limit) {
            health.compareAndSet(Health.OPEN, Health.BLOCKED);
        } else if (inTransit.get() == 0 && queue.isEmpty()) {
            // Nothing is under way whose answer could open it.
            health.compareAndSet(Health.BLOCKED, Health.OPEN);
        }
        while (oldest != null && now - oldest.askedAt() > settings.timeout().toNanos()) {
            oldest.unavailable(LATE, RETRY_LOST);
            oldest = oldest();
        }
    }

    /** Whether new requests are taken just now. */
    boolean isOpen() {
        return health.get() == Health.OPEN;
    }

    private boolean isClosed() {
        return health.get() == Health.CLOSED;
    }

    private StoreRequest oldest() {
        StoreRequest oldest = unsettled.peek();
        while (oldest != null && oldest.isSettled()) {
            unsettled.poll();
            oldest = unsettled.peek();
        }
        return oldest;
    }

    private void run() {
        long backoff = FIRST_BACKOFF_MILLIS;
        while (!isClosed()) {
            try (BrokerConnection connection = connections.sender()) {
                present = connection;
                // A connection may tell of its end when the next one works already.
                connection.onLost(e -> {
                    if (present == connection) {
                        lose();
                    }
                });
                Transmission transmission = opening.over(connection);
                inTransit = new AtomicInteger();
                health.compareAndSet(Health.LOST, Health.OPEN);
                backoff = FIRST_BACKOFF_MILLIS;
                pump(connection, transmission);
            } catch (ActiveMQException | BrokerUnavailableException | ActiveMQInterruptedException e) {
                LOG.debug("Connection of a sender ended", e);
            }
            lose();
            backoff = isClosed() ? backoff : sleep(backoff);
        }
    }

    private void pump(BrokerConnection connection, Transmission transmission) throws ActiveMQException {
        while (!isClosed() && !connection.isLost()) {
            StoreRequest request;
            try {
                request = queue.take();
            } catch (InterruptedException e) {
                return;
            }
            int run = 0;
            while (request != null) {
                List<Addressed> messages = request.messages();
                if (messages != null) {
                    transmit(transmission, request, messages);
                }
                request = ++run < LONGEST_RUN ? queue.poll() : null;
            }
            transmission.flush();
        }
    }

    private void transmit(Transmission transmission, StoreRequest request, List<Addressed> messages)
            throws ActiveMQException {
        AtomicInteger transit = inTransit;
        transit.incrementAndGet();
        try {
            transmission.transmit(messages, request.duplicateId(), (stored, failure) -> {
                transit.decrementAndGet();
                answer(request, stored, failure);
            });
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            request.unavailable(LOST, RETRY_LOST);
            throw e;
        } catch (RuntimeException e) {
            // The message itself cannot be encoded: the connection is as good as before.
            transit.decrementAndGet();
            request.failed(e);
        }
    }

    private void answer(StoreRequest request, Stored stored, Exception failure) {
        if (failure == null) {
            lastProgress = nanoTime.getAsLong();
            health.compareAndSet(Health.BLOCKED, Health.OPEN);
            request.stored(stored);
        } else if (failure instanceof ActiveMQException artemis) {
            request.unavailable("The broker refused the message (" + artemis.getType() + ").", RETRY_BLOCKED);
        } else {
            request.unavailable(LOST, RETRY_LOST);
        }
    }

    private void lose() {
        if (health.updateAndGet(now -> now == Health.CLOSED ? now : Health.LOST) == Health.LOST) {
            unsettled.forEach(request -> request.unavailable(LOST, RETRY_LOST));
        }
        queue.add(wake);
    }

    private long sleep(long millis) {
        try {
            if (closing.await(millis, TimeUnit.MILLISECONDS)) {
                return millis;
            }
        } catch (InterruptedException e) {
            // Only close interrupts, and the loop looks for that.
            LOG.debug("Woken to stop", e);
        }
        return Math.min(millis * 2, LONGEST_BACKOFF_MILLIS);
    }

    @Override
    public void close() {
        health.set(Health.CLOSED);
        closing.countDown();
        queue.add(wake);
        try {
            thread.join(STOP_MILLIS);
            if (thread.isAlive()) {
                // It waits for a broker that grants no credit.
                thread.interrupt();
                thread.join(STOP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        unsettled.forEach(request -> request.unavailable(STOPPING, RETRY_LOST));
    }
}
