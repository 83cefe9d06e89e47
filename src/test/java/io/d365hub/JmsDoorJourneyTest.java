package io.d365hub;

import static io.d365hub.HubAssertions.assertThatLetter;
import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.orderOf;
import static io.d365hub.failure.FailureKind.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The doors that speak JMS, with both protocols, from the queue to the row in Dataverse. */
@Timeout(300)
class JmsDoorJourneyTest {

    private static final String DEVELOPMENT = "development";
    private static final String CONTACTS = "contacts";

    @RegisterExtension
    static final HubFixture hub = HubFixture.shipped();

    /** Messages of both protocols keep apart by it. */
    private static int next = 90_000;

    static Stream<Named<IntFunction<ConnectionFactory>>> clients() {
        return Stream.of(
                Named.of("Artemis", port -> new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port)),
                Named.of("AMQP 1.0", port -> new JmsConnectionFactory("amqp://127.0.0.1:" + port)));
    }

    private static JMSContext connect(IntFunction<ConnectionFactory> client) {
        return client.apply(hub.brokerPort()).createContext(DEVELOPMENT, hub.developmentKey());
    }

    @ParameterizedTest
    @MethodSource("clients")
    void anOrderBecomesASalesOrderAsIfItHadBeenPosted(IntFunction<ConnectionFactory> client) {
        // Given
        int number = ++next;

        // When
        try (JMSContext context = connect(client)) {
            context.createProducer()
                    .send(
                            context.createQueue("push.webshop-orders"),
                            orderOf(number, "C-10020").toString());
        }

        // Then
        hub.dataverse().awaitRow("salesorders", "ordernumber", "" + number, found -> true);
        JsonNode row = hub.dataverse().row("salesorders", "ordernumber", "" + number, "customerid_account");
        assertThat(row.path("customerid_account").path("accountnumber").asText())
                .isEqualTo("C-10020");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aMessageThatIsNotPersistentIsTakenToo(IntFunction<ConnectionFactory> client) {
        // Given
        String member = "P-" + ++next;

        // When
        try (JMSContext context = connect(client)) {
            context.createProducer()
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .send(context.createQueue("push.contacts"), member(member).toString());
        }

        // Then
        hub.dataverse().awaitRow("contacts", "hub_externalid", member, found -> true);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aMessageWithoutRecordKeyIsADeadLetterThatSaysWhereTheKeyShouldStand(IntFunction<ConnectionFactory> client) {
        // Given
        int before = hub.deadLetters(CONTACTS).size();

        // When
        try (JMSContext context = connect(client)) {
            context.createProducer().send(context.createQueue("push.contacts"), "{\"lastName\":\"Berg\"}");
        }

        // Then
        assertThatLetter(newestLetter(before)).hasKind(UNREADABLE).isExplained().says("why", "/memberId");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void anObjectMessageIsADeadLetterThatSaysWhatToSendInstead(IntFunction<ConnectionFactory> client) {
        // Given
        int before = hub.deadLetters(CONTACTS).size();

        // When
        try (JMSContext context = connect(client)) {
            context.createProducer()
                    .send(context.createQueue("push.contacts"), context.createObjectMessage("a Java object"));
        }

        // Then
        assertThatLetter(newestLetter(before))
                .hasKind(UNREADABLE)
                .isExplained()
                .says("mend", "TextMessage or a BytesMessage");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void anotherSendersQueueIsRefused(IntFunction<ConnectionFactory> client) {
        // Given
        String name = "shop-" + ++next;
        String key = hub.client(name, CONTACTS);

        // When, Then
        try (JMSContext context = client.apply(hub.brokerPort()).createContext(name, key)) {
            assertThatThrownBy(() -> context.createProducer()
                            .send(
                                    context.createQueue("push.webshop-orders"),
                                    orderOf(next, "C-10020").toString()))
                    .isInstanceOf(JMSRuntimeException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aMessageSentAgainUnderItsDuplicateIdIsOneMessage(IntFunction<ConnectionFactory> client) {
        // Given
        String member = "P-" + ++next;
        long before = hub.ledger(CONTACTS).path("accepted").asLong();

        // When
        for (int i = 0; i < 2; i++) {
            try (JMSContext context = connect(client)) {
                context.createProducer()
                        .setProperty("_AMQ_DUPL_ID", member)
                        .send(
                                context.createQueue("push.contacts"),
                                member(member).toString());
            }
        }
        hub.dataverse().awaitRow("contacts", "hub_externalid", member, found -> true);
        hub.awaitState(hub.accepted(CONTACTS, member("P-" + ++next).toString()), "delivered");

        // Then
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(
                        hub.ledger(CONTACTS).path("accepted").asLong() - before)
                .isEqualTo(2));
    }

    /** Waits until there is one more than before. */
    private static JsonNode newestLetter(int before) {
        List<JsonNode> letters = await().atMost(HubFixture.PATIENCE)
                .until(() -> hub.deadLetters(CONTACTS), found -> found.size() > before);
        return letters.get(0);
    }
}
