package io.d365hub.lane;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Through a transacted session of the broker's client, which calls the taker on a thread of its own. */
final class ClientWork implements QueueWork {

    private static final int NO_RATE = -1;

    private final ClientSession session;
    private final ClientProducer producer;

    ClientWork(ClientSession session) throws ActiveMQException {
        this.session = session;
        this.producer = session.createProducer();
    }

    @Override
    public void take(SimpleString queue, SimpleString filter, Taker taker, int windowBytes) throws ActiveMQException {
        session.createConsumer(queue, filter, windowBytes, NO_RATE, false).setMessageHandler(taker);
        session.start();
    }

    @Override
    public void acknowledge(ICoreMessage message) throws ActiveMQException {
        ((ClientMessage) message).individualAcknowledge();
    }

    @Override
    public boolean acknowledgeOne(SimpleString queue, SimpleString filter, long millis) throws ActiveMQException {
        try (ClientConsumer consumer = session.createConsumer(queue, filter)) {
            ClientMessage message = consumer.receive(millis);
            if (message != null) {
                message.individualAcknowledge();
            }
            return message != null;
        }
    }

    @Override
    public void send(SimpleString address, ICoreMessage message) throws ActiveMQException {
        producer.send(address, message);
    }

    @Override
    public void commit() throws ActiveMQException {
        session.commit();
    }

    @Override
    public boolean exists(SimpleString queue) throws ActiveMQException {
        return session.queueQuery(queue).isExists();
    }

    @Override
    public long count(SimpleString queue) throws ActiveMQException {
        return session.queueQuery(queue).getMessageCount();
    }

    @Override
    public void verify(SimpleString queue) throws ActiveMQException {
        session.queueQuery(queue);
    }

    @Override
    public void close() throws ActiveMQException {
        session.close();
    }
}
