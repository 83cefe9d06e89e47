package io.d365hub.bus;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;

/** A broker that settings describe. */
public final class ForeignBus implements Bus {

    private static final int ARTEMIS_CONFIRMATION_BYTES = 1 << 20;
    private static final int ARTEMIS_WINDOW_BYTES = 64 << 10;
    private static final int ARTEMIS_CALL_MILLIS = 30_000;

    private final BusSettings settings;

    public ForeignBus(BusSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public BusProfile profile() {
        return settings.profile();
    }

    @Override
    public Connection toSend(MessageIds ids) throws JMSException {
        if (settings.profile().speaksAmqp()) {
            return opened(amqp(ids));
        }
        ActiveMQConnectionFactory factory = artemis();
        tuneToSend(factory);
        return opened(factory);
    }

    @Override
    public Connection toReceive() throws JMSException {
        if (settings.profile().speaksAmqp()) {
            return opened(amqp(new MessageIds()));
        }
        ActiveMQConnectionFactory factory = artemis();
        tune(factory);
        return opened(factory);
    }

    private Connection opened(ConnectionFactory factory) throws JMSException {
        return settings.user().isEmpty()
                ? factory.createConnection()
                : factory.createConnection(settings.user(), settings.password());
    }

    private ConnectionFactory amqp(MessageIds ids) {
        JmsConnectionFactory factory = new JmsConnectionFactory(settings.clientUrl());
        factory.setMessageIDPolicy(ids);
        return factory;
    }

    private ActiveMQConnectionFactory artemis() throws JMSException {
        return new ActiveMQConnectionFactory(settings.url().toString());
    }

    /** Makes an Artemis client as bridges need it. */
    public static void tune(ActiveMQConnectionFactory factory) {
        factory.setReconnectAttempts(0);
        factory.setInitialConnectAttempts(1);
        factory.setCallTimeout(ARTEMIS_CALL_MILLIS);
        factory.setConsumerWindowSize(ARTEMIS_WINDOW_BYTES);
        // Without it the broker does not wait for the client to come back to its session.
        factory.setConfirmationWindowSize(-1);
    }

    /** Makes an Artemis client as senders need it. */
    public static void tuneToSend(ActiveMQConnectionFactory factory) {
        tune(factory);
        // The broker's answers to messages that are sent without waiting come over it.
        factory.setConfirmationWindowSize(ARTEMIS_CONFIRMATION_BYTES);
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
