package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.bus.ForeignBroker;
import io.d365hub.simulator.event.EventSettings;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps of service endpoints for queues and topics. Expectations are those of the fact sheet on events, sections 2.1 and 2.2. */
@Timeout(300)
class BusEventsTest {

    private static final String CLAIMS = "http://schemas.microsoft.com/xrm/2011/Claims/";
    private static final ForeignBroker BROKER = ForeignBroker.start();

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.with(SimulatorSettings.defaults()
            .withSeed(SimulatorSettings.Seed.EMPTY)
            .withEvents(
                    new EventSettings(1, 20, true, 4, 100, false, List.of(200L, 200L, 400L, 800L, 1600L, 3200L), 2)));

    private final Registrar registrar = new Registrar(dataverse);

    @AfterAll
    static void stop() throws IOException {
        BROKER.close();
    }

    private void register(int contract, int format, String path) {
        register(contract, format, path, "Create");
    }

    private void register(int contract, int format, String path, String message) {
        String endpoint = registrar.bus(contract, format, BROKER.amqp(), path);
        registrar.step(endpoint, message, "account", "{}");
    }

    private void create(String name) {
        dataverse.post("accounts", "{\"name\":\"" + name + "\"}");
    }

    private static String type(Message message) {
        return ((AmqpJmsMessageFacade) ((JmsMessage) message).getFacade())
                .getContentType()
                .toString();
    }

    private static byte[] body(Message message) throws JMSException {
        return message instanceof BytesMessage
                ? message.getBody(byte[].class)
                : message.getBody(String.class).getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode job(String filter) {
        return Awaitility.await()
                .until(
                        () -> dataverse
                                .get("asyncoperations?$filter=" + filter)
                                .json()
                                .at("/value/0"),
                        job -> !job.isMissingNode());
    }

    @Test
    void aQueueGetsTheSameDocumentAsAWebhook() throws Exception {
        // Given
        BROKER.queue("json");
        register(6, 2, "json");
        // When
        create("Adventure Works");
        // Then: section 2.1 [V], "Content type on the message: application/json"; section 1.3 [V], the same document
        Message message = BROKER.receive("json");
        JsonNode document = SimulatorFixture.JSON.readTree(body(message));
        assertThat(type(message)).isEqualTo("application/json");
        assertThat(document.path("MessageName").asText()).isEqualTo("Create");
    }

    @Test
    void propertiesSayWhatItIsAbout() throws Exception {
        // Given
        BROKER.queue("claims");
        register(6, 2, "claims");
        // When
        create("Adventure Works");
        // Then: section 2.2, EntityLogicalName [V], the others [C]
        Message message = BROKER.receive("claims");
        assertThat(List.of(
                        message.getStringProperty(CLAIMS + "EntityLogicalName"),
                        message.getStringProperty(CLAIMS + "RequestName"),
                        message.propertyExists("MessageMaxSizeExceeded")))
                .isEqualTo(List.of("account", "Create", false));
    }

    @Test
    void textXmlIsWrittenAsDataContractSerializerDoes() throws Exception {
        // Given
        BROKER.queue("xml");
        register(6, 3, "xml");
        // When
        create("Adventure Works");
        // Then: section 2.1 [V] for the content type; the document's form [U]
        Message message = BROKER.receive("xml");
        assertThat(type(message)).isEqualTo("application/xml");
        assertThat(new String(body(message), StandardCharsets.UTF_8))
                .startsWith("<RemoteExecutionContext xmlns=\"http://schemas.microsoft.com/xrm/2011/Contracts\"")
                .contains(
                        "<b:key>name</b:key><b:value xmlns:c=\"http://www.w3.org/2001/XMLSchema\" i:type=\"c:string\">Adventure Works</b:value>");
    }

    @Test
    void withoutAnotherFormatItIsBinaryXml() throws Exception {
        // Given: section 2.1 [V], 1 Binary XML is the default
        BROKER.queue("binary");
        register(6, 1, "binary");
        // When
        create("Adventure Works");
        // Then
        assertThat(type(BROKER.receive("binary"))).isEqualTo("application/msbin1");
    }

    @Test
    void aTopicTellsItsSubscriptions() throws Exception {
        // Given
        BROKER.subscription("events", "hub");
        register(5, 2, "events");
        // When
        create("Adventure Works");
        // Then
        assertThat(BROKER.receive("events::hub")).isNotNull();
    }

    @Test
    void above192KilobytesTheLargePartsAreLeftOut() throws Exception {
        // Given
        BROKER.queue("large");
        register(6, 2, "large", "CreateMultiple");
        String target = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"N\",\"description\":\""
                + "x".repeat(1_900) + "\"}";
        // When
        dataverse.post(
                "accounts/Microsoft.Dynamics.CRM.CreateMultiple",
                "{\"Targets\":[" + String.join(",", Collections.nCopies(60, target)) + "]}");
        // Then: section 2.1 [V]; 228,000 characters, as they stand in the targets and in their parent
        Message message = BROKER.receive("large");
        assertThat(message.propertyExists("MessageMaxSizeExceeded")).isTrue();
        assertThat(SimulatorFixture.JSON.readTree(body(message)).has("InputParameters"))
                .isFalse();
    }

    @Test
    void aBusThatIsAwayIsTriedAgain() throws Exception {
        // Given: section 2.1 [V], the job stays in "Wait" and is posted again at growing intervals
        BROKER.queue("away");
        register(6, 2, "away");
        BROKER.stop();
        create("Adventure Works");
        job("statuscode eq 10");
        // When
        BROKER.begin();
        // Then
        assertThat(BROKER.receive("away")).isNotNull();
    }

    @Test
    void anotherContractIsRefusedClearly() {
        // Given: section 2.1 [V], relays need .NET
        register(7, 2, "hub");
        // When
        create("Adventure Works");
        // Then
        assertThat(job("statuscode eq 31").path("message").asText()).contains("contract 7");
    }
}
