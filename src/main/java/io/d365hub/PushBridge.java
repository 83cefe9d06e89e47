package io.d365hub;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.BrokerUnavailableException;
import io.d365hub.broker.QueueNames;
import io.d365hub.bus.bridge.LocalDoor;
import io.d365hub.bus.bridge.Received;
import io.d365hub.intake.door.BridgedMessage;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Sends the messages of a bus to the JMS door of an integration, where they are checked like all others. Used by one thread. */
final class PushBridge implements LocalDoor {

    private final String integration;
    private final String source;
    private final Supplier<BrokerConnections> connections;
    private final BusPressure pressure;
    private final int bodyLimit;

    private BrokerConnection connection;
    private ClientSession session;
    private ClientProducer producer;

    /** @param source bus and queue; messages of several do not take each other's place */
    PushBridge(
            String integration,
            String source,
            Supplier<BrokerConnections> connections,
            BusPressure pressure,
            int bodyLimit) {
        this.integration = integration;
        this.source = source;
        this.connections = connections;
        this.pressure = pressure;
        this.bodyLimit = bodyLimit;
    }

    @Override
    public void store(Received message) throws NotStoredException {
        BridgedMessage bridged = new BridgedMessage(
                message.identity().isEmpty() ? "" : source + "|" + message.identity(),
                message.contentType(),
                message.body(),
                message.properties(),
                message.correlationId(),
                message.type(),
                message.group(),
                message.refusal().map(no -> new BridgedMessage.Refusal(no.code(), no.why(), no.mend())));
        try {
            if (session == null || session.isClosed() || connection.isLost()) {
                open();
            }
            producer.send(bridged.encode(session));
        } catch (ActiveMQException | ActiveMQInterruptedException | BrokerUnavailableException e) {
            close();
            throw new NotStoredException(e.getMessage(), e);
        }
    }

    private void open() throws ActiveMQException {
        close();
        connection = connections.get().service();
        session = connection.session();
        producer = session.createProducer(QueueNames.door(integration));
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
        connection = null;
        session = null;
    }

    @Override
    public boolean isFull() {
        return pressure.isFull(integration);
    }

    @Override
    public int bodyLimit() {
        return bodyLimit;
    }
}
