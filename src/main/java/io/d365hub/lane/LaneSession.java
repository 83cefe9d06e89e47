package io.d365hub.lane;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.ControlMessages;
import io.d365hub.broker.QueueNames;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.MessageHandler;

/**
 * The transacted session of a lane. Used by the lane's thread only, but for the handlers, which the session calls on a
 * thread of its own. Any exception means that the session is of no more use.
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
    private static final int NO_RATE = -1;

    private final BrokerConnection connection;
    private final String integration;
    private final int partition;
    private final ClientSession session;
    private final LaneTime time;
    private final SimpleString work;
    private final SimpleString park;
    private final ClientProducer producer;
    private long lastAnswer;

    LaneSession(BrokerConnection connection, String integration, int partition, LaneTime time)
            throws ActiveMQException {
        this.connection = connection;
        this.integration = integration;
        this.partition = partition;
        this.session = connection.transactedSession();
        this.time = time;
        this.work = SimpleString.of(QueueNames.work(integration, partition));
        this.park = SimpleString.of(QueueNames.park(integration, partition));
        this.producer = session.createProducer();
        this.lastAnswer = time.nanoTime();
    }

    ClientSession core() {
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
            if (!session.queueQuery(queue).isExists()) {
                throw new ActiveMQException("Queue '" + queue + "' is missing. Restart the hub, which creates it");
            }
        }
    }

    /** Starts to take from the work queue, or to wait for it while another process owns it. */
    void takeWork(MessageHandler handler, int places) throws ActiveMQException {
        int window = Math.max(LEAST_WINDOW_BYTES, Math.min(MOST_WINDOW_BYTES, places * WINDOW_BYTES_A_PLACE));
        session.createConsumer(work, null, window, NO_RATE, false).setMessageHandler(handler);
        session.start();
    }

    /** Starts to take from the park queue; what is not acknowledged goes back in order when the session is closed. */
    void takeParked(String filter, MessageHandler handler) throws ActiveMQException {
        session.createConsumer(park, SimpleString.of(filter)).setMessageHandler(handler);
        session.start();
    }

    /** One more session for the same lane, on the same connection. */
    LaneSession another() throws ActiveMQException {
        return new LaneSession(connection, integration, partition, time);
    }

    /** A message that only the owner of the partition will get. */
    void sayHello() throws ActiveMQException {
        producer.send(work, ControlMessages.hello(session));
        commit();
    }

    void sendToPark(ClientMessage message) throws ActiveMQException {
        producer.send(park, message);
    }

    void send(SimpleString address, ClientMessage message) throws ActiveMQException {
        producer.send(address, message);
    }

    void acknowledge(ClientMessage message) throws ActiveMQException {
        message.individualAcknowledge();
    }

    void commit() throws ActiveMQException {
        long asked = time.nanoTime();
        session.commit();
        lastAnswer = asked;
    }

    /**
     * Makes sure that the broker still knows this session when it has not answered for so long: after a freeze of this
     * process another one may own the partition.
     */
    void verifyAfter(Duration silence) throws ActiveMQException {
        long now = time.nanoTime();
        if (now - lastAnswer > silence.toNanos()) {
            session.queueQuery(work);
            lastAnswer = now;
        }
    }

    /** Acknowledges the marker by which a letter holds its key; takes effect with the next commit. */
    void acknowledgeHold(UUID letter) throws ActiveMQException {
        String filter = ControlMessages.CONTROL + " = 'HOLD' AND " + ControlMessages.LETTER + " = '" + letter + "'";
        try (ClientConsumer consumer = session.createConsumer(park, SimpleString.of(filter))) {
            ClientMessage marker = consumer.receive(MARKER_WAIT_MILLIS);
            if (marker == null) {
                throw new ActiveMQException("The marker of a held record key is not in " + park);
            }
            marker.individualAcknowledge();
        }
    }

    /**
     * Shows every message of the park queue, in order.
     *
     * @return false when more messages belong to the queue than could be seen: they are in the hands of a consumer that
     *     the broker is about to give up
     */
    boolean browsePark(Consumer<ClientMessage> reader) throws ActiveMQException {
        long expected = session.queueQuery(park).getMessageCount();
        if (expected == 0) {
            return true;
        }
        long seen = 0;
        try (ClientConsumer browser = session.createConsumer(park, true)) {
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
        return session.queueQuery(park).getMessageCount() == 0;
    }

    void close() throws ActiveMQException {
        session.close();
    }
}
