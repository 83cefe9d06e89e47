package io.d365hub.bus.sink;

import io.d365hub.bus.Bus;
import io.d365hub.bus.Destination;
import io.d365hub.bus.MessageIds;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to one queue or topic, one after another and without waiting for the answer to each; connects when the first is
 * there, and again after a loss. A message whose answer did not come has failed: it may have arrived. Thread-safe.
 */
final class BusSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BusSender.class);

    /** Lanes hold less than this under way. */
    private static final int MOST_WAITING = 10_000;

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long STOP_MILLIS = 5_000;

    private final Bus bus;
    private final Destination place;
    private final MessageWriter writer;
    private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean closed;

    /** Null without connection. */
    private Link link;

    private long triedAt = System.nanoTime() - PAUSE_NANOS;
    private JMSException lastTry;

    private record Request(Outgoing message, CompletableFuture<Void> answer) {}

    BusSender(Bus bus, Destination place, Clock clock) {
        this.bus = bus;
        this.place = place;
        this.writer = new MessageWriter(bus.profile(), clock);
        this.thread = new Thread(this::run, "bus-" + bus.name() + "-" + place.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** An open connection to the destination. */
    private record Link(
            Connection connection,
            MessageIds ids,
            Session session,
            MessageProducer producer,
            AtomicBoolean lost,
            Set<Answer> pending) {}

    /** Ends when the bus has the message; fails with {@link io.d365hub.bus.BusException}. */
    CompletionStage<Void> send(Outgoing message) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        if (closed || !queue.offer(new Request(message, answer))) {
            answer.completeExceptionally(SendFailures.busy(bus, place));
        } else if (closed) {
            refuseWaiting();
        }
        return answer;
    }

    private void run() {
        try {
            while (!closed) {
                send(queue.take());
            }
        } catch (InterruptedException e) {
            LOG.debug("Woken to stop", e);
        }
        disconnect();
        refuseWaiting();
    }

    private void send(Request request) {
        try {
            Link open = connected();
            Message message = writer.write(open.session(), request.message());
            if (!request.message().duplicateId().isEmpty()) {
                open.ids().next(request.message().duplicateId());
            }
            Answer answer = new Answer(request.answer(), open);
            open.pending().add(answer);
            open.producer()
                    .setDeliveryDelay(
                            writer.delaysByAnnotation()
                                    ? 0
                                    : request.message().delay().toMillis());
            open.producer()
                    .send(
                            message,
                            DeliveryMode.PERSISTENT,
                            request.message().priority(),
                            request.message().timeToLive().toMillis(),
                            answer);
            if (open.lost().get()) {
                // It may have been lost between the two.
                fail(open.pending(), new JMSException("the connection was lost"));
            }
        } catch (JMSException | RuntimeException e) {
            if (link != null) {
                link.pending().removeIf(answer -> answer.answer == request.answer());
            }
            boolean lost = link == null || SendFailures.isLost(e);
            if (lost) {
                disconnect();
            }
            request.answer().completeExceptionally(SendFailures.of(bus, place, e, lost));
        }
    }

    /** The answer of the bus to one message. */
    private final class Answer implements CompletionListener {
        private final CompletableFuture<Void> answer;
        private final Link over;

        Answer(CompletableFuture<Void> answer, Link over) {
            this.answer = answer;
            this.over = over;
        }

        @Override
        public void onCompletion(Message message) {
            over.pending().remove(this);
            answer.complete(null);
        }

        @Override
        public void onException(Message message, Exception e) {
            over.pending().remove(this);
            boolean lost = SendFailures.isLost(e) || over.lost().get();
            answer.completeExceptionally(SendFailures.of(bus, place, e, lost));
        }
    }

    /** Not every client tells it to those who wait for an answer. */
    private static void fail(Set<Answer> pending, JMSException e) {
        pending.forEach(answer -> answer.onException(null, e));
    }

    private Link connected() throws JMSException {
        if (link != null && link.lost().get()) {
            disconnect();
        }
        if (link != null) {
            return link;
        }
        if (lastTry != null && System.nanoTime() - triedAt < PAUSE_NANOS) {
            throw lastTry;
        }
        triedAt = System.nanoTime();
        MessageIds ids = new MessageIds();
        AtomicBoolean lost = new AtomicBoolean();
        Set<Answer> pending = ConcurrentHashMap.newKeySet();
        Connection connection = null;
        try {
            connection = bus.toSend(ids);
            connection.setExceptionListener(e -> {
                lost.set(true);
                fail(pending, e);
            });
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            String address = bus.address(place);
            MessageProducer producer =
                    session.createProducer(place.topic() ? session.createTopic(address) : session.createQueue(address));
            connection.start();
            link = new Link(connection, ids, session, producer, lost, pending);
            lastTry = null;
            return link;
        } catch (JMSException e) {
            lastTry = e;
            close(connection);
            throw e;
        }
    }

    private void disconnect() {
        Link open = link;
        link = null;
        if (open != null) {
            open.lost().set(true);
            close(open.connection());
            fail(open.pending(), new JMSException("the connection was closed"));
        }
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (JMSException e) {
            LOG.debug("A connection was closed already", e);
        }
    }

    private void refuseWaiting() {
        for (Request request = queue.poll(); request != null; request = queue.poll()) {
            request.answer().completeExceptionally(SendFailures.busy(bus, place));
        }
    }

    /** Sends no more; what is under way is answered by the bus or fails with the connection. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
