package io.d365hub.dataverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.dataverse.client.OddServer;
import io.d365hub.dataverse.client.OddServer.Answer;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.failure.FailureKind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the endpoint makes of messages; the wire itself is tested in the client's package. */
class DataverseComponentTest {

    private static final String ORDER = "{\"ordernumber\":\"1001\",\"name\":\"Order\"}";
    private static final String BY_NUMBER = "dataverse:salesorders?operation=upsert&key=ordernumber";

    private final OddServer far = new OddServer();
    private final CamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void configure() {
        DataverseComponent component = camel.getComponent("dataverse", DataverseComponent.class);
        component.setEnvironmentUrl(far.url().toString());
        component.setTokenUrl(far.url() + "/token");
        component.setClientId("app-1");
        component.setClientSecret("s3cr3t");
        camel.start();
    }

    @AfterEach
    void close() throws Exception {
        camel.close();
        far.close();
    }

    @Test
    void theKeyIsTakenOutOfTheBodyAndIntoTheAddress() {
        // Given
        String uri = BY_NUMBER;
        // When
        send(uri, ORDER);
        // Then
        assertThat(far.request(0)).satisfies(request -> {
            assertThat(request.path()).isEqualTo("/api/data/v9.2/salesorders(ordernumber='1001')");
            assertThat(request.body()).isEqualTo("{\"name\":\"Order\"}");
        });
    }

    @Test
    void theBodyStaysForTheStepsThatFollow() {
        // Given
        String uri = BY_NUMBER;
        // When
        Exchange done = send(uri, ORDER);
        // Then
        assertThat(done.getMessage().getBody()).isEqualTo(ORDER);
    }

    @Test
    void everyFormOfBodyIsUnderstood() throws Exception {
        // Given
        Object[] bodies = {
            ORDER,
            ORDER.getBytes(StandardCharsets.UTF_8),
            new ByteArrayInputStream(ORDER.getBytes(StandardCharsets.UTF_8)),
            Map.of("ordernumber", "1001", "name", "Order"),
            new ObjectMapper().readTree(ORDER)
        };
        // When
        for (Object body : bodies) {
            send(BY_NUMBER, body);
        }
        // Then
        assertThat(far.requests())
                .hasSize(5)
                .extracting(OddServer.Request::body)
                .containsOnly("{\"name\":\"Order\"}");
    }

    @Test
    void aBodyThatIsNoJsonInAnyFormIsSaidSo() {
        // Given
        Object body = new Object();
        // When
        Failure failure = failure(send(BY_NUMBER, body));
        // Then
        assertThat(failure.why()).isEqualTo("The body is a Object, which is not JSON in any form.");
    }

    @Test
    void anExchangeMarkedForRollbackIsNotSentAnyMore() {
        // Given
        Exchange exchange = camel.getEndpoint(BY_NUMBER).createExchange();
        exchange.getMessage().setBody(ORDER);
        exchange.setRollbackOnly(true);
        // When
        Exchange done = camel.createProducerTemplate().send(BY_NUMBER, exchange);
        // Then
        assertThat(failure(done).code()).isEqualTo("withdrawn");
        assertThat(far.requests()).isEmpty();
    }

    @Test
    void theHeaderAddressesTheRowById() {
        // Given
        String id = "5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3";
        // When
        camel.createFluentProducerTemplate()
                .to("dataverse:accounts?operation=delete")
                .withHeader(DataverseConstants.ID, id)
                .send();
        // Then
        assertThat(far.request(0).path()).isEqualTo("/api/data/v9.2/accounts(" + id + ")");
    }

    @Test
    void aRetrievedRowBecomesTheBody() {
        // Given
        far.answers(Answer.json(200, "{\"name\":\"Order\",\"totalamount\":12.50}"));
        // When
        Exchange done = send(
                "dataverse:salesorders?operation=retrieve&key=ordernumber&select=name,totalamount",
                "{\"ordernumber\":\"1001\"}");
        // Then
        assertThat(done.getMessage().getBody()).isEqualTo("{\"name\":\"Order\",\"totalamount\":12.50}");
    }

    @Test
    void aRowThatIsNotThereCannotBeRetrieved() {
        // Given
        far.answers(Answer.error(
                404, "0x80060891", "A record with the specified key values does not exist in salesorder entity"));
        // When
        Failure failure =
                failure(send("dataverse:salesorders?operation=retrieve&key=ordernumber", "{\"ordernumber\":\"1\"}"));
        // Then
        assertThat(failure)
                .extracting(Failure::kind, Failure::what)
                .containsExactly(FailureKind.REFUSED, "A row of salesorders (key ordernumber) was not read.");
    }

    @Test
    void aServicesErrorReachesTheClassifierWithItsMeaning() {
        // Given
        far.answers(Answer.error(403, "0x80040220", "Principal user is missing prvWriteSalesOrder privilege"));
        // When
        Failure failure = failure(send(BY_NUMBER, ORDER));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.MISCONFIGURED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":"x"}                     | Key column 'ordernumber' is missing.
            {"ordernumber":null}             | Key column 'ordernumber' is missing.
            {"ordernumber":""}               | Key column 'ordernumber' is empty.
            {"ordernumber":{"a":1}}          | Key column 'ordernumber' must hold a text or a number.
            {"ordernumber":"\\ud800"}        | Key column 'ordernumber' holds half of a Unicode character.
            {"ordernumber":"1"               | The body is not JSON (line 1, column 19).
            {"ordernumber":"1"} {}           | The body is not JSON (line 1, column 21).
            [1]                              | The body must be a JSON object, not array.
            ``                               | The body must be a JSON object; it is empty.
            {"ordernumber":"1","c@odata.bind":{"table":"accounts"}} | Lookup 'c@odata.bind': 'key' (an object of column and value) or 'id' is missing.
            {"ordernumber":"1","c@odata.bind":{"table":"a/b","id":"5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3"}} | Lookup 'c@odata.bind': 'a/b' cannot be the name of a table: give its entity set name, e.g. salesorders.
            """)
    void aBodyThatHoldsNoRowIsUnreadableAndTheComplaintNamesWhatIsMissing(String body, String why) {
        // Given
        String uri = BY_NUMBER;
        // When
        Failure failure = failure(send(uri, body));
        // Then
        assertThat(failure).extracting(Failure::kind, Failure::why).containsExactly(FailureKind.UNREADABLE, why);
    }

    @Test
    void withoutKeyOrIdTheMessageSaysNoRow() {
        // Given
        String uri = "dataverse:salesorders";
        // When
        Failure failure = failure(send(uri, ORDER));
        // Then
        assertThat(failure.why())
                .isEqualTo("Which row is meant? Name the columns of an alternate key in the option 'key' of the"
                        + " endpoint, or give the row's id in the header CamelDataverseId.");
    }

    @Test
    void keyValuesOfEveryTypeAreWrittenAsTheServiceWantsThem() {
        // Given
        String uri =
                "dataverse:bld_sites?key=bld_code:text,bld_number,bld_from:date,bld_at:datetime,_bld_regionid_value";
        // When
        send(uri, """
                {"bld_code": 17, "bld_number": 4.50, "bld_from": "2026-01-31", "bld_at": "2026-01-31T10:00:00+01:00",
                 "_bld_regionid_value": "5B1F0F0E-7D2A-EF11-840A-000D3AB1C2D3"}""");
        // Then
        assertThat(far.request(0).path())
                .isEqualTo("/api/data/v9.2/bld_sites(bld_code='17',bld_number=4.50,bld_from=2026-01-31,"
                        + "bld_at=2026-01-31T09%3A00%3A00Z,_bld_regionid_value=5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3)");
    }

    @Test
    void aMisspeltOptionStopsTheStartByName() {
        // Given
        String uri = "dataverse:salesorders?operaton=upsert";
        // When / Then
        assertThatThrownBy(() -> camel.getEndpoint(uri)).hasMessageContaining("operaton");
    }

    @Test
    void anUnknownTypeOfAKeyColumnStopsTheStart() {
        // Given
        String uri = "dataverse:salesorders?key=ordernumber:money";
        // When / Then
        assertThatThrownBy(() -> camel.getEndpoint(uri))
                .hasStackTraceContaining("Key column 'ordernumber:money' has the type 'money'; there are text, number,"
                        + " date, datetime, guid");
    }

    @Test
    void aMissingOptionOfTheComponentStopsTheStartByName() {
        // Given
        DataverseComponent component = camel.getComponent("dataverse", DataverseComponent.class);
        component.setClientSecret(" ");
        // When / Then
        assertThatThrownBy(component::client)
                .hasMessage("The option 'clientSecret' of the component dataverse is not set."
                        + " Set camel.component.dataverse.clientSecret");
    }

    @Test
    void theHealthCheckTellsWhetherDataverseKnowsUs() {
        // Given
        far.answers(Answer.json(200, "{\"UserId\":\"5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3\"}"));
        // When
        HealthCheck.Result result =
                HealthCheckHelper.getHealthCheck(camel, "component:dataverse").call();
        // Then
        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void theHealthCheckSaysWhyDataverseIsAway() {
        // Given
        far.answers(Answer.error(403, "0x80072560", "The user is not a member of the organization."));
        // When
        HealthCheck.Result result = HealthCheckRegistry.get(camel)
                .getCheck("component:dataverse")
                .orElseThrow()
                .call();
        // Then
        assertThat(result.getMessage().orElseThrow()).contains("The user is not a member of the organization.");
    }

    private Exchange send(String uri, Object body) {
        return camel.createFluentProducerTemplate().to(uri).withBody(body).send();
    }

    private static Failure failure(Exchange exchange) {
        return new FailureClassifier().classify(exchange.getException());
    }
}
