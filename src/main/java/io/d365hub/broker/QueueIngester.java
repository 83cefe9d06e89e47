package io.d365hub.broker;

import io.d365hub.failure.FatalErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves everything that comes into one queue to a store of another kind, in order and on a thread of its own: takes what
 * is there, has it stored, and only then acknowledges it.
 *
 * <ul>
 *   <li>At least once: after a crash, a batch may be stored again, whole or in other portions. The store must make that
 *       harmless.
 *   <li>While the store fails, the batch is offered again with growing pauses; while the broker is away, the ingester tries
 *       to reach it. Nothing is dropped in either case.
 *   <li>What can never be stored (unreadable, or refused for its data) goes to {@link QueueNames#BROKER_DEAD_LETTERS} with
 *       an error in the log, so that it does not hold up the rest.
 * </ul>
 *
 * @param <T> what the messages of the queue say
 */
public final class QueueIngester<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueIngester.class);

    private static final Duration IDLE = Duration.ofSeconds(30);

    /** Taken and not acknowledged, at most: a batch of {@link Intake#mostWeight} and what the client has ready beside it. */
    static final int MOST_BYTES_IN_HAND = 6 << 20;

    /** A batch may end where the window ends; a small one would make small transactions. */
    private static final int WINDOW_BYTES = 1 << 20;

    private static final int NO_RATE = -1;

    /**
     * Between two transactions, while messages keep coming: a commit costs the same for one message and for a hundred. What comes
     * after a rest is stored at once, and so is what fills a batch.
     */
    private static final Duration GATHER = Duration.ofMillis(10);

    /** Where the batches go. All methods are called on the ingester's thread. */
    public interface Store<T> {

        /** Stores the batch, which is in the order of the queue, wholly or not at all. */
        void store(List<T> batch) throws Exception;

        /** Whether this failure means that storing the same again would fail for ever. */
        boolean refusesData(Exception failure);

        /** The failure in words for the log: without anything of the data, which an exception's own text may quote. */
        String explain(Exception failure);

        /** Called when a batch has been acknowledged, and from time to time when nothing comes. */
        default void settled() {}
    }

    /**
     * What to take, and how much of it at once.
     *
     * @param queue name of the queue
     * @param decode reads a message; any exception means that it is unreadable
     * @param weigh what a message adds to a batch
     * @param mostMessages a batch has no more messages than this
     * @param mostWeight a batch ends with the message that brings it to this weight
     */
    public record Intake<T>(
            String queue,
            Function<ClientMessage, T> decode,
            ToLongFunction<T> weigh,
            int mostMessages,
            long mostWeight) {}

    /** One message in hand. */
    private record Taken<T>(ClientMessage message, T content) {}

    private final BrokerConnections connections;
    private final Intake<T> intake;
    private final Store<T> store;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);

    private volatile ClientConsumer consumer;
    private volatile T oldest;

    /** Does nothing before {@link #start}. */
    public QueueIngester(BrokerConnections connections, Intake<T> intake, Store<T> store) {
        this.connections = connections;
        this.intake = intake;
        this.store = store;
        this.thread = new Thread(this::run, "ingest-" + intake.queue());
    }

    public void start() {
        thread.start();
    }

    /** The first message of the batch that is being stored; empty when none is. */
    public Optional<T> oldestInHand() {
        return Optional.ofNullable(oldest);
    }

    /**
     * Stops after the batch in hand. A batch that cannot be stored stays in the queue.
     *
     * @throws IllegalStateException when the store does not return within half a minute
     */
    @Override
    public void close() {
        stop.countDown();
        ClientConsumer waiting = consumer;
        try {
            if (waiting != null) {
                waiting.close();
            }
        } catch (ActiveMQException e) {
            LOG.debug("The consumer of {} was closed already.", intake.queue(), e);
        }
        try {
            thread.join(IDLE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException(
                    "Storing what came from %s does not end. The database does not answer.".formatted(intake.queue()));
        }
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    private void run() {
        try {
            read();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() throws InterruptedException {
        Backoff backoff = new Backoff(stop);
        while (!stopped()) {
            try (BrokerConnection connection = connections.service();
                    ClientSession session = connection.transactedSession()) {
                drain(session, backoff);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | Error e) {
                FatalErrors.rethrow(e);
                if (!stopped()) {
                    if (backoff.failed()) {
                        LOG.warn("{} cannot be read; trying again until it can. {}", intake.queue(), e.toString());
                    }
                    backoff.await();
                }
            }
        }
    }

    private void drain(ClientSession session, Backoff backoff) throws Exception {
        session.start();
        try (ClientConsumer opened =
                        session.createConsumer(SimpleString.of(intake.queue()), null, WINDOW_BYTES, NO_RATE, false);
                ClientProducer aside = session.createProducer(QueueNames.BROKER_DEAD_LETTERS)) {
            consumer = opened;
            while (!stopped() && !opened.isClosed()) {
                List<Taken<T>> batch = take(opened, aside);
                if (!batch.isEmpty()) {
                    oldest = batch.get(0).content();
                    if (!store(batch, aside)) {
                        return;
                    }
                }
                // Also when nothing was stored: what was unreadable has been set aside in this transaction.
                session.commit();
                oldest = null;
                if (backoff.worked()) {
                    LOG.info("{} is being read again.", intake.queue());
                }
                store.settled();
                if (!isFull(batch)) {
                    gather();
                }
            }
        } finally {
            consumer = null;
            oldest = null;
        }
    }

    private boolean isFull(List<Taken<T>> batch) {
        return batch.size() >= intake.mostMessages()
                || batch.stream()
                                .mapToLong(taken -> intake.weigh().applyAsLong(taken.content()))
                                .sum()
                        >= intake.mostWeight();
    }

    private void gather() throws InterruptedException {
        if (stop.await(GATHER.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("{} is not read any more.", intake.queue());
        }
    }

    /** Waits for a message, then takes what is there. The session's next commit acknowledges it. */
    private List<Taken<T>> take(ClientConsumer from, ClientProducer aside) throws Exception {
        List<Taken<T>> batch = new ArrayList<>();
        long weight = 0;
        ClientMessage last = null;
        ClientMessage message = from.receive(IDLE.toMillis());
        while (message != null) {
            last = message;
            Optional<T> content = decode(message, aside);
            if (content.isPresent()) {
                batch.add(new Taken<>(message, content.get()));
                weight += intake.weigh().applyAsLong(content.get());
            }
            boolean full = batch.size() >= intake.mostMessages() || weight >= intake.mostWeight();
            message = full || stopped() ? null : from.receiveImmediate();
        }
        if (last != null) {
            // Acknowledges all before it too; one by one would be a round trip each.
            last.acknowledge();
        }
        return batch;
    }

    private Optional<T> decode(ClientMessage message, ClientProducer aside) throws ActiveMQException {
        try {
            return Optional.of(intake.decode().apply(message));
        } catch (RuntimeException e) {
            setAside(message, aside, e.getClass().getName());
            return Optional.empty();
        }
    }

    /** Returns whether the batch is stored; it is not when the ingester was stopped before. */
    private boolean store(List<Taken<T>> batch, ClientProducer aside) throws Exception {
        Backoff backoff = new Backoff(stop);
        while (true) {
            try {
                store.store(batch.stream().map(Taken::content).toList());
                if (backoff.worked()) {
                    LOG.info("What comes into {} is being stored again.", intake.queue());
                }
                return true;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                if (store.refusesData(e)) {
                    return refused(batch, aside, e);
                }
                if (backoff.failed()) {
                    tellNotStored(store.explain(e));
                }
            } catch (Error e) {
                FatalErrors.rethrow(e);
                if (backoff.failed()) {
                    // Without its text, which may quote data.
                    tellNotStored(e.getClass().getName() + " at "
                            + Arrays.stream(e.getStackTrace()).findFirst() + ".");
                }
            }
            if (stopped()) {
                return false;
            }
            backoff.await();
        }
    }

    private void tellNotStored(String why) {
        LOG.warn("What comes into {} cannot be stored; it waits there. {}", intake.queue(), why);
    }

    /** One bad message must not hold up the others: each is stored by itself, the bad one is set aside. */
    private boolean refused(List<Taken<T>> batch, ClientProducer aside, Exception failure) throws Exception {
        if (batch.size() == 1) {
            setAside(batch.get(0).message(), aside, store.explain(failure));
            return true;
        }
        for (Taken<T> taken : batch) {
            if (!store(List.of(taken), aside)) {
                return false;
            }
        }
        return true;
    }

    private void setAside(ClientMessage message, ClientProducer aside, String why) throws ActiveMQException {
        LOG.error(
                "A message of {} cannot be stored ({}): number {} of the broker is now in {}. Report it as a defect of the"
                        + " hub; nothing else is held up.",
                intake.queue(),
                why,
                message.getMessageID(),
                QueueNames.BROKER_DEAD_LETTERS);
        aside.send(message);
    }
}
