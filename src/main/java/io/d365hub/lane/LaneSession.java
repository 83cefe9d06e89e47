package io.d365hub.lane;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.ControlMessages;
import io.d365hub.broker.QueueNames;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * The transacted session of a lane. Used by the lane's thread only, but for the takers, which the broker calls. Any
 * exception means that the session is of no more use.
 */
final class LaneSession {

    /** The broker looks through the whole queue for a marker; it is known to be there. */
    private static final long MARKER_WAIT_MILLIS = 5_000;

    private static final long BROWSE_WAIT_MILLIS = 500;

    /**
     * What lies ready at the client beside what is started, for each message that may be started at once. A lane that starts ten
     * has no use for a hundred more, and a thousand such lanes would keep them all in memory.
     */
    private static final int WINDOW_BYTES_A_PLACE = 256;

    private static final int LEAST_WINDOW_BYTES = 4 << 10;
    private static final int MOST_WINDOW_BYTES = 64 << 10;

    private final BrokerConnection connection;
    private final String integration;
    private final int partition;
    /** Null while nobody has asked for it: a thousand lanes at rest need none. */
    private ClientSession session;

    private final LaneTime time;
    private final SimpleString work;
    private final SimpleString park;
    private final QueueWork settling;
    private long lastAnswer;

    LaneSession(BrokerConnection connection, String integration, int partition, LaneTime time)
            throws ActiveMQException {
        this.connection = connection;
        this.integration = integration;
        this.partition = partition;
        this.time = time;
        this.work = SimpleString.of(QueueNames.work(integration, partition));
        this.park = SimpleString.of(QueueNames.park(integration, partition));
        this.settling = QueueWork.over(connection, this::core);
        this.lastAnswer = time.nanoTime();
    }

    /** The session of the broker's client, which makes messages and looks into queues. */
    ClientSession core() {
        if (session == null) {
            session = connection.transactedSession();
        }
        return session;
    }

    /** Whether the connection is gone; asked by handlers, on any thread. */
    boolean isConnectionLost() {
        return connection.isLost();
    }

    /**
     * Makes sure that what lanes send to is there: the broker drops what is sent to an unknown address without a word,
     * acknowledgements of the same transaction or not.
     */
    void verifyQueues() throws ActiveMQException {
        for (SimpleString queue :
                List.of(park, Settlement.RECEIPTS, Settlement.DEAD_LETTERS, Settlement.BROKER_DEAD_LETTERS)) {
            if (!settling.exists(queue)) {
                throw new ActiveMQException("Queue '" + queue + "' is missing. Restart the hub, which creates it");
            }
        }
    }

    /** Starts to take from the work queue, or to wait for it while another process owns it. */
    void takeWork(Taker taker, int places) throws ActiveMQException {
        int window = Math.max(LEAST_WINDOW_BYTES, Math.min(MOST_WINDOW_BYTES, places * WINDOW_BYTES_A_PLACE));
        settling.take(work, null, taker, window);
    }

    /** Starts to take from the park queue; what is not acknowledged goes back in order when the session is closed. */
    void takeParked(String filter, Taker taker) throws ActiveMQException {
        settling.take(park, SimpleString.of(filter), taker, MOST_WINDOW_BYTES);
    }

    /** One more session for the same lane, on the same connection. */
    LaneSession another() throws ActiveMQException {
        return new LaneSession(connection, integration, partition, time);
    }

    /** A message that only the owner of the partition will get. */
    void sayHello() throws ActiveMQException {
        settling.send(work, ControlMessages.hello());
        commit();
    }

    void sendToPark(ICoreMessage message) throws ActiveMQException {
        settling.send(park, message);
    }

    void send(SimpleString address, ICoreMessage message) throws ActiveMQException {
        settling.send(address, message);
    }

    void acknowledge(ICoreMessage message) throws ActiveMQException {
        settling.acknowledge(message);
    }

    void commit() throws ActiveMQException {
        long asked = time.nanoTime();
        settling.commit();
        lastAnswer = asked;
    }

    /**
     * Makes sure that the broker still knows this session when it has not answered for so long: after a freeze of this
     * process another one may own the partition.
     */
    void verifyAfter(Duration silence) throws ActiveMQException {
        long now = time.nanoTime();
        if (now - lastAnswer > silence.toNanos()) {
            settling.verify(work);
            lastAnswer = now;
        }
    }

    /** Acknowledges the marker by which a letter holds its key; takes effect with the next commit. */
    void acknowledgeHold(UUID letter) throws ActiveMQException {
        String filter = ControlMessages.CONTROL + " = 'HOLD' AND " + ControlMessages.LETTER + " = '" + letter + "'";
        if (!settling.acknowledgeOne(park, SimpleString.of(filter), MARKER_WAIT_MILLIS)) {
            throw new ActiveMQException("The marker of a held record key is not in " + park);
        }
    }

    /**
     * Shows every message of the park queue, in order.
     *
     * @return false when more messages belong to the queue than could be seen: they are in the hands of a consumer that
     *     the broker is about to give up
     */
    boolean browsePark(Consumer<ClientMessage> reader) throws ActiveMQException {
        long expected = settling.count(park);
        if (expected == 0) {
            return true;
        }
        long seen = 0;
        core().start();
        try (ClientConsumer browser = core().createConsumer(park, true)) {
            while (seen < expected) {
                ClientMessage message = browser.receiveImmediate();
                if (message == null) {
                    message = browser.receive(BROWSE_WAIT_MILLIS);
                }
                if (message == null) {
                    return false;
                }
                reader.accept(message);
                seen++;
            }
        }
        return true;
    }

    boolean parkIsEmpty() throws ActiveMQException {
        return settling.count(park) == 0;
    }

    void close() throws ActiveMQException {
        try {
            settling.close();
        } finally {
            if (session != null) {
                session.close();
            }
        }
    }
}
