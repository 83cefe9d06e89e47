package io.d365hub.lane;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.InProcessSession;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * How a lane takes messages from a queue and settles them, in one transaction after another. Used by the lane's thread
 * only, but for the {@link Taker}. Any exception means that it is of no more use.
 */
interface QueueWork {

    /**
     * The shortest way to the broker.
     *
     * @param session a transacted session on the connection; asked for when there is no shorter way
     */
    static QueueWork over(BrokerConnection connection, Supplier<ClientSession> session) throws ActiveMQException {
        Optional<InProcessSession> inProcess = connection.inProcessSession();
        return inProcess.isPresent() ? new InProcessWork(inProcess.get()) : new ClientWork(session.get());
    }

    /**
     * Starts to take messages. To be called once.
     *
     * @param filter which messages; null for all
     * @param windowBytes what may lie ready beside what the taker has, where something does
     */
    void take(SimpleString queue, SimpleString filter, Taker taker, int windowBytes) throws ActiveMQException;

    void acknowledge(ICoreMessage message) throws ActiveMQException;

    /** Acknowledges one message of another queue; false when it did not come in time. */
    boolean acknowledgeOne(SimpleString queue, SimpleString filter, long millis) throws ActiveMQException;

    void send(SimpleString address, ICoreMessage message) throws ActiveMQException;

    void commit() throws ActiveMQException;

    boolean exists(SimpleString queue) throws ActiveMQException;

    /** Messages of a queue, those included that a consumer holds. */
    long count(SimpleString queue) throws ActiveMQException;

    /** Makes sure that the broker still knows us. */
    void verify(SimpleString queue) throws ActiveMQException;

    /** What was taken and not settled goes back, in order. */
    void close() throws ActiveMQException;
}
