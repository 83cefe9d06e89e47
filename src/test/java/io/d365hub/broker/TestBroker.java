package io.d365hub.broker;

import io.d365hub.access.ApiClient;
import io.d365hub.access.ApiClients;
import io.d365hub.access.ApiKeys;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integration.AfterDeadLetter;
import io.d365hub.message.Integration.Format;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * A real broker in a temporary folder with a port that the system chooses, and two clients: {@code webshop} may send to
 * {@code webshop-orders}, {@code crm} to {@code contacts}, {@code first} and {@code second} to {@code shared}. Public: lanes, doors and ledger test with it too.
 */
public final class TestBroker implements AutoCloseable {

    public static final String WEBSHOP = "webshop";
    public static final String WEBSHOP_KEY = "d365hub_test-key-of-the-webshop";
    public static final String CRM = "crm";
    public static final String CRM_KEY = "d365hub_test-key-of-the-crm";

    public final EmbeddedBroker broker;
    public final BrokerConnections connections;
    public final Queues queues;

    public TestBroker(Path folder) {
        this(settings(folder));
    }

    public TestBroker(BrokerSettings settings) {
        broker = EmbeddedBroker.start(settings, TestBroker::clients);
        connections = BrokerConnections.embedded(broker);
        queues = new Queues(connections);
    }

    public static BrokerSettings settings(Path folder) {
        return BrokerSettings.in(folder).withPort(0);
    }

    public static ApiClients clients() {
        return ApiClients.none()
                .with(new ApiClient(WEBSHOP, Set.of("webshop-orders")), ApiKeys.sha256(WEBSHOP_KEY))
                .with(new ApiClient(CRM, Set.of("contacts")), ApiKeys.sha256(CRM_KEY))
                .with(new ApiClient("first", Set.of("shared")), ApiKeys.sha256("first"))
                .with(new ApiClient("second", Set.of("shared")), ApiKeys.sha256("second"));
    }

    /** An integration with the given number of partitions, ready to receive. */
    public Integration integration(String name, int partitions) {
        Integration integration = new Integration(
                name,
                Format.JSON,
                "/id",
                partitions,
                Set.of("x-shop"),
                Integration.DEFAULT_STARTED_LIMIT,
                Integration.DEFAULT_PATIENCE,
                Integration.DEFAULT_PARENT_WAIT,
                AfterDeadLetter.CONTINUE,
                "a test");
        queues.ensure(integration);
        return integration;
    }

    public static HubMessage message(Integration integration, String recordKey, String body) {
        return new HubMessage(
                UUID.randomUUID(),
                integration.name(),
                WEBSHOP,
                recordKey,
                1,
                Instant.parse("2026-01-02T03:04:05Z"),
                "application/json",
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8),
                Optional.empty());
    }

    public String tcpUrl() {
        return "tcp://127.0.0.1:" + broker.port();
    }

    public String amqpUrl() {
        return "amqp://127.0.0.1:" + broker.port();
    }

    /** Takes the next message out of a queue; null when none comes within two seconds. */
    public HubMessage take(String queue) throws Exception {
        try (BrokerConnection connection = connections.service()) {
            ClientSession session = connection.session();
            session.start();
            try (ClientConsumer consumer = session.createConsumer(queue)) {
                ClientMessage message = consumer.receive(2_000);
                if (message == null) {
                    return null;
                }
                HubMessage decoded = MessageCodec.decode(message);
                message.acknowledge();
                return decoded;
            }
        }
    }

    @Override
    public void close() {
        connections.close();
        broker.close();
    }
}
