package io.d365hub;

import static io.d365hub.HubAssertions.assertThatLetter;
import static io.d365hub.TestMessages.member;
import static io.d365hub.failure.FailureKind.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.bus.ForeignBroker;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages from and to somebody else's broker, over AMQP 1.0 and Artemis' own protocol, on their way through a whole hub. */
@Timeout(300)
class BusJourneyTest {

    private static final String MEMBERS = "members-from-erp";
    private static final ForeignBroker BROKER =
            ForeignBroker.start().with("later").subscribed("people", "hub");

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
                    source(MEMBERS, "erp", "queue: members"),
                    source("members-by-core", "core", "queue: core-members"),
                    source("members-by-topic", "erp", "topic: people, subscription: hub"),
                    sink("to-flood", "queue", "core", "flood", "delay: 0s"),
                    sink("to-later", "queue", "erp", "later", "delay: 10m"),
                    sink(
                            "to-queue",
                            "queue",
                            "erp",
                            "orders",
                            "group: '${header.HubRecordKey}', priority: 7, timeToLive: 1h"),
                    sink("to-core", "queue", "core", "core-orders", "priority: 7"),
                    sink("to-azure", "queue", "azure", "azure-orders", "delay: 10m"),
                    sink("to-topic", "topic", "erp", "changes", "delay: 0s"),
                    sink("to-own", "queue", "hub", "own-orders", "delay: 0s"))
            .setting("hub.bus.erp.url", BROKER.amqp())
            .setting("hub.bus.core.url", BROKER.core())
            .setting("hub.bus.azure.url", BROKER.amqp())
            .setting("hub.bus.azure.profile", "servicebus");

    private final String member = "B-" + UUID.randomUUID();

    private static TestRoute source(String integration, String connection, String place) {
        return TestRoute.file(integration + "-to-dataverse", """
                - route:
                    id: %1$s-to-dataverse
                    from:
                      uri: kamelet:queue-source
                      parameters: {integration: %1$s, connection: %2$s, %3$s, recordKey: /memberId, partitions: 2}
                      steps:
                        - to: jslt:file:transformations/member-to-contact.jslt
                        - to: dataverse:contacts?operation=upsert&key=hub_externalid
                """.formatted(integration, connection, place));
    }

    private static TestRoute sink(String integration, String kind, String connection, String name, String more) {
        return TestRoute.file(integration + "-to-bus", """
                - route:
                    id: %1$s-to-bus
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: %1$s, recordKey: /id, partitions: 1}
                      steps:
                        - to: {uri: kamelet:%2$s-sink, parameters: {%2$s: %4$s, connection: %3$s, %5$s}}
                """.formatted(integration, kind, connection, name, more));
    }

    @AfterAll
    static void stop() throws Exception {
        BROKER.close();
    }

    private JsonNode awaitContact() {
        return hub.dataverse().awaitRow("contacts", "hub_externalid", member, found -> true);
    }

    private static void awaitEmpty(String queue) {
        await().atMost(HubFixture.PATIENCE).until(() -> BROKER.waiting(queue) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"members", "core-members"})
    void aMessageOfAQueueElsewhereBecomesARow(String queue) {
        // When
        BROKER.send(queue, member(member).toString());
        // Then
        assertThat(awaitContact().isMissingNode()).isFalse();
        awaitEmpty(queue);
    }

    @Test
    void whatIsNoJsonIsADeadLetterAndThoseBehindItGoOn() {
        // Given
        int before = hub.deadLetters(MEMBERS).size();
        // When
        BROKER.send("members", "{no json");
        BROKER.send("members", member(member).toString());
        // Then
        awaitContact();
        assertThatLetter(newestLetter(before)).hasKind(UNREADABLE).isExplained();
        awaitEmpty("members");
    }

    @Test
    void aMapMessageIsADeadLetterThatSaysWhatToSend() {
        // Given
        int before = hub.deadLetters(MEMBERS).size();
        // When
        try (JMSContext client = BROKER.client()) {
            client.createProducer().send(client.createQueue("members"), Map.of("memberId", member));
        }
        // Then
        assertThatLetter(newestLetter(before)).hasKind(UNREADABLE).says("mend", "TextMessage");
    }

    @Test
    void aMessageLargerThanTheHubTakesIsADeadLetterWithItsSize() {
        // Given
        int before = hub.deadLetters(MEMBERS).size();
        // When
        BROKER.send("members", "{\"memberId\":\"" + "x".repeat(2 << 20) + "\"}");
        // Then
        assertThatLetter(newestLetter(before)).hasKind(UNREADABLE).says("why", "2097");
        awaitEmpty("members");
    }

    @Test
    void aMessageThatTheBusDeliversAgainHasOneEffect() {
        // Given
        BROKER.send("members", member("first-" + member).toString());
        hub.dataverse().awaitRow("contacts", "hub_externalid", "first-" + member, found -> true);
        long before = hub.ledger(MEMBERS).path("accepted").asLong();
        // When
        for (int n = 0; n < 200; n++) {
            BROKER.send("members", member(n + "-" + member).toString());
            if (n % 50 == 0) {
                BROKER.cut();
            }
        }
        // Then
        awaitEmpty("members");
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> {
            JsonNode ledger = hub.ledger(MEMBERS);
            long settled =
                    ledger.path("delivered").asLong() + ledger.path("dead").asLong();
            assertThat(List.of(ledger.path("accepted").asLong(), settled))
                    .isEqualTo(List.of(before + 200, before + 200));
        });
    }

    @Test
    void afterARestartOfTheBusItsMessagesComeAgain() {
        // Given
        BROKER.stop();
        // When
        BROKER.begin();
        BROKER.send("members", member(member).toString());
        // Then
        assertThat(awaitContact().isMissingNode()).isFalse();
    }

    @Test
    void aRoutesMessageReachesAQueueElsewhereWithItsGroupAndPriority() throws JMSException {
        // When
        hub.accepted("to-queue", "{\"id\":\"" + member + "\"}");
        // Then
        Message message = BROKER.receive("orders");
        assertThat(List.of(
                        message.getBody(String.class),
                        message.getStringProperty("JMSXGroupID"),
                        message.getJMSPriority(),
                        message.getJMSExpiration() > 0))
                .isEqualTo(List.of("{\"id\":\"" + member + "\"}", member, 7, true));
    }

    @Test
    void aRoutesMessageReachesAQueueOverArtemisOwnProtocol() throws JMSException {
        // When
        hub.accepted("to-core", "{\"id\":\"" + member + "\"}");
        // Then
        assertThat(BROKER.receive("core-orders").getJMSPriority()).isEqualTo(7);
    }

    @Test
    void aMessageForAzureCarriesItsTimeAsAnnotation() {
        // When
        String id = hub.accepted("to-azure", "{\"id\":\"" + member + "\"}");
        // Then: spec §2.3 [V], x-opt-scheduled-enqueue-time is an AMQP timestamp; message-id is what duplicates are
        // known by
        AmqpJmsMessageFacade facade = (AmqpJmsMessageFacade) ((JmsMessage) BROKER.receive("azure-orders")).getFacade();
        assertThat(facade.getTracingAnnotation("x-opt-scheduled-enqueue-time")).isInstanceOf(java.util.Date.class);
        assertThat(facade.getProviderMessageIdObject()).isEqualTo(id);
    }

    @Test
    void aMessageOfATopicsSubscriptionBecomesARow() {
        // When
        try (JMSContext client = BROKER.client()) {
            client.createProducer()
                    .send(client.createTopic("people"), member(member).toString());
        }
        // Then
        assertThat(awaitContact().isMissingNode()).isFalse();
    }

    @Test
    void aDelayedMessageWaitsAtTheBus() {
        // When
        hub.accepted("to-later", "{\"id\":\"" + member + "\"}");
        // Then
        await().atMost(HubFixture.PATIENCE).until(() -> BROKER.scheduled("later") == 1);
    }

    @Test
    void aRoutesMessageCarriesItsIdForTheBusToKnowItAgain() throws JMSException {
        // When
        String id = hub.accepted("to-core", "{\"id\":\"" + member + "\"}");
        // Then
        assertThat(BROKER.receive("core-orders").getStringProperty("_AMQ_DUPL_ID"))
                .isEqualTo(id);
    }

    @Test
    void messagesUnderWayWhenTheConnectionIsLostAreSentOnce() {
        // When
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            ids.add(hub.accepted("to-flood", "{\"id\":\"" + n + "-" + member + "\"}"));
            if (n % 50 == 25) {
                BROKER.cut();
            }
        }
        // Then
        hub.awaitDelivered(ids);
        await().atMost(HubFixture.PATIENCE).until(() -> BROKER.waiting("flood") == 200);
    }

    @Test
    void metricsTellThatABridgeHearsItsBus() {
        hub.awaitMetric("hub_bus_connected{connection=\"erp\",source=\"people/hub\"} 1.0");
    }

    @Test
    void statusTellsOfABusThatIsAway() {
        // When
        BROKER.stop();
        // Then
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(
                        hub.cli("status").out())
                .contains("Bus:       'erp', topic 'people', subscription 'hub' is not heard. It lost the bus"));
        BROKER.begin();
        await().atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThat(hub.cli("status").out()).doesNotContain("Bus: "));
    }

    @Test
    void aTopicTellsAllItsSubscribers() throws Exception {
        // Given
        BROKER.subscription("changes", "one-" + member);
        BROKER.subscription("changes", "two-" + member);
        // When
        hub.accepted("to-topic", "{\"id\":\"" + member + "\"}");
        // Then
        await().atMost(HubFixture.PATIENCE)
                .until(() -> BROKER.waiting("one-" + member) == 1 && BROKER.waiting("two-" + member) == 1);
    }

    @Test
    void messagesForABusThatIsAwayWaitAndGoOnWithIt() throws JMSException {
        // Given
        BROKER.stop();
        String id = hub.accepted("to-core", "{\"id\":\"" + member + "\"}");
        hub.awaitState(id, "queued");
        // When
        BROKER.begin();
        // Then
        hub.awaitState(id, "delivered");
        assertThat(BROKER.receive("core-orders").getBody(String.class)).contains(member);
    }

    @Test
    void aClientReceivesFromAQueueOfTheHubItself() throws Exception {
        // When
        hub.accepted("to-own", "{\"id\":\"" + member + "\"}");
        // Then
        try (JMSContext client = new org.apache.qpid.jms.JmsConnectionFactory("amqp://127.0.0.1:" + hub.brokerPort())
                .createContext("development", hub.developmentKey())) {
            Message message =
                    client.createConsumer(client.createQueue("out.own-orders")).receive(HubFixture.PATIENCE.toMillis());
            assertThat(message.getBody(String.class)).contains(member);
        }
    }

    private static JsonNode newestLetter(int before) {
        await().atMost(HubFixture.PATIENCE).until(() -> hub.deadLetters(MEMBERS).size() > before);
        return hub.letter(hub.deadLetters(MEMBERS).get(0).path("id").asText());
    }
}
