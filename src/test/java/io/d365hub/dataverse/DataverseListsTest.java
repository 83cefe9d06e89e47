package io.d365hub.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.failure.FailureKind;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import io.d365hub.simulator.control.Fault;
import io.d365hub.simulator.operation.OperationKind;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies with several rows, links between rows, and metadata, against the simulator. */
class DataverseListsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BATCH = "dataverse:salesorders?operation=batch";
    private static final String GOOD = "{\"key\":{\"ordernumber\":\"1\"},\"columns\":{\"name\":\"One\"}}";
    private static final String BAD = "{\"key\":{\"ordernumber\":\"2\"},\"columns\":{\"nonsense\":\"Two\"}}";
    private static final String LAST = "{\"key\":{\"ordernumber\":\"3\"},\"columns\":{\"name\":\"Three\"}}";

    private static Simulator simulator;

    private CamelContext camel;
    private ProducerTemplate template;

    @BeforeAll
    static void startSimulator() {
        simulator = Simulator.start(SimulatorSettings.defaults().withPort(0));
    }

    @AfterAll
    static void stopSimulator() {
        simulator.close();
    }

    @BeforeEach
    void start() {
        camel = new DefaultCamelContext();
        DataverseComponent component = camel.getComponent("dataverse", DataverseComponent.class);
        component.setEnvironmentUrl(simulator.url().toString());
        component.setTokenUrl(simulator.tokenUrl().toString());
        component.setClientId(SimulatorSettings.DEFAULT_CLIENT_ID);
        component.setClientSecret(SimulatorSettings.DEFAULT_CLIENT_SECRET);
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
        simulator.clearFaults();
        simulator.reset();
    }

    @Test
    void aBulkUpsertSendsTheLastRowOfEachKey() throws Exception {
        // Given
        String rows = "[{\"ordernumber\":\"1\",\"name\":\"First\"},{\"ordernumber\":\"2\",\"name\":\"Other\"},"
                + "{\"ordernumber\":\"1\",\"name\":\"Last\"}]";
        // When
        Exchange done = succeed("dataverse:salesorders?operation=upsertMultiple&key=ordernumber", rows);
        // Then
        assertThat(done.getMessage().getHeader(DataverseConstants.ROWS)).isEqualTo(2);
        assertThat(name("1")).isEqualTo("Last");
    }

    @Test
    void aBulkCreateTellsTheIdsOfItsRows() throws Exception {
        // Given
        String rows = "[{\"ordernumber\":\"1\"},{\"ordernumber\":\"2\"}]";
        // When
        Exchange done = succeed("dataverse:salesorders?operation=createMultiple", rows);
        // Then
        assertThat(body(done).path("rows").findValuesAsText("id"))
                .hasSize(2)
                .allMatch(id -> id.length() == 36)
                .doesNotHaveDuplicates();
    }

    @Test
    void aBulkCreateWhoseAnswerIsLostMakesEachRowOnce() {
        // Given
        simulator.fault(
                new Fault(OperationKind.CREATEMULTIPLE, 1, 0, null, null, null, null, true, false, false, null, null));
        // When
        succeed("dataverse:salesorders?operation=createMultiple", "[{\"name\":\"A\"},{\"name\":\"B\"}]");
        // Then
        assertThat(simulator.count("salesorders")).isEqualTo(2);
    }

    @Test
    void oneBadRowUndoesABulkMessage() {
        // Given
        String rows = "[{\"ordernumber\":\"1\",\"name\":\"A\"},{\"ordernumber\":\"2\",\"nonsense\":1}]";
        // When
        Exchange done = send("dataverse:salesorders?operation=upsertMultiple&key=ordernumber", rows);
        // Then
        assertThat(failure(done).kind()).isEqualTo(FailureKind.MISCONFIGURED);
        assertThat(simulator.count("salesorders")).isZero();
    }

    @Test
    void aBulkUpdateByKeyIsRefusedBeforeAnythingIsSent() {
        // Given
        String rows = "[{\"ordernumber\":\"1\",\"name\":\"A\"}]";
        // When
        Exchange done = send("dataverse:salesorders?operation=updateMultiple&key=ordernumber", rows);
        // Then
        assertThat(failure(done)).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE);
            assertThat(failure.why()).contains("Row 1").contains("upsertMultiple");
        });
    }

    @Test
    void aBatchStopsAtThePartThatFails() throws Exception {
        // Given
        String parts = "[" + GOOD + "," + BAD + "," + LAST + "]";
        // When
        Exchange done = succeed(BATCH, parts);
        // Then
        assertThat(body(done).path("parts").findValuesAsText("state")).containsExactly("done", "failed", "not_run");
        assertThat(simulator.count("salesorders")).isEqualTo(1);
    }

    @Test
    void aBatchThatGoesOnTellsTheResultOfEachPart() throws Exception {
        // Given
        String parts = "[" + GOOD + "," + BAD + "," + LAST + ",{\"changeset\":[" + GOOD.replace("One", "Again") + ","
                + BAD + "]}]";
        // When
        Exchange done = succeed(BATCH + "&continueOnError=true", parts);
        // Then
        assertThat(body(done).path("parts").findValuesAsText("state"))
                .containsExactly("done", "failed", "done", "failed");
        assertThat(done.getMessage().getHeader(DataverseConstants.FAILED)).isEqualTo(2);
        assertThat(name("1")).isEqualTo("One");
    }

    @Test
    void aRowWhoseKeyNoAddressHoldsGoesThroughABatchAllTheSame() throws Exception {
        // Given
        String parts = "[" + GOOD + "," + GOOD.replace("\"1\"", "\"a/b\"") + "," + LAST + "]";
        // When
        Exchange done = succeed(BATCH, parts);
        // Then
        assertThat(body(done).path("parts").findValuesAsText("state")).containsExactly("done", "done", "done");
        assertThat(simulator.count("salesorders")).isEqualTo(3);
    }

    @Test
    void moreThanAThousandOperationsAreNotSent() {
        // Given
        String parts = IntStream.range(0, 1001)
                .mapToObj(i -> GOOD.replace("\"1\"", "\"n" + i + "\""))
                .collect(Collectors.joining(",", "[", "]"));
        // When
        Exchange done = send(BATCH, parts);
        // Then
        assertThat(failure(done)).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE);
            assertThat(failure.why()).contains("1001 operations");
        });
    }

    @Test
    void rowsAreJoinedAndPartedAgain() throws Exception {
        // Given
        String contact = id(succeed("dataverse:contacts?operation=create", "{\"lastname\":\"Berg\"}"));
        String account = id(succeed("dataverse:accounts?operation=create", "{\"name\":\"Fabrikam\"}"));
        String join = "{\"related\":{\"table\":\"contacts\",\"id\":\"" + contact + "\"}}";
        String uri = "dataverse:accounts?navigation=contact_customer_accounts&operation=";
        // When
        with(account, uri + "associate", join);
        String joined = account(contact);
        with(account, uri + "disassociate", join);
        // Then
        assertThat(joined).isEqualTo(account);
        assertThat(account(contact)).isEqualTo("null");
    }

    @Test
    void metadataTellColumnsAndKeys() throws Exception {
        // Given
        String uri = "dataverse:salesorders?operation=metadata";
        // When
        JsonNode table = body(succeed(uri, null));
        // Then
        assertThat(table.path("PrimaryIdAttribute").asText()).isEqualTo("salesorderid");
        assertThat(table.path("Attributes").findValuesAsText("LogicalName")).contains("ordernumber");
        assertThat(table.path("Keys").path(0).path("KeyAttributes").path(0).asText())
                .isEqualTo("ordernumber");
    }

    private String account(String contact) throws Exception {
        Exchange done = with(contact, "dataverse:contacts?operation=retrieve", null);
        return body(done).path("_parentcustomerid_value").asText();
    }

    private Exchange with(String id, String uri, String body) {
        Exchange done = template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(DataverseConstants.ID, id);
        });
        assertThat(done.getException()).isNull();
        return done;
    }

    private static String id(Exchange done) {
        return done.getMessage().getHeader(DataverseConstants.ID, String.class);
    }

    private String name(String number) throws Exception {
        Exchange done = succeed(
                "dataverse:salesorders?operation=retrieve&key=ordernumber", "{\"ordernumber\":\"" + number + "\"}");
        return body(done).path("name").asText();
    }

    private static JsonNode body(Exchange done) throws Exception {
        return JSON.readTree(done.getMessage().getBody(String.class));
    }

    private Exchange succeed(String uri, Object body) {
        Exchange done = send(uri, body);
        assertThat(done.getException()).isNull();
        return done;
    }

    private Exchange send(String uri, Object body) {
        return template.request(uri, exchange -> exchange.getMessage().setBody(body));
    }

    private static Failure failure(Exchange done) {
        return new FailureClassifier().classify(done.getException());
    }
}
