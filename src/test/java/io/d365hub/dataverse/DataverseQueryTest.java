package io.d365hub.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.failure.FailureKind;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions of a route against the simulator. */
class DataverseQueryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 25;

    private static Simulator simulator;

    private final List<String> taken = new ArrayList<>();
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
    void start() throws Exception {
        camel = new DefaultCamelContext();
        DataverseComponent component = camel.getComponent("dataverse", DataverseComponent.class);
        component.setEnvironmentUrl(simulator.url().toString());
        component.setTokenUrl(simulator.tokenUrl().toString());
        component.setClientId(SimulatorSettings.DEFAULT_CLIENT_ID);
        component.setClientSecret(SimulatorSettings.DEFAULT_CLIENT_SECRET);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:export")
                        .to("dataverse:salesorders?operation=query&select=ordernumber&orderBy=ordernumber&pageSize=10")
                        .split(body())
                        .streaming()
                        .process(exchange ->
                                taken.add(number(exchange.getMessage().getBody(String.class))));
            }
        });
        camel.start();
        template = camel.createProducerTemplate();
        String rows = IntStream.range(0, ROWS)
                .mapToObj(
                        i -> "{\"key\":{\"ordernumber\":\"%04d\"},\"columns\":{\"name\":\"Order %d\"}}".formatted(i, i))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        succeed("dataverse:salesorders?operation=changeset", "{\"rows\":[" + rows + "]}", Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
        simulator.reset();
    }

    @Test
    void aStreamingSplitTakesTheRowsOfAllPages() {
        // Given
        List<String> all = IntStream.range(0, ROWS).mapToObj("%04d"::formatted).toList();
        // When
        template.sendBody("direct:export", "");
        // Then
        assertThat(taken).containsExactlyElementsOf(all);
    }

    @Test
    void aSinglePageNamesTheNextOne() throws Exception {
        // Given
        String uri = "dataverse:salesorders?operation=query&orderBy=ordernumber&pageSize=10&paging=single";
        Exchange first = succeed(uri, "", Map.of());
        // When
        Exchange second = succeed(
                uri,
                "",
                Map.of(
                        DataverseConstants.NEXT_PAGE,
                        first.getMessage().getHeader(DataverseConstants.NEXT_PAGE, String.class)));
        // Then
        JsonNode page = JSON.readTree(second.getMessage().getBody(String.class));
        assertThat(page.path("value").path(0).path("ordernumber").asText()).isEqualTo("0010");
    }

    @Test
    void theLastPageNamesNoneAfterIt() {
        // Given
        String uri = "dataverse:salesorders?operation=query&pageSize=100&paging=single";
        // When
        Exchange only = succeed(uri, "", Map.of(DataverseConstants.ROWS, 0));
        // Then
        assertThat(only.getMessage().getHeader(DataverseConstants.NEXT_PAGE)).isNull();
        assertThat(only.getMessage().getHeader(DataverseConstants.ROWS)).isEqualTo(ROWS);
    }

    @Test
    void aHeaderTakesThePlaceOfTheFilter() {
        // Given
        String uri = "dataverse:salesorders?operation=count";
        // When
        Exchange done = succeed(uri, "", Map.of(DataverseConstants.FILTER, "ordernumber lt '0005'"));
        // Then
        assertThat(done.getMessage().getBody()).isEqualTo(5L);
        assertThat(done.getMessage().getHeader(DataverseConstants.COUNTED_BY)).isEqualTo("count");
    }

    @Test
    void aColumnThatThereIsNotFailsInTheQueryAndNotInTheSplit() {
        // Given
        String uri = "dataverse:salesorders?operation=query&select=ordernumbr";
        // When
        Exchange done = send(uri, "", Map.of());
        // Then
        assertThat(failure(done).kind()).isEqualTo(FailureKind.MISCONFIGURED);
    }

    @Test
    void aFunctionAnswersInTheBody() throws Exception {
        // Given
        String uri = "dataverse:systemusers?operation=function&name=WhoAmI";
        // When
        Exchange done = succeed(uri, null, Map.of());
        // Then
        assertThat(JSON.readTree(done.getMessage().getBody(String.class))
                        .path("UserId")
                        .asText())
                .hasSize(36);
    }

    @Test
    void oneColumnIsWrittenAndClearedAgain() throws Exception {
        // Given
        String row = "dataverse:salesorders?key=ordernumber&column=name&operation=";
        succeed(row + "setColumn", "{\"ordernumber\":\"0001\",\"value\":\"Renamed\"}", Map.of());
        // When
        List<String> names = List.of(name("0001"), clearedName(row));
        // Then
        assertThat(names).containsExactly("Renamed", "null");
    }

    private String clearedName(String row) throws Exception {
        succeed(row + "clearColumn", "{\"ordernumber\":\"0001\"}", Map.of());
        return name("0001");
    }

    @Test
    void aVersionOfTheRowGuardsItsChange() throws Exception {
        // Given
        String read = "dataverse:salesorders?operation=retrieve&key=ordernumber";
        String write = "dataverse:salesorders?operation=update&key=ordernumber";
        Object version = succeed(read, "{\"ordernumber\":\"0002\"}", Map.of())
                .getMessage()
                .getHeader(DataverseConstants.VERSION);
        Map<String, Object> guarded = Map.of(DataverseConstants.IF_MATCH, version);
        succeed(write, "{\"ordernumber\":\"0002\",\"name\":\"Mine\"}", guarded);
        // When
        Exchange second = send(write, "{\"ordernumber\":\"0002\",\"name\":\"Yours\"}", guarded);
        // Then
        assertThat(failure(second).code()).isEqualTo("0x80060882");
        assertThat(name("0002")).isEqualTo("Mine");
    }

    @Test
    void aRepresentationTellsTheIdOfAnUpsertByKey() {
        // Given
        String uri = "dataverse:salesorders?key=ordernumber&returnRepresentation=true&select=salesorderid";
        // When
        Exchange done = succeed(uri, "{\"ordernumber\":\"0003\",\"name\":\"Known\"}", Map.of());
        // Then
        assertThat(done.getMessage().getHeader(DataverseConstants.ID, String.class))
                .hasSize(36);
        assertThat(done.getMessage().getHeader(DataverseConstants.STATUS)).isEqualTo(200);
    }

    @Test
    void formattedValuesComeBesideTheirColumns() throws Exception {
        // Given
        String uri = "dataverse:salesorders?operation=retrieve&key=ordernumber&select=statecode&formattedValues=true";
        // When
        Exchange done = succeed(uri, "{\"ordernumber\":\"0004\"}", Map.of());
        // Then
        assertThat(JSON.readTree(done.getMessage().getBody(String.class))
                        .has("statecode@OData.Community.Display.V1.FormattedValue"))
                .isTrue();
    }

    private String name(String number) throws Exception {
        Exchange done = succeed(
                "dataverse:salesorders?operation=retrieve&key=ordernumber",
                "{\"ordernumber\":\"" + number + "\"}",
                Map.of());
        return JSON.readTree(done.getMessage().getBody(String.class))
                .path("name")
                .asText();
    }

    private static String number(String row) {
        try {
            return JSON.readTree(row).path("ordernumber").asText();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Exchange succeed(String uri, Object body, Map<String, Object> headers) {
        Exchange done = send(uri, body, headers);
        assertThat(done.getException()).isNull();
        return done;
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
        });
    }

    private static Failure failure(Exchange done) {
        return new FailureClassifier().classify(done.getException());
    }
}
