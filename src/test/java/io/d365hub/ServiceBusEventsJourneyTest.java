package io.d365hub;

import static io.d365hub.HubAssertions.assertThatLetter;
import static io.d365hub.failure.FailureKind.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.bus.ForeignBroker;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Dataverse tells an AMQP broker, registered by the hub itself with the profile of Azure Service Bus, and the hub hears it. The
 * bus is an Artemis: no Azure is to be had here.
 */
@Timeout(300)
class ServiceBusEventsJourneyTest {

    private static final String EVENTS = "bus-events";
    private static final ForeignBroker BROKER = ForeignBroker.start();

    @RegisterExtension
    @Order(1)
    static final HubFixture hub = HubFixture.with(TestRoute.queuedAccountEvents(EVENTS, "contoso", "dv-events"))
            .setting("hub.bus.contoso.url", BROKER.amqp())
            .setting("hub.bus.contoso.profile", "servicebus")
            .setting("hub.bus.contoso.policy", "dataverse-send");

    private final String number = "SB-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void register() throws Exception {
        BROKER.queue("dv-events");
        HubFixture.CliResult registered = hub.cli("dataverse", "register", "--yes", "--json");
        assertThat(registered.exitCode()).as(registered.toString()).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        BROKER.close();
    }

    private JsonNode awaitContact() {
        hub.dataverse().createAccount(number);
        String id = hub.dataverse()
                .row("accounts", "accountnumber", number)
                .path("accountid")
                .asText();
        return hub.dataverse().awaitRow("contacts", "hub_externalid", "account-events-" + id, found -> true);
    }

    private void setFormat(int format) {
        String id = hub.dataverse()
                .rows("serviceendpoints", "name eq 'd365-hub/contoso/dv-events'")
                .path(0)
                .path("serviceendpointid")
                .asText();
        hub.dataverse().call("PATCH", "serviceendpoints(" + id + ")", "{\"messageformat\":" + format + "}");
    }

    @Test
    void aChangeReachesItsRouteAsJson() {
        // Given
        setFormat(2);
        // When, Then
        assertThat(awaitContact().path("lastname").asText()).isEqualTo("Create");
    }

    @Test
    void aChangeReachesItsRouteAsXmlToo() {
        // Given
        setFormat(3);
        // When, Then
        assertThat(awaitContact().path("lastname").asText()).isEqualTo("Create");
    }

    @Test
    void theEndpointIsAPersistentQueueWithJson() {
        JsonNode endpoint = hub.dataverse()
                .rows("serviceendpoints", "name eq 'd365-hub/contoso/dv-events'")
                .path(0);
        assertThat(List.of(
                        endpoint.path("contract").asInt(),
                        endpoint.path("path").asText(),
                        endpoint.path("saskeyname").asText()))
                .isEqualTo(List.of(6, "dv-events", "dataverse-send"));
    }

    @Test
    void binaryXmlIsADeadLetterThatSaysWhatToSet() {
        // Given
        setFormat(1);
        int before = hub.deadLetters(EVENTS).size();
        // When
        hub.dataverse().createAccount(number);
        // Then
        assertThatLetter(newestLetter(before)).hasKind(UNREADABLE).says("mend", "messageformat=2");
    }

    @Test
    void somethingElseInTheQueueIsADeadLetterAndStopsNothing() {
        // Given
        setFormat(2);
        int before = hub.deadLetters(EVENTS).size();
        // When
        BROKER.send("dv-events", "{\"hello\":\"world\"}");
        // Then
        assertThatLetter(newestLetter(before)).hasKind(UNREADABLE).isExplained();
        assertThat(awaitContact().isMissingNode()).isFalse();
    }

    @Test
    void registeringAgainChangesNothing() {
        // Given
        setFormat(2);
        // When
        HubFixture.CliResult again = hub.cli("dataverse", "register", "--yes", "--json");
        // Then
        assertThat(again.json().path("actions")).as(again.toString()).isEmpty();
    }

    private static JsonNode newestLetter(int before) {
        await().atMost(HubFixture.PATIENCE).until(() -> hub.deadLetters(EVENTS).size() > before);
        return hub.letter(hub.deadLetters(EVENTS).get(0).path("id").asText());
    }
}
