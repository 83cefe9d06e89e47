package io.d365hub.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIOErrorException;
import org.apache.activemq.artemis.api.core.ActiveMQInternalErrorException;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.utils.UUIDGenerator;

/**
 * A transacted session with the broker in this process, past the broker's client and its packets: what a message costs there
 * is mostly hand-overs between threads, some twenty of them. To the broker it is a session like any other: sends and
 * acknowledgements take effect together with the commit, and what was delivered and not acknowledged goes back in order when the
 * session ends, or the connection that it was opened on.
 *
 * <p>Used by one thread; only the {@link Receiver} is called on threads of the broker.
 */
public final class InProcessSession implements AutoCloseable {

    /** How long a commit may take; as long as the broker's own client waits. */
    private static final long ANSWER_MILLIS = 30_000;

    private static final int NO_CREDITS_NEEDED = -1;

    private final ActiveMQServer server;
    private final StorageManager storage;
    private final OperationContext context;
    private final ServerSession session;
    private final Map<Long, Receiver> receivers = new ConcurrentHashMap<>();
    private final AtomicLong consumers = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Takes messages on threads of the broker, one at a time and in order. Neither method may block. */
    public interface Receiver {

        /** Whether the next message may come. After a no, nothing comes until {@link InProcessSession#prompt}. */
        boolean hasRoom();

        /** The message is the broker's own: nothing in it may be changed. */
        void received(ICoreMessage message);
    }

    /** @param connection the broker's end of the connection with which this session ends */
    InProcessSession(ActiveMQServer server, RemotingConnection connection, String user, String password)
            throws ActiveMQException {
        this.server = server;
        this.storage = server.getStorageManager();
        this.context = storage.newContext(server.getExecutorFactory().getExecutor());
        this.session = within(() -> server.createSession(
                UUIDGenerator.getInstance().generateStringUUID(),
                user,
                password,
                ActiveMQClient.DEFAULT_MIN_LARGE_MESSAGE_SIZE,
                connection,
                false,
                false,
                false,
                false,
                null,
                new BrokerCalls(receivers, closed),
                false,
                context,
                Map.of(),
                null,
                null,
                false));
        session.start();
    }

    /** Messages of the queue go to the receiver from now on; returns what {@link #acknowledge} and the others know it by. */
    public long receive(SimpleString queue, SimpleString filter, Receiver receiver) throws ActiveMQException {
        long consumer = consumers.incrementAndGet();
        receivers.put(consumer, receiver);
        return within(() -> {
            // Without a word nothing comes that lies there already: the broker waits for credits.
            session.createConsumer(consumer, queue, filter, false, false, NO_CREDITS_NEEDED)
                    .promptDelivery();
            return consumer;
        });
    }

    /** The receiver has room again. */
    public void prompt(long consumer) {
        try {
            ServerConsumer known = session.locateConsumer(consumer);
            if (known != null) {
                known.promptDelivery();
            }
        } catch (Exception e) {
            throw new IllegalStateException("The broker looks up its consumers in memory, which cannot fail", e);
        }
    }

    /** Takes effect with the next commit. */
    public void acknowledge(long consumer, ICoreMessage message) throws ActiveMQException {
        within(() -> {
            session.individualAcknowledge(consumer, message.getMessageID());
            return null;
        });
    }

    /**
     * Acknowledges one message of a queue; takes effect with the next commit.
     *
     * @return false when no such message came in time
     */
    public boolean acknowledgeOne(SimpleString queue, SimpleString filter, long millis) throws ActiveMQException {
        BlockingQueue<ICoreMessage> found = new ArrayBlockingQueue<>(1);
        CountDownLatch one = new CountDownLatch(1);
        long consumer = receive(queue, filter, new Receiver() {
            @Override
            public boolean hasRoom() {
                return one.getCount() > 0;
            }

            @Override
            public void received(ICoreMessage message) {
                one.countDown();
                found.add(message);
            }
        });
        try {
            ICoreMessage message = found.poll(millis, TimeUnit.MILLISECONDS);
            if (message != null) {
                acknowledge(consumer, message);
            }
            return message != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            receivers.remove(consumer);
            within(() -> {
                session.closeConsumer(consumer);
                return null;
            });
        }
    }

    /**
     * Sends a copy; takes effect with the next commit.
     *
     * @throws ActiveMQNonExistentQueueException when no queue takes it
     */
    public void send(SimpleString address, ICoreMessage message) throws ActiveMQException {
        RoutingStatus status = within(() -> {
            Message own = copy(message);
            own.setAddress(address);
            return session.send(own, false, null);
        });
        if (status != RoutingStatus.OK) {
            throw new ActiveMQNonExistentQueueException("There is no queue " + address + ": " + status);
        }
    }

    private Message copy(ICoreMessage message) {
        if (message.isLargeMessage()) {
            return message.copy(storage.generateID());
        }
        // As over a connection: its own copy() loses the beginning of a message that was made here.
        ByteBuf bytes = Unpooled.buffer(message.getEncodeSize());
        message.sendBuffer(bytes, 0);
        CoreMessage own = new CoreMessage();
        own.receiveBuffer(bytes);
        return own;
    }

    /** Returns when everything since the last commit is on disk. */
    public void commit() throws ActiveMQException {
        boolean done = within(() -> {
            session.commit();
            return context.waitCompletion(ANSWER_MILLIS);
        });
        if (!done) {
            throw new ActiveMQIOErrorException("The broker did not sync its journal in time");
        }
    }

    /** Messages of a queue, those included that a consumer holds; empty when there is no such queue. */
    public OptionalLong count(SimpleString queue) {
        Queue found = server.locateQueue(queue);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.getMessageCount());
    }

    /** @throws ActiveMQException when the broker has ended the session */
    public void verify() throws ActiveMQException {
        if (session.isClosed() || !server.isActive()) {
            throw new ActiveMQIOErrorException("The broker has ended the session");
        }
    }

    private interface Work<T> {
        T done() throws Exception;
    }

    private <T> T within(Work<T> work) throws ActiveMQException {
        storage.setContext(context);
        try {
            return work.done();
        } catch (ActiveMQException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ActiveMQInternalErrorException("Interrupted while the broker worked", e);
        } catch (Exception e) {
            throw new ActiveMQInternalErrorException("The broker failed: " + e, e);
        } finally {
            storage.clearContext();
        }
    }

    /** What was not committed is undone. Returns when the queues have everything back. */
    @Override
    public void close() throws ActiveMQException {
        within(() -> {
            session.close(false);
            return null;
        });
        try {
            if (!closed.await(ANSWER_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new ActiveMQIOErrorException("The broker did not end the session in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return Objects.toString(session);
    }
}
