package io.d365hub.intake.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.broker.QueueNames;
import io.d365hub.broker.TestBroker;
import io.d365hub.failure.FailureKind;
import io.d365hub.intake.MessageCheck;
import io.d365hub.intake.MessageLimits;
import io.d365hub.ledger.Outcome;
import io.d365hub.ledger.Receipt;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.MessageIds;
import io.d365hub.message.Sequence;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.StreamMessage;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Doors with both clients that other systems use: Artemis' own and Qpid's AMQP 1.0. */
@Timeout(300)
class DoorsTest {

    private static final String ORDER = "{\"id\":\"1001\",\"note\":\"Zo\u00eb \uD83D\uDE80\"}";

    @TempDir
    Path folder;

    TestBroker broker;
    Integrations integrations = new Integrations();
    Integration orders;
    Doors doors;

    @BeforeEach
    void open() {
        broker = new TestBroker(folder);
        orders = broker.integration("webshop-orders", 1);
        integrations.register(orders);
        openDoors();
    }

    private void openDoors() {
        doors = new Doors(
                broker.connections,
                integrations,
                new MessageCheck(MessageLimits.defaults()),
                new Sequence(Clock.systemUTC()),
                Clock.systemUTC(),
                DoorSettings.defaults());
        doors.open();
    }

    @AfterEach
    void close() {
        doors.close();
        broker.close();
    }

    static Stream<Named<Function<TestBroker, ConnectionFactory>>> clients() {
        return Stream.of(
                Named.of("Artemis", b -> new ActiveMQConnectionFactory(b.tcpUrl())),
                Named.of("AMQP 1.0", b -> new JmsConnectionFactory(b.amqpUrl())));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aTextMessageArrivesInTheWorkQueueAsItsSenderWroteIt(Function<TestBroker, ConnectionFactory> client)
            throws Exception {
        // When
        send(client, (context, producer) -> context.createTextMessage(ORDER));

        // Then
        HubMessage message = taken();
        assertThat(new String(message.body(), StandardCharsets.UTF_8)).isEqualTo(ORDER);
        assertThat(message.recordKey()).isEqualTo("1001");
        assertThat(message.client()).isEqualTo("webshop");
        assertThat(message.contentType()).isEqualTo("application/json");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aBytesMessageArrivesToo(Function<TestBroker, ConnectionFactory> client) throws Exception {
        // When
        send(client, (context, producer) -> bytes(context, ORDER.getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(new String(taken().body(), StandardCharsets.UTF_8)).isEqualTo(ORDER);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aBodyNearTheLimitArrivesWhole(Function<TestBroker, ConnectionFactory> client) throws Exception {
        // Given
        String big = "{\"id\":\"1001\",\"note\":\"" + "x".repeat(900_000) + "\"}";

        // When
        send(client, (context, producer) -> bytes(context, big.getBytes(StandardCharsets.UTF_8)));

        // Then
        HubMessage message = taken();
        assertThat(new String(message.body(), StandardCharsets.UTF_8)).isEqualTo(big);
        assertThat(message.client()).isEqualTo("webshop");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aNonPersistentMessageSurvivesAStopOfTheBroker(Function<TestBroker, ConnectionFactory> client)
            throws Exception {
        // Given
        doors.close();
        send(client, (context, producer) -> {
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            return context.createTextMessage(ORDER);
        });

        // When
        broker.close();
        broker = new TestBroker(folder);
        openDoors();

        // Then
        assertThat(taken().client()).isEqualTo("webshop");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aTimeToLiveDoesNotMakeAMessageDisappear(Function<TestBroker, ConnectionFactory> client) throws Exception {
        // Given
        doors.close();

        // When
        send(client, (context, producer) -> {
            producer.setTimeToLive(1);
            return context.createTextMessage(ORDER);
        });
        openDoors();

        // Then
        assertThat(taken()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aHighPriorityDoesNotOvertake(Function<TestBroker, ConnectionFactory> client) throws Exception {
        // Given
        doors.close();

        // When
        for (int i = 0; i < 10; i++) {
            int number = i;
            send(client, (context, producer) -> {
                producer.setPriority(number);
                return context.createTextMessage("{\"id\":\"" + number + "\"}");
            });
        }
        openDoors();

        // Then
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            keys.add(taken().recordKey());
        }
        assertThat(keys).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aDeliveryDelayIsIgnored(Function<TestBroker, ConnectionFactory> client) throws Exception {
        // When
        send(client, (context, producer) -> {
            producer.setDeliveryDelay(600_000);
            return context.createTextMessage(ORDER);
        });

        // Then
        assertThat(taken()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void onlyTheFixedAndTheListedPropertiesPass(Function<TestBroker, ConnectionFactory> client) throws Exception {
        // When
        send(client, (context, producer) -> {
            Message message = context.createTextMessage(ORDER);
            message.setJMSCorrelationID("case-7");
            message.setJMSType("order.created");
            message.setStringProperty("JMSXGroupID", "group-3");
            message.setStringProperty("X_Shop", "berlin");
            message.setStringProperty("CamelHttpUri", "http://evil");
            message.setStringProperty("hubEnvelope", "crm");
            message.setStringProperty("hubIntegration", "contacts");
            message.setStringProperty("_AMQ_VALIDATED_USER", "crm");
            message.setStringProperty("hubDuplicateId", "not one of mine");
            return message;
        });

        // Then
        HubMessage message = taken();
        assertThat(message.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "correlation-id", "case-7",
                        "message-type", "order.created",
                        "group-id", "group-3",
                        "x-shop", "berlin"));
        assertThat(message.client()).isEqualTo("webshop");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aDuplicateIdGivesTheIdThatHttpWouldGiveAndCountsOnce(Function<TestBroker, ConnectionFactory> client)
            throws Exception {
        // When
        for (int i = 0; i < 2; i++) {
            send(client, (context, producer) -> {
                Message message = context.createTextMessage(ORDER);
                message.setStringProperty("_AMQ_DUPL_ID", "order-1001");
                return message;
            });
        }
        send(client, (context, producer) -> context.createTextMessage("{\"id\":\"the next\"}"));

        // Then
        assertThat(taken().id()).isEqualTo(MessageIds.forIdempotencyKey("webshop", "webshop-orders", "order-1001"));
        assertThat(taken().recordKey()).isEqualTo("the next");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void manyMessagesKeepTheirOrder(Function<TestBroker, ConnectionFactory> client) throws Exception {
        // When
        try (JMSContext context = context(client)) {
            JMSProducer producer = context.createProducer();
            for (int i = 0; i < 1_000; i++) {
                producer.send(context.createQueue("push.webshop-orders"), "{\"id\":" + i + "}");
            }
        }

        // Then
        List<String> keys = new ArrayList<>();
        List<Long> sequences = new ArrayList<>();
        try (BrokerConnection connection = broker.connections.service()) {
            ClientSession session = connection.session();
            session.start();
            ClientConsumer consumer = session.createConsumer(QueueNames.work("webshop-orders", 0));
            for (int i = 0; i < 1_000; i++) {
                HubMessage message = io.d365hub.broker.MessageCodec.decode(consumer.receive(5_000));
                keys.add(message.recordKey());
                sequences.add(message.sequence());
            }
        }
        assertThat(keys).startsWith("0", "1", "2").endsWith("998", "999").hasSize(1_000);
        assertThat(sequences).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void anObjectMessageBecomesADeadLetterAndIsNeverDeserialised(Function<TestBroker, ConnectionFactory> client)
            throws Exception {
        // Given
        Bomb.exploded = false;

        // When
        send(client, (context, producer) -> context.createObjectMessage(new Bomb()));

        // Then
        Dying letter = letter();
        assertThat(letter.failure().kind()).isEqualTo(FailureKind.UNREADABLE);
        assertThat(letter.failure().why()).contains("ObjectMessage");
        assertThat(letter.failure().mend()).contains("TextMessage");
        assertThat(Bomb.exploded).isFalse();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void mapAndStreamMessagesBecomeDeadLetters(Function<TestBroker, ConnectionFactory> client) throws Exception {
        // When
        send(client, (context, producer) -> {
            var map = context.createMapMessage();
            map.setString("id", "1001");
            return map;
        });
        send(client, (context, producer) -> {
            StreamMessage stream = context.createStreamMessage();
            stream.writeString("1001");
            return stream;
        });

        // Then
        assertThat(letter().failure().code()).isEqualTo("message-type");
        assertThat(letter().failure().code()).isEqualTo("message-type");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void whatHttpWouldRefuseBecomesADeadLetterWithItsBytes(Function<TestBroker, ConnectionFactory> client)
            throws Exception {
        // Given
        Map<String, String> reasons = new HashMap<>();
        List<String> bodies = List.of(
                "",
                "{\"id\":\"1001\"",
                "[1]",
                "{\"number\":\"no key\"}",
                "{\"id\":\"1\",\"id\":\"2\"}",
                "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000));

        // When
        for (String body : bodies) {
            send(client, (context, producer) -> context.createTextMessage(body));
        }
        send(client, (context, producer) -> bytes(context, ORDER.getBytes(StandardCharsets.UTF_16)));

        // Then
        for (int i = 0; i <= bodies.size(); i++) {
            Dying letter = letter();
            reasons.put(
                    new String(letter.message().body(), StandardCharsets.UTF_8),
                    letter.failure().code());
        }
        assertThat(reasons)
                .containsEntry("", "empty")
                .containsEntry("{\"id\":\"1001\"", "malformed")
                .containsEntry("[1]", "not-an-object")
                .containsEntry("{\"number\":\"no key\"}", "record-key")
                .containsEntry("{\"id\":\"1\",\"id\":\"2\"}", "malformed")
                .containsValues("limit", "encoding");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aDeadLetterOfADoorHasItsReceipt(Function<TestBroker, ConnectionFactory> client) throws Exception {
        // When
        send(client, (context, producer) -> context.createTextMessage("not JSON"));

        // Then
        Dying letter = letter();
        Receipt receipt = Receipt.fromBytes(raw(QueueNames.RECEIPTS));
        assertThat(receipt.integration()).isEqualTo("webshop-orders");
        assertThat(receipt.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.message()).isEqualTo(letter.message().id());
            assertThat(entry.outcome()).isEqualTo(Outcome.DEAD);
        });
    }

    @ParameterizedTest
    @MethodSource("clients")
    void oneBadMessageDoesNotStopTheGoodOnesBehindIt(Function<TestBroker, ConnectionFactory> client) throws Exception {
        // When
        send(client, (context, producer) -> context.createTextMessage("not JSON"));
        send(client, (context, producer) -> context.createTextMessage(ORDER));

        // Then
        assertThat(taken().recordKey()).isEqualTo("1001");
        assertThat(letter()).isNotNull();
    }

    @Test
    void severalRecordsInOneMessageAreRefusedWithTheWayToSendThem() throws Exception {
        // When
        send(b -> new ActiveMQConnectionFactory(b.tcpUrl()), (context, producer) -> {
            Message message = context.createTextMessage("{\"id\":\"1\"}\n{\"id\":\"2\"}");
            message.setStringProperty("content_type", "application/x-ndjson");
            return message;
        });

        // Then
        assertThat(letter().failure().mend()).startsWith("Send one message for each record");
    }

    @Test
    void propertiesLargerThanAHeaderMayBeBecomeADeadLetterAndTheDoorGoesOn() throws Exception {
        // When
        send(b -> new ActiveMQConnectionFactory(b.tcpUrl()), (context, producer) -> {
            Message message = bytes(context, new byte[200_000]);
            message.setJMSCorrelationID("x".repeat(20_000));
            return message;
        });
        send(b -> new ActiveMQConnectionFactory(b.tcpUrl()), (context, producer) -> context.createTextMessage(ORDER));

        // Then
        assertThat(letter().failure().code()).isEqualTo("headers-too-large");
        assertThat(taken().recordKey()).isEqualTo("1001");
    }

    @Test
    void aDoorThatOpensAgainForTheSameIntegrationGoesOn() throws Exception {
        // Given
        integrations.remove("webshop-orders");
        integrations.register(orders);

        // When
        send(b -> new ActiveMQConnectionFactory(b.tcpUrl()), (context, producer) -> context.createTextMessage(ORDER));

        // Then
        assertThat(taken().recordKey()).isEqualTo("1001");
    }

    /** Tells when somebody deserialises it. */
    static final class Bomb implements Serializable {
        private static final long serialVersionUID = 1;
        static volatile boolean exploded;

        private void readObject(ObjectInputStream in) {
            exploded = true;
        }
    }

    private interface Making {
        Message make(JMSContext context, JMSProducer producer) throws Exception;
    }

    private void send(Function<TestBroker, ConnectionFactory> client, Making making) throws Exception {
        try (JMSContext context = context(client)) {
            JMSProducer producer = context.createProducer();
            producer.send(context.createQueue("push.webshop-orders"), making.make(context, producer));
        }
    }

    private JMSContext context(Function<TestBroker, ConnectionFactory> client) {
        return client.apply(broker).createContext(TestBroker.WEBSHOP, TestBroker.WEBSHOP_KEY);
    }

    private static Message bytes(JMSContext context, byte[] body) throws Exception {
        BytesMessage message = context.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    private HubMessage taken() throws Exception {
        return broker.take(QueueNames.work("webshop-orders", 0));
    }

    private Dying letter() throws Exception {
        return receive(QueueNames.DEAD_LETTERS, DeadLetterCodec::decode);
    }

    private byte[] raw(String queue) throws Exception {
        return receive(queue, message -> {
            byte[] body = new byte[message.getBodyBuffer().readableBytes()];
            message.getBodyBuffer().readBytes(body);
            return body;
        });
    }

    private <T> T receive(String queue, Function<ClientMessage, T> reading) throws Exception {
        try (BrokerConnection connection = broker.connections.service()) {
            ClientSession session = connection.session();
            session.start();
            try (ClientConsumer consumer = session.createConsumer(queue)) {
                ClientMessage message = consumer.receive(5_000);
                assertThat(message).as("a message in " + queue).isNotNull();
                T read = reading.apply(message);
                message.acknowledge();
                return read;
            }
        }
    }
}
