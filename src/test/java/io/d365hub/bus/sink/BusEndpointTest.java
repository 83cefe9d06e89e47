package io.d365hub.bus.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.d365hub.bus.BusException;
import io.d365hub.bus.BusProfile;
import io.d365hub.bus.BusSettings;
import io.d365hub.bus.Buses;
import io.d365hub.bus.ForeignBroker;
import io.d365hub.bus.ForeignBus;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a broker makes of what {@code bus:} sends, over each protocol. {@code azure} is the profile for Azure Service Bus, which is
 * not here: what only Azure does is looked at as it is written, and not more.
 */
@Timeout(300)
class BusEndpointTest {

    private static final ForeignBroker BROKER = ForeignBroker.start();
    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static ProducerTemplate template;

    private final String queue = "q-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        CAMEL.getRegistry()
                .bind(
                        Buses.REGISTRY_NAME,
                        new Buses(List.of(
                                bus("amqp", BROKER.amqp(), BusProfile.AMQP),
                                bus("core", BROKER.core(), BusProfile.ARTEMIS),
                                bus("azure", BROKER.amqp(), BusProfile.SERVICEBUS))));
        CAMEL.start();
        template = CAMEL.createProducerTemplate();
    }

    private static ForeignBus bus(String name, String url, BusProfile profile) {
        return new ForeignBus(new BusSettings(name, URI.create(url), profile, "", "", 5));
    }

    @AfterAll
    static void stop() throws Exception {
        CAMEL.close();
        BROKER.close();
    }

    @BeforeEach
    void makeQueue() throws Exception {
        BROKER.queue(queue);
    }

    private void send(String connection, String body, Map<String, Object> headers) {
        template.sendBodyAndHeaders("bus:queue:" + queue + "?connection=" + connection, body, headers);
    }

    private String receive() throws JMSException {
        return BROKER.receive(queue).getBody(String.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp", "core"})
    void messagesOfHigherPriorityAreReceivedFirst(String connection) throws JMSException {
        // When
        send(connection, "low", Map.of("HubBusPriority", 1));
        send(connection, "normal", Map.of());
        send(connection, "high", Map.of("HubBusPriority", 9));
        // Then
        assertThat(List.of(receive(), receive(), receive())).isEqualTo(List.of("high", "normal", "low"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp", "core", "azure"})
    void messagesOfAGroupReachOneReceiver(String connection) throws JMSException {
        // Given
        try (JMSContext one = BROKER.client();
                JMSContext two = BROKER.client()) {
            List<JMSConsumer> receivers =
                    List.of(one.createConsumer(one.createQueue(queue)), two.createConsumer(two.createQueue(queue)));
            // When
            for (int n = 0; n < 10; n++) {
                send(connection, "a", Map.of("HubBusGroup", "a"));
                send(connection, "b", Map.of("HubBusGroup", "b"));
            }
            // Then
            List<Set<String>> groups = List.of(new TreeSet<>(), new TreeSet<>());
            int received = 0;
            while (received < 20) {
                for (int n = 0; n < receivers.size(); n++) {
                    Message message = receivers.get(n).receive(100);
                    if (message != null) {
                        received++;
                        groups.get(n).add(message.getStringProperty("JMSXGroupID"));
                    }
                }
            }
            assertThat(List.of(groups.get(0), groups.get(1))).containsExactlyInAnyOrder(Set.of("a"), Set.of("b"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp", "core"})
    void aRepetitionUnderTheSameDuplicateIdIsDroppedByTheBroker(String connection) throws JMSException {
        // When
        send(connection, "1", Map.of("HubBusDuplicateId", "one"));
        send(connection, "1", Map.of("HubBusDuplicateId", "one"));
        send(connection, "2", Map.of("HubBusDuplicateId", "two"));
        // Then
        assertThat(List.of(receive(), receive())).isEqualTo(List.of("1", "2"));
        await().until(() -> BROKER.waiting(queue) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp", "core", "azure"})
    void aMessageWhoseTimeIsOverIsNotReceived(String connection) throws JMSException {
        // When
        send(connection, "short", Map.of("HubBusTimeToLive", "1ms"));
        send(connection, "long", Map.of("HubBusTimeToLive", "1h"));
        // Then
        Message message = BROKER.receive(queue);
        assertThat(new String(bytes(message), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("long");
        assertThat(message.getJMSExpiration()).isPositive();
    }

    private static byte[] bytes(Message message) throws JMSException {
        return message instanceof BytesMessage
                ? message.getBody(byte[].class)
                : message.getBody(String.class).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp", "core"})
    void aDelayedMessageIsReceivedWhenItsTimeHasCome(String connection) throws JMSException {
        // When
        send(connection, "later", Map.of("HubBusDelay", "1s"));
        // Then
        Message message = BROKER.receive(queue);
        long now = System.currentTimeMillis();
        assertThat(message.getJMSDeliveryTime())
                .isBetween(message.getJMSTimestamp() + Duration.ofSeconds(1).toMillis(), now);
    }

    @Test
    void forAzureTimeAndIdStandWhereItLooksForThem() throws JMSException {
        // When
        send("azure", "{}", Map.of("HubBusDelay", "10m", "HubBusDuplicateId", "one", "HubBusGroup", "a"));
        // Then: events spec §2.3 [V]: annotation of type timestamp, message-id, group-id; a data section
        Message message = BROKER.receive(queue);
        AmqpJmsMessageFacade facade = (AmqpJmsMessageFacade) ((JmsMessage) message).getFacade();
        assertThat(facade.getTracingAnnotation("x-opt-scheduled-enqueue-time")).isInstanceOf(java.util.Date.class);
        assertThat(List.of(
                        facade.getProviderMessageIdObject(),
                        facade.getGroupId(),
                        facade.getContentType().toString()))
                .isEqualTo(List.of("one", "a", "application/json"));
        assertThat(message).isInstanceOf(BytesMessage.class).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp", "core"})
    void headersThatAreNamedBecomeProperties(String connection) throws JMSException {
        // When
        template.sendBodyAndHeaders(
                "bus:queue:" + queue + "?headers=x-tenant&connection=" + connection,
                "{}",
                Map.of("x-tenant", "north", "x-other", "kept", "HubBusType", "order", "correlation-id", "c-1"));
        // Then
        Message message = BROKER.receive(queue);
        assertThat(List.of(message.getStringProperty("x_tenant"), message.getJMSType(), message.getJMSCorrelationID()))
                .isEqualTo(List.of("north", "order", "c-1"));
        assertThat(message.propertyExists("x_other")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "HubBusPriority, 12, from 0 to 9",
        "HubBusDelay, soon, length of time",
        "HubBusTimeToLive, -1, length of time"
    })
    void aHeaderThatHoldsWhatItCannotIsRefused(String header, String value, String said) {
        assertThatThrownBy(() -> send("amqp", "{}", Map.of(header, value)))
                .isInstanceOf(CamelExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        BusException.class,
                        refused -> assertThat(refused.failure().why()).contains(said));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp", "core", "azure"})
    void messagesAreKeptOverARestartOfTheBroker(String connection) {
        // Given
        List<String> sent = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            send(connection, String.valueOf(n), Map.of());
            sent.add(String.valueOf(n));
        }
        // When
        BROKER.stop();
        BROKER.begin();
        // Then
        await().until(() -> BROKER.waiting(queue) == sent.size());
    }
}
