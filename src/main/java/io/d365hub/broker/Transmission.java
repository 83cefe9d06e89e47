package io.d365hub.broker;

import io.d365hub.broker.StoreRequest.Addressed;
import io.d365hub.message.WorkQueue.Stored;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;

/** How a sender hands a request to the broker over one connection. Used by the sender's thread only. */
interface Transmission {

    /**
     * Hands the messages over; blocks while the broker grants no credit. The listener hears once, now or later and on any
     * thread, whether they were stored (no exception) or not.
     *
     * @throws ActiveMQException when the connection is of no more use; the listener hears nothing
     */
    void transmit(List<Addressed> messages, String duplicateId, BiConsumer<Stored, Exception> listener)
            throws ActiveMQException;

    /**
     * Nothing more comes for now: what was handed over must be answered without waiting for further messages. A sender calls
     * it after a short run of messages at the latest.
     */
    default void flush() {}

    /** Opens a way over a fresh connection. */
    interface Opening {
        Transmission over(BrokerConnection connection) throws ActiveMQException;
    }

    /** Single messages, each acknowledged by itself, many under way at once. */
    static Transmission acknowledged(BrokerConnection connection) throws ActiveMQException {
        ClientSession session = connection.session();
        ClientProducer producer = session.createProducer();
        return (messages, duplicateId, listener) -> {
            Addressed only = messages.get(0);
            producer.send(only.address(), encode(session, only, duplicateId), new SendAcknowledgementHandler() {
                @Override
                public void sendAcknowledged(Message message) {
                    listener.accept(Stored.STORED, null);
                }

                @Override
                public void sendFailed(Message message, Exception e) {
                    listener.accept(null, e);
                }
            });
        };
    }

    /** Several messages, all or none; waits for the commit. */
    static Transmission committed(BrokerConnection connection) throws ActiveMQException {
        ClientSession session = connection.transactedSession();
        ClientProducer producer = session.createProducer();
        return (messages, duplicateId, listener) -> {
            Stored result = Stored.STORED;
            try {
                String id = duplicateId;
                for (Addressed addressed : messages) {
                    producer.send(addressed.address(), encode(session, addressed, id));
                    // The first message stands for all.
                    id = null;
                }
                session.commit();
            } catch (ActiveMQException e) {
                if (e.getType() != ActiveMQExceptionType.DUPLICATE_ID_REJECTED) {
                    throw e;
                }
                session.rollback();
                result = Stored.DUPLICATE;
            }
            listener.accept(result, null);
        };
    }

    private static ClientMessage encode(ClientSession session, Addressed addressed, String duplicateId) {
        ClientMessage encoded = addressed.message() == null
                ? session.createMessage(true)
                : MessageCodec.encode(session, addressed.message());
        if (duplicateId != null) {
            encoded.putBytesProperty(Message.HDR_DUPLICATE_DETECTION_ID, DuplicateIds.bytes(duplicateId));
        }
        return encoded;
    }
}
