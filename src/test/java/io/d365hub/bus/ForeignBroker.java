package io.d365hub.bus;

import io.d365hub.HubProcess;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.protocol.amqp.broker.ActiveMQProtonRemotingConnection;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * Somebody else's message broker: an Artemis of its own that takes AMQP 1.0 and its own protocol, with queues as they are
 * asked for. It can be stopped and started again on its port, with what it holds.
 */
public final class ForeignBroker implements AutoCloseable {

    public static final String DEAD_LETTERS = "DLQ";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private ActiveMQServer server;

    private ForeignBroker(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    public static ForeignBroker start() {
        try {
            ForeignBroker broker =
                    new ForeignBroker(Files.createTempDirectory("foreign-broker"), HubProcess.freePort());
            broker.begin();
            return broker;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Starts it, again after {@link #stop}. */
    public void begin() {
        try {
            Configuration configuration = new ConfigurationImpl()
                    .setName("foreign")
                    .setSecurityEnabled(false)
                    .setJMXManagementEnabled(false)
                    .setPersistenceEnabled(true)
                    .setJournalDirectory(folder.resolve("journal").toString())
                    .setBindingsDirectory(folder.resolve("bindings").toString())
                    .setPagingDirectory(folder.resolve("paging").toString())
                    .setLargeMessagesDirectory(folder.resolve("large").toString())
                    .setMaxDiskUsage(-1)
                    .addAcceptorConfiguration(new TransportConfiguration(
                            NettyAcceptorFactory.class.getName(),
                            Map.of("host", "127.0.0.1", "port", port, "protocols", "CORE,AMQP")))
                    .addAddressSetting(
                            "#",
                            new AddressSettings()
                                    .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                                    .setExpiryAddress(SimpleString.of(DEAD_LETTERS))
                                    .setAutoDeleteQueues(false)
                                    .setAutoDeleteAddresses(false));
            server = ActiveMQServers.newActiveMQServer(configuration);
            server.start();
            queue(DEAD_LETTERS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with a queue. */
    public ForeignBroker with(String queue) {
        try {
            queue(queue);
            return this;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with a durable subscription of a topic. */
    public ForeignBroker subscribed(String topic, String name) {
        try {
            subscription(topic, name);
            return this;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a queue, so that it is there before anybody sends. */
    public void queue(String name) throws Exception {
        if (server.locateQueue(name) == null) {
            server.createQueue(QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST));
        }
    }

    /** Makes a durable subscription of a topic. */
    public void subscription(String topic, String name) throws Exception {
        server.createQueue(QueueConfiguration.of(name).setAddress(topic).setRoutingType(RoutingType.MULTICAST));
    }

    /** Cuts all connections, as a firewall does. */
    public void cut() {
        server.getRemotingService()
                .getConnections()
                .forEach(connection -> connection.getTransportConnection().close());
    }

    /**
     * Messages in a queue, those in delivery among them. A sum of several counters: it is too low for a moment while messages come
     * back from a receiver that is gone, so it is waited for and not read once.
     */
    public long waiting(String queue) {
        return server.locateQueue(queue) == null ? 0 : server.locateQueue(queue).getMessageCount();
    }

    /** Messages that are at receivers, or on their way to them, and are not acknowledged. */
    public long delivering(String queue) {
        return server.locateQueue(queue).getDeliveringCount();
    }

    /** After how many milliseconds of silence each AMQP client says that it takes the connection for lost. */
    public List<Integer> idleTimeouts() {
        return server.getRemotingService().getConnections().stream()
                .filter(ActiveMQProtonRemotingConnection.class::isInstance)
                .map(connection -> ((ActiveMQProtonRemotingConnection) connection)
                        .getAmqpConnection()
                        .getHandler()
                        .getTransport()
                        .getRemoteIdleTimeout())
                .toList();
    }

    public int port() {
        return port;
    }

    public String amqp() {
        return "amqp://127.0.0.1:" + port;
    }

    public String core() {
        return "tcp://127.0.0.1:" + port;
    }

    /** A Qpid JMS client that nobody of ours has set up. */
    public JMSContext client() {
        return new JmsConnectionFactory(amqp() + "?jms.validatePropertyNames=false").createContext();
    }

    public void send(String queue, String body) {
        sendAll(queue, List.of(body));
    }

    /** Sends them over one connection, in their order. */
    public void sendAll(String queue, List<String> bodies) {
        try (JMSContext client = client()) {
            JMSProducer producer = client.createProducer();
            bodies.forEach(body -> producer.send(client.createQueue(queue), body));
        }
    }

    /** A message whose id the sender has chosen. */
    public void sendWithId(String queue, String id, String body) {
        MessageIds ids = new MessageIds();
        ids.next(id);
        JmsConnectionFactory factory = new JmsConnectionFactory(amqp());
        factory.setMessageIDPolicy(ids);
        try (JMSContext client = factory.createContext()) {
            client.createProducer().send(client.createQueue(queue), body);
        }
    }

    /** Messages to which the sender gives no id, over AMQP or over Artemis' own protocol. */
    public void sendWithoutId(String queue, boolean byAmqp, String... bodies) {
        try (JMSContext client = byAmqp
                ? client()
                : new org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory(core()).createContext()) {
            JMSProducer producer = client.createProducer().setDisableMessageID(true);
            List.of(bodies).forEach(body -> producer.send(client.createQueue(queue), body));
        }
    }

    /** Messages that wait for their time. */
    public long scheduled(String queue) {
        return server.locateQueue(queue).getScheduledCount();
    }

    /** The next message of a queue; null when none comes. */
    public Message receive(String queue) {
        // The message is read after the connection has gone; it was acknowledged with its receipt.
        try (JMSContext client = client()) {
            return client.createConsumer(client.createQueue(queue)).receive(PATIENCE.toMillis());
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
