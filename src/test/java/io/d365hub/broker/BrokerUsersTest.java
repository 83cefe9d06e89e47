package io.d365hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.message.Integration;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client of the broker may do, tried with both protocols. {@code webshop} may send to {@code webshop-orders}. */
@Timeout(300)
class BrokerUsersTest {

    @TempDir
    static Path folder;

    static TestBroker broker;
    static Integration orders;
    static Integration contacts;

    @BeforeAll
    static void startBroker() {
        broker = new TestBroker(folder);
        orders = broker.integration("webshop-orders", 1);
        contacts = broker.integration("contacts", 1);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void empty() throws Exception {
        try (BrokerConnection connection = broker.connections.service()) {
            ClientSession session = connection.session();
            session.start();
            try (var consumer = session.createConsumer("push.webshop-orders")) {
                for (var m = consumer.receiveImmediate(); m != null; m = consumer.receiveImmediate()) {
                    m.acknowledge();
                }
            }
        }
    }

    static Stream<Named<Function<TestBroker, ConnectionFactory>>> clients() {
        return Stream.of(
                Named.of("Artemis", b -> new ActiveMQConnectionFactory(b.tcpUrl())),
                Named.of("AMQP 1.0", b -> new JmsConnectionFactory(b.amqpUrl())));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aClientMaySendToItsDoor(Function<TestBroker, ConnectionFactory> client) {
        // When
        send(client, "push.webshop-orders");

        // Then
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.queues.depth(orders)).isOne());
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aClientMayNotSendToTheDoorOfAnother(Function<TestBroker, ConnectionFactory> client) {
        assertThatThrownBy(() -> send(client, "push.contacts")).isInstanceOf(JMSRuntimeException.class);
        assertThat(broker.queues.depth(contacts)).isZero();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aClientMayNotSendAroundItsDoor(Function<TestBroker, ConnectionFactory> client) {
        for (String queue : new String[] {
            "work.webshop-orders.0",
            "park.webshop-orders.0",
            QueueNames.RECEIPTS,
            QueueNames.DEAD_LETTERS,
            "activemq.management",
            "push.contacts::push.contacts",
            "push.#",
            "push.*"
        }) {
            assertThatThrownBy(() -> send(client, queue)).as(queue).isInstanceOf(JMSRuntimeException.class);
        }
        assertThat(broker.queues.depth(orders)).isZero();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aClientMayNeitherReceiveNorBrowseNotEvenItsOwnDoor(Function<TestBroker, ConnectionFactory> client) {
        // Given
        send(client, "push.webshop-orders");

        // When
        try (JMSContext context = context(client)) {
            assertThatThrownBy(() -> context.createConsumer(context.createQueue("push.webshop-orders"))
                            .receive(200))
                    .isInstanceOf(JMSRuntimeException.class);
        }
        try (JMSContext context = context(client)) {
            assertThatThrownBy(() -> context.createBrowser(context.createQueue("push.webshop-orders"))
                            .getEnumeration()
                            .hasMoreElements())
                    .isInstanceOfAny(JMSRuntimeException.class, JMSException.class);
        }

        // Then
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.queues.depth(orders)).isOne());
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aClientMayNotCreateQueues(Function<TestBroker, ConnectionFactory> client) {
        try (JMSContext context = context(client)) {
            assertThatThrownBy(context::createTemporaryQueue).isInstanceOf(JMSRuntimeException.class);
        }
        try (JMSContext context = context(client)) {
            assertThatThrownBy(() -> context.createConsumer(context.createQueue("mine")))
                    .isInstanceOf(JMSRuntimeException.class);
        }
        try (JMSContext context = context(client)) {
            assertThatThrownBy(() -> context.createDurableConsumer(context.createTopic("push.webshop-orders"), "spy"))
                    .isInstanceOf(JMSRuntimeException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void nobodyComesInWithoutTheRightKey(Function<TestBroker, ConnectionFactory> client) {
        ConnectionFactory factory = client.apply(broker);
        assertThatThrownBy(() -> open(factory, "webshop", "wrong")).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> open(factory, "crm", TestBroker.WEBSHOP_KEY)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> open(factory, null, null)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> open(factory, "hub.internal", "")).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> open(factory, "ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!"))
                .isInstanceOf(JMSRuntimeException.class);
        assertThatCode(() -> open(factory, TestBroker.WEBSHOP, TestBroker.WEBSHOP_KEY))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aMessageToADoorThatIsNotThereIsRefusedAndNotDropped(Function<TestBroker, ConnectionFactory> client) {
        assertThatThrownBy(() -> send(client, "push.nothing")).isInstanceOf(JMSRuntimeException.class);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aMessageToTheTopicOfADoorIsRefusedOrTakenButNeverDropped(Function<TestBroker, ConnectionFactory> client) {
        boolean taken = true;
        try (JMSContext context = context(client)) {
            context.createProducer().send(context.createTopic("push.webshop-orders"), "{\"id\":\"1\"}");
        } catch (JMSRuntimeException e) {
            taken = false;
        }
        int expected = taken ? 1 : 0;
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.queues.depth(orders)).isEqualTo(expected));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aMessageAboveTheLimitIsRefusedWithTheLimit(Function<TestBroker, ConnectionFactory> client) {
        assertThatThrownBy(() -> {
                    try (JMSContext context = context(client)) {
                        var message = context.createBytesMessage();
                        message.writeBytes(new byte[2 << 20]);
                        context.createProducer().send(context.createQueue("push.webshop-orders"), message);
                    }
                })
                .isInstanceOf(JMSRuntimeException.class)
                .hasMessageContaining("takes at most 1048576");
        assertThat(broker.queues.depth(orders)).isZero();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void inATransactionOneRefusedMessageTakesTheOthersWithIt(Function<TestBroker, ConnectionFactory> client) {
        assertThatThrownBy(() -> {
                    try (JMSContext context = client.apply(broker)
                            .createContext(TestBroker.WEBSHOP, TestBroker.WEBSHOP_KEY, JMSContext.SESSION_TRANSACTED)) {
                        var producer = context.createProducer();
                        var queue = context.createQueue("push.webshop-orders");
                        producer.send(queue, "{\"id\":\"1\"}");
                        var large = context.createBytesMessage();
                        large.writeBytes(new byte[2 << 20]);
                        producer.send(queue, large);
                        context.commit();
                    }
                })
                .isInstanceOf(JMSRuntimeException.class);
        assertThat(broker.queues.depth(orders)).isZero();
    }

    @Test
    void aCoreClientMayNotCreateOrDeleteByItsOwnProtocol() throws Exception {
        try (BrokerConnections webshop =
                        BrokerConnections.external(broker.tcpUrl(), TestBroker.WEBSHOP, TestBroker.WEBSHOP_KEY);
                BrokerConnection connection = webshop.service()) {
            ClientSession session = connection.session();
            assertThatThrownBy(() -> session.createAddress(
                            SimpleString.of("push.mine"),
                            org.apache.activemq.artemis.api.core.RoutingType.ANYCAST,
                            false))
                    .isInstanceOf(ActiveMQException.class);
            assertThatThrownBy(() -> session.deleteQueue("push.webshop-orders")).isInstanceOf(ActiveMQException.class);
            assertThatThrownBy(() -> session.createConsumer("push.webshop-orders", true))
                    .isInstanceOf(ActiveMQException.class);
        }
    }

    @Test
    void aCoreClientThatSendsWhereNoQueueIsHearsOfIt() throws Exception {
        try (BrokerConnection connection = broker.connections.service()) {
            ClientSession session = connection.session();
            var message = session.createMessage(true);
            assertThatThrownBy(() -> session.createProducer().send("work.nothing.0", message))
                    .isInstanceOf(ActiveMQException.class)
                    .hasMessageContaining("work.nothing.0");
        }
    }

    @Test
    void twoClientsMayUseTheSameDuplicateId() {
        // Given
        try (TestBroker other = new TestBroker(folder.resolve("two"))) {
            Integration shared = other.integration("shared", 1);
            for (String user : new String[] {"first", "second"}) {
                try (JMSContext context = new ActiveMQConnectionFactory(other.tcpUrl()).createContext(user, user)) {

                    // When
                    context.createProducer()
                            .setProperty("_AMQ_DUPL_ID", "1")
                            .send(context.createQueue("push.shared"), "{\"id\":\"1\"}");
                }
            }

            // Then
            Awaitility.await()
                    .untilAsserted(() -> assertThat(other.queues.depth(shared)).isEqualTo(2));
        }
    }

    private static void send(Function<TestBroker, ConnectionFactory> client, String queue) {
        try (JMSContext context = context(client)) {
            context.createProducer().send(context.createQueue(queue), "{\"id\":\"1\"}");
        }
    }

    private static JMSContext context(Function<TestBroker, ConnectionFactory> client) {
        return client.apply(broker).createContext(TestBroker.WEBSHOP, TestBroker.WEBSHOP_KEY);
    }

    private static void open(ConnectionFactory factory, String user, String password) {
        try (JMSContext context = factory.createContext(user, password)) {
            context.createProducer();
            context.start();
        }
    }
}
