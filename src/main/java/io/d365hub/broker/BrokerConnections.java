package io.d365hub.broker;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSClient;
import org.apache.activemq.artemis.api.jms.JMSFactoryType;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Opens connections to the broker, embedded or external, for three uses that need different settings. Owns the client's
 * threads; whoever made it closes it, after the connections. Thread-safe.
 */
public final class BrokerConnections implements AutoCloseable {

    /** After how long without a sign of life the broker gives a connection up. Calls of a lane must be shorter. */
    public static final long CONNECTION_TTL_MILLIS = 10_000;

    /** Below the time to live, so that an idle connection is not cut off. */
    private static final long CHECK_PERIOD_MILLIS = 2_500;

    private static final int LANE_WINDOW_BYTES = 64 << 10;
    private static final int SENDER_WINDOW_BYTES = 1 << 20;
    private static final int NO_CONFIRMATION_WINDOW = -1;
    private static final int NO_PRODUCER_WINDOW = -1;

    /** A blocked call of a sender or a service fails after this; lanes wait longer for their commits. */
    private static final long CALL_TIMEOUT_MILLIS = 10_000;

    private final ServerLocator lanes;
    private final ServerLocator senders;
    private final ServerLocator services;
    private final String user;
    private final String password;
    private final BrokerState state;
    private final Transmission.Opening transmission;
    private final Supplier<ActiveMQConnectionFactory> jms;
    /** Null when it is elsewhere. */
    private final EmbeddedBroker broker;

    private BrokerConnections(
            LocatorSource source,
            String user,
            String password,
            EmbeddedBroker broker,
            Transmission.Opening transmission,
            Supplier<ActiveMQConnectionFactory> jms) {
        this.broker = broker;
        this.transmission = transmission;
        this.jms = jms;
        this.user = user;
        this.password = password;
        this.lanes = common(source.make());
        lanes.setConsumerWindowSize(LANE_WINDOW_BYTES)
                // With a window the broker keeps a dead process's session for its whole time to live.
                .setConfirmationWindowSize(NO_CONFIRMATION_WINDOW)
                // A lane must be able to send receipts while the disk is full: its commits make room.
                .setProducerWindowSize(NO_PRODUCER_WINDOW)
                .setBlockOnAcknowledge(false)
                .setBlockOnDurableSend(false);
        this.senders = common(source.make());
        senders.setConfirmationWindowSize(SENDER_WINDOW_BYTES)
                .setBlockOnDurableSend(false)
                .setCallTimeout(CALL_TIMEOUT_MILLIS);
        this.services = common(source.make());
        services.setConsumerWindowSize(LANE_WINDOW_BYTES)
                .setConfirmationWindowSize(NO_CONFIRMATION_WINDOW)
                .setBlockOnAcknowledge(true)
                .setBlockOnDurableSend(true)
                .setCallTimeout(CALL_TIMEOUT_MILLIS);
        this.state = broker == null ? new ExternalBrokerState(this) : broker.state();
    }

    private interface LocatorSource {
        ServerLocator make();
    }

    /** Connections to the broker in this process, past the network. */
    public static BrokerConnections embedded(EmbeddedBroker broker) {
        TransportConfiguration inVm = new TransportConfiguration(
                InVMConnectorFactory.class.getName(), Map.of(TransportConstants.SERVER_ID_PROP_NAME, broker.inVmId()));
        BrokerConnections connections = new BrokerConnections(
                () -> ActiveMQClient.createServerLocatorWithoutHA(inVm),
                broker.hubUser(),
                broker.hubPassword(),
                broker,
                broker::transmission,
                () -> ActiveMQJMSClient.createConnectionFactoryWithoutHA(JMSFactoryType.CF, inVm));
        // Its state says when it takes nothing, and what is under way is counted before it is sent. Credits would cost
        // the copies
        // of an event a question for each of a thousand queues.
        connections.senders.setProducerWindowSize(NO_PRODUCER_WINDOW);
        return connections;
    }

    /**
     * Connections to a broker elsewhere.
     *
     * @param url as Artemis' core client reads it, e.g. {@code tcp://broker-a:61616} or
     *     {@code (tcp://broker-a:61616,tcp://broker-b:61616)}
     * @throws IllegalArgumentException when the URL cannot be read
     */
    public static BrokerConnections external(String url, String user, String password) {
        return new BrokerConnections(
                () -> {
                    try {
                        ServerLocator locator = ActiveMQClient.createServerLocator(url);
                        locator.setConnectionTTL(CONNECTION_TTL_MILLIS)
                                .setClientFailureCheckPeriod(CHECK_PERIOD_MILLIS);
                        return locator;
                    } catch (Exception e) {
                        throw new IllegalArgumentException(
                                "Broker address '" + url + "' cannot be read: " + e.getMessage()
                                        + ". Write it as tcp://host:61616 (setting hub.broker.url).",
                                e);
                    }
                },
                user,
                password,
                null,
                Transmission::acknowledged,
                () -> new ActiveMQConnectionFactory(url));
    }

    /** For a lane: transacted, small window, the broker forgets it at once when this process dies. */
    public BrokerConnection lane() {
        return open(lanes);
    }

    /** For senders with asynchronous acknowledgement. */
    public BrokerConnection sender() {
        return open(senders);
    }

    /** The fastest way to store single messages in this broker. */
    Transmission transmission(BrokerConnection connection) throws ActiveMQException {
        return transmission.over(connection);
    }

    /** The fastest way to store several messages together in this broker. */
    Transmission transmissionOfSeveral(BrokerConnection connection) throws ActiveMQException {
        return broker == null ? Transmission.committed(connection) : transmission.over(connection);
    }

    /** Whether a queue is known to be there without asking: only of the broker in this process. */
    boolean has(String queue) {
        return broker != null && broker.server().locateQueue(SimpleString.of(queue)) != null;
    }

    /** For everything else: ingesters, doors, browsing, administration. */
    public BrokerConnection service() {
        return open(services);
    }

    /** For senders and receivers of messages that are not the hub's own, as JMS has it; who gets it closes its connections. */
    public ActiveMQConnectionFactory jms() {
        ActiveMQConnectionFactory factory = jms.get();
        factory.setUser(user);
        factory.setPassword(password);
        return factory;
    }

    /** What can be seen of this broker. */
    public BrokerState state() {
        return state;
    }

    private BrokerConnection open(ServerLocator locator) {
        try {
            return new BrokerConnection(locator.createSessionFactory(), user, password, broker);
        } catch (Exception e) {
            throw unavailable(e);
        }
    }

    @Override
    public void close() {
        if (state instanceof ExternalBrokerState external) {
            external.close();
        }
        lanes.close();
        senders.close();
        services.close();
    }

    /** The same exception for every failed use of the broker. */
    static BrokerUnavailableException unavailable(Exception e) {
        String why = e instanceof ActiveMQException artemis ? artemis.getType() + ": " : "";
        return new BrokerUnavailableException(
                "The broker cannot be used. " + why + e.getMessage()
                        + ". Check that it runs, and hub.broker.url, hub.broker.user and hub.broker.password.",
                e);
    }

    private static ServerLocator common(ServerLocator locator) {
        return locator
                // The shared pool is bounded by the number of cores, and a lane's handler may block its thread.
                .setUseGlobalPools(false)
                .setScheduledThreadPoolMaxSize(1)
                .setThreadPoolMaxSize(-1)
                .setReconnectAttempts(0)
                .setInitialConnectAttempts(1)
                .setUseTopologyForLoadBalancing(false)
                .setPreAcknowledge(false);
    }
}
