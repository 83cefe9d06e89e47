package io.d365hub.lane;

import io.d365hub.broker.InProcessSession;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;

/** With the broker in this process, without its client: it hands messages to the taker itself. */
final class InProcessWork implements QueueWork {

    private final InProcessSession session;
    private long consumer;

    InProcessWork(InProcessSession session) {
        this.session = session;
    }

    @Override
    public void take(SimpleString queue, SimpleString filter, Taker taker, int windowBytes) throws ActiveMQException {
        consumer = session.receive(queue, filter, taker);
        taker.tellOfRoom(() -> session.prompt(consumer));
    }

    @Override
    public void acknowledge(ICoreMessage message) throws ActiveMQException {
        session.acknowledge(consumer, message);
    }

    @Override
    public boolean acknowledgeOne(SimpleString queue, SimpleString filter, long millis) throws ActiveMQException {
        return session.acknowledgeOne(queue, filter, millis);
    }

    @Override
    public void send(SimpleString address, ICoreMessage message) throws ActiveMQException {
        session.send(address, message);
    }

    @Override
    public void commit() throws ActiveMQException {
        session.commit();
    }

    @Override
    public boolean exists(SimpleString queue) {
        return session.count(queue).isPresent();
    }

    @Override
    public long count(SimpleString queue) {
        return session.count(queue).orElse(0);
    }

    @Override
    public void verify(SimpleString queue) throws ActiveMQException {
        session.verify();
    }

    @Override
    public void close() throws ActiveMQException {
        session.close();
    }
}
