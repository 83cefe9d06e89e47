package io.d365hub.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.failure.FailureKind;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import io.d365hub.simulator.control.Fault;
import io.d365hub.simulator.limits.Limits;
import io.d365hub.simulator.operation.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint against the simulator: what a route writes is there, and what goes wrong has its meaning. */
class DataverseRoundTripTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORDERS = "dataverse:salesorders?key=ordernumber";
    private static final String CUSTOMER =
            "\"customerid_account@odata.bind\":{\"table\":\"accounts\",\"key\":{\"accountnumber\":\"C-10001\"}}";

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
        simulator.client(SimulatorSettings.DEFAULT_CLIENT_ID, SimulatorSettings.DEFAULT_CLIENT_SECRET);
        simulator.limits(Limits.documented());
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
    void anUpsertedRowCanBeRetrieved() {
        // Given
        succeed(ORDERS, "{\"ordernumber\":\"1001\",\"name\":\"First\",\"freightamount\":12.50," + CUSTOMER + "}");
        // When
        JsonNode row = retrieve("1001");
        // Then
        assertThat(row.path("name").asText()).isEqualTo("First");
    }

    @Test
    void anUpsertOfARowThatExistsChangesIt() {
        // Given
        succeed(ORDERS, order("1001", "First"));
        // When
        succeed(ORDERS, order("1001", "Second"));
        // Then
        assertThat(retrieve("1001").path("name").asText()).isEqualTo("Second");
        assertThat(simulator.count("salesorders")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "O'Brien",
                "a/b",
                "a\\b",
                "a%2Fb",
                "a&b",
                "a+b",
                "a#b",
                "a?b",
                "a:b",
                "a<b>",
                "a*b",
                "a b",
                "Å😀",
                "a,b=c(d)",
                "\"x\"",
                "'",
                "a;b",
                "a@b",
                "$1",
                "100%"
            })
    void aKeyOfAnyCharactersIsWrittenTwiceAndIsOneRow(String number) {
        // Given
        String key = JSON.getNodeFactory().textNode(number).toString();
        succeed(ORDERS, "{\"ordernumber\":" + key + ",\"name\":\"First\"," + CUSTOMER + "}");
        // When
        succeed(ORDERS, "{\"ordernumber\":" + key + ",\"name\":\"Second\"," + CUSTOMER + "}");
        // Then
        JsonNode row = json(
                succeed("dataverse:salesorders?operation=retrieve&key=ordernumber", "{\"ordernumber\":" + key + "}"));
        assertThat(row.path("ordernumber").asText()).isEqualTo(number);
        assertThat(row.path("name").asText()).isEqualTo("Second");
        assertThat(simulator.count("salesorders")).isEqualTo(1);
    }

    @Test
    void aCreatedRowTellsItsId() {
        // Given
        Exchange created = send("dataverse:accounts?operation=create", "{\"name\":\"Fabrikam\"}");
        String id = created.getMessage().getHeader(DataverseConstants.ID, String.class);
        // When
        Exchange read = camel.createFluentProducerTemplate()
                .to("dataverse:accounts?operation=retrieve&select=name")
                .withHeader(DataverseConstants.ID, id)
                .send();
        // Then
        assertThat(json(read).path("name").asText()).isEqualTo("Fabrikam");
    }

    @Test
    void aCreateWithTheSameIdTwiceIsOneRow() {
        // Given
        long before = simulator.count("accounts");
        String id = UUID.randomUUID().toString();
        // When
        for (int i = 0; i < 2; i++) {
            Exchange exchange = camel.createFluentProducerTemplate()
                    .to("dataverse:accounts?operation=create")
                    .withHeader(DataverseConstants.ID, id)
                    .withBody("{\"name\":\"Fabrikam\"}")
                    .send();
            assertThat(exchange.getException()).isNull();
        }
        // Then
        assertThat(simulator.count("accounts") - before).isEqualTo(1);
    }

    @Test
    void anUpdateOfAMissingRowIsRefused() {
        // Given
        String uri = "dataverse:salesorders?operation=update&key=ordernumber";
        // When
        Failure failure = failure(uri, "{\"ordernumber\":\"nope\",\"name\":\"x\"}");
        // Then
        assertThat(failure)
                .extracting(Failure::kind, Failure::missingParent)
                .containsExactly(FailureKind.REFUSED, false);
    }

    @Test
    void aDeletedRowIsGoneAndDeletingItAgainIsNoFailure() {
        // Given
        succeed(ORDERS, order("1001", "First"));
        succeed("dataverse:salesorders?operation=delete&key=ordernumber", "{\"ordernumber\":\"1001\"}");
        // When
        succeed("dataverse:salesorders?operation=delete&key=ordernumber", "{\"ordernumber\":\"1001\"}");
        // Then
        assertThat(simulator.count("salesorders")).isZero();
    }

    @Test
    void anOrderIsWrittenTogetherWithItsLines() {
        // Given
        String changeset = changeset("1001", "C-10001");
        // When
        Exchange done = succeed("dataverse:salesorders?operation=changeset", changeset);
        // Then
        assertThat(json(done).path("rows")).hasSize(3);
        assertThat(List.of(simulator.count("salesorders"), simulator.count("salesorderdetails")))
                .containsExactly(1L, 2L);
    }

    @Test
    void anOrderWithASlashInItsNumberIsWrittenTogetherWithItsLines() {
        // Given
        String changeset = changeset("2026/1001", "C-10001");
        succeed("dataverse:salesorders?operation=changeset", changeset);
        // When
        succeed("dataverse:salesorders?operation=changeset", changeset);
        // Then
        assertThat(List.of(simulator.count("salesorders"), simulator.count("salesorderdetails")))
                .containsExactly(1L, 2L);
    }

    @Test
    void anOrderOfAnUnknownCustomerIsNotWrittenAtAllAndTheLookupIsNamed() {
        // Given
        String changeset = changeset("1001", "C-99999");
        // When
        Failure failure = failure("dataverse:salesorders?operation=changeset", changeset);
        // Then
        assertThat(failure)
                .extracting(Failure::kind, Failure::missingParent)
                .containsExactly(FailureKind.REFUSED, true);
        assertThat(failure.why())
                .endsWith("The lookup customerid_account points to a row of accounts (by accountnumber) that does not"
                        + " exist.");
        assertThat(simulator.count("salesorders")).isZero();
    }

    @Test
    void aChangesetWhoseAnswerWasLostIsTheSameAfterItsRepetition() {
        // Given
        simulator.fault(new Fault(OperationKind.BATCH, 1, 0, null, null, null, null, true, false, false, null, null));
        String changeset = changeset("1001", "C-10001");
        Failure lost = failure("dataverse:salesorders?operation=changeset", changeset);
        // When
        succeed("dataverse:salesorders?operation=changeset", changeset);
        // Then
        assertThat(lost.code()).isEqualTo("answer-lost");
        assertThat(List.of(simulator.count("salesorders"), simulator.count("salesorderdetails")))
                .containsExactly(1L, 2L);
    }

    @Test
    void aCreateWhoseAnswerWasLostIsOneRow() {
        // Given
        long before = simulator.count("accounts");
        simulator.fault(new Fault(OperationKind.ANY, 1, 0, null, null, null, null, true, false, false, null, null));
        // When
        succeed("dataverse:accounts?operation=create", "{\"name\":\"Fabrikam\"}");
        // Then
        assertThat(simulator.count("accounts") - before).isEqualTo(1);
    }

    @Test
    void anUnknownTableIsAMatterOfTheSetUp() {
        // Given
        String uri = "dataverse:salesorder?key=ordernumber";
        // When
        Failure failure = failure(uri, order("1", "x"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.MISCONFIGURED);
    }

    @Test
    void anUnknownColumnIsAMatterOfTheSetUp() {
        // Given
        String body = "{\"ordernumber\":\"1\",\"nam\":\"x\"," + CUSTOMER + "}";
        // When
        Failure failure = failure(ORDERS, body);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.MISCONFIGURED);
        assertThat(failure.why()).contains("'nam'");
    }

    @Test
    void anUndeclaredKeyIsAMatterOfTheSetUp() {
        // Given
        String uri = "dataverse:salesorders?key=name";
        // When
        Failure failure = failure(uri, order("1", "x"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.MISCONFIGURED);
    }

    @Test
    void aTextThatIsTooLongIsRefusedInTheServicesWords() {
        // Given
        String body = "{\"ordernumber\":\"1\",\"name\":\"" + "x".repeat(400) + "\"," + CUSTOMER + "}";
        // When
        Failure failure = failure(ORDERS, body);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failure.why()).contains("maximum allowed length").doesNotContain("xxxx");
    }

    @Test
    void aRevokedTokenIsRenewedUnseen() {
        // Given
        succeed(ORDERS, order("1", "First"));
        simulator.revokeTokens();
        // When
        succeed(ORDERS, order("1", "Second"));
        // Then
        assertThat(retrieve("1").path("name").asText()).isEqualTo("Second");
    }

    @Test
    void aWrongSecretIsAMatterOfTheSetUp() {
        // Given
        simulator.client(SimulatorSettings.DEFAULT_CLIENT_ID, "changed");
        // When
        Failure failure = failure(ORDERS, order("1", "x"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.MISCONFIGURED);
        assertThat(failure.why()).contains("AADSTS").doesNotContain(SimulatorSettings.DEFAULT_CLIENT_SECRET);
    }

    @Test
    void aDeadlockIsTransient() {
        // Given
        simulator.fault(Fault.answering(OperationKind.UPSERT, 500, "0x80044150"));
        // When
        Failure failure = failure(ORDERS, order("1", "x"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void beyondTheLimitCallsAreRefusedWithTheTimeToWait() {
        // Given
        simulator.limits(new Limits(3, 0, 0, 300, 4));
        for (int i = 0; i < 3; i++) {
            succeed(ORDERS, order("1", "x" + i));
        }
        failure(ORDERS, order("1", "y"));
        // When
        Failure failure = failure(ORDERS, order("1", "z"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(failure.retryAfter()).isPresent();
    }

    @Test
    void aThousandOrdersAtOnceNeverExceedTheHintedConcurrency() {
        // Given
        simulator.limits(new Limits(0, 0, 8, 300, 6));
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        // When
        for (int i = 0; i < 1000; i++) {
            String body = order("N-" + i, "x");
            sent.add(
                    template.asyncSend(ORDERS, exchange -> exchange.getMessage().setBody(body)));
        }
        // Then
        assertThat(sent).allSatisfy(exchange -> assertThat(exchange.join().getException())
                .isNull());
        assertThat(simulator.count("salesorders")).isEqualTo(1000);
    }

    private Exchange send(String uri, Object body) {
        return template.send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    private Exchange succeed(String uri, Object body) {
        Exchange exchange = send(uri, body);
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException().getMessage(), exchange.getException());
        }
        return exchange;
    }

    private Failure failure(String uri, Object body) {
        return new FailureClassifier().classify(send(uri, body).getException());
    }

    private JsonNode retrieve(String number) {
        return json(succeed(
                "dataverse:salesorders?operation=retrieve&key=ordernumber", "{\"ordernumber\":\"" + number + "\"}"));
    }

    private static JsonNode json(Exchange exchange) {
        try {
            return JSON.readTree(exchange.getMessage().getBody(String.class));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String order(String number, String name) {
        return "{\"ordernumber\":\"" + number + "\",\"name\":\"" + name + "\"," + CUSTOMER + "}";
    }

    private static String changeset(String number, String customer) {
        String line = """
                {"operation":"upsert","table":"salesorderdetails","key":{"hub_externalid":"%s-%s"},
                 "columns":{"productdescription":"Kettle","quantity":1,"priceperunit":449.00,
                   "salesorderid@odata.bind":{"table":"salesorders","key":{"ordernumber":"%s"}}}}""";
        return """
                {"rows":[{"operation":"upsert","key":{"ordernumber":"%s"},
                  "columns":{"name":"Order","customerid_account@odata.bind":
                    {"table":"accounts","key":{"accountnumber":"%s"}}}},%s,%s]}""".formatted(
                        number, customer, line.formatted(number, "1", number), line.formatted(number, "2", number));
    }
}
