package io.d365hub.dataverse;

import static io.d365hub.dataverse.SimulatedDataverse.failure;
import static io.d365hub.dataverse.SimulatedDataverse.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Questions of a route against the simulator. */
class DataverseQueryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 25;

    @RegisterExtension
    final SimulatedDataverse dataverse = new SimulatedDataverse();

    private final List<String> taken = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        dataverse.camel().addRoutes(new RouteBuilder() {
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
        String rows = IntStream.range(0, ROWS)
                .mapToObj(
                        i -> "{\"key\":{\"ordernumber\":\"%04d\"},\"columns\":{\"name\":\"Order %d\"}}".formatted(i, i))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        dataverse.succeed("dataverse:salesorders?operation=changeset", "{\"rows\":[" + rows + "]}", Map.of());
    }

    @Test
    void aStreamingSplitTakesTheRowsOfAllPages() {
        // Given
        List<String> all = IntStream.range(0, ROWS).mapToObj("%04d"::formatted).toList();
        // When
        dataverse.succeed("direct:export", "");
        // Then
        assertThat(taken).containsExactlyElementsOf(all);
    }

    @Test
    void aSinglePageNamesTheNextOne() throws Exception {
        // Given
        String uri = "dataverse:salesorders?operation=query&orderBy=ordernumber&pageSize=10&paging=single";
        Exchange first = dataverse.succeed(uri, "", Map.of());
        // When
        Exchange second = dataverse.succeed(
                uri,
                "",
                Map.of(
                        DataverseConstants.NEXT_PAGE,
                        first.getMessage().getHeader(DataverseConstants.NEXT_PAGE, String.class)));
        // Then
        JsonNode page = json(second);
        assertThat(page.path("value").path(0).path("ordernumber").asText()).isEqualTo("0010");
    }

    @Test
    void theLastPageNamesNoneAfterIt() {
        // Given
        String uri = "dataverse:salesorders?operation=query&pageSize=100&paging=single";
        // When
        Exchange only = dataverse.succeed(uri, "", Map.of(DataverseConstants.ROWS, 0));
        // Then
        assertThat(only.getMessage().getHeader(DataverseConstants.NEXT_PAGE)).isNull();
        assertThat(only.getMessage().getHeader(DataverseConstants.ROWS)).isEqualTo(ROWS);
    }

    @Test
    void aHeaderTakesThePlaceOfTheFilter() {
        // Given
        String uri = "dataverse:salesorders?operation=count";
        // When
        Exchange done = dataverse.succeed(uri, "", Map.of(DataverseConstants.FILTER, "ordernumber lt '0005'"));
        // Then
        assertThat(done.getMessage().getBody()).isEqualTo(5L);
        assertThat(done.getMessage().getHeader(DataverseConstants.COUNTED_BY)).isEqualTo("count");
    }

    @Test
    void aColumnThatThereIsNotFailsInTheQueryAndNotInTheSplit() {
        // Given
        String uri = "dataverse:salesorders?operation=query&select=ordernumbr";
        // When
        Exchange done = dataverse.send(uri, "", Map.of());
        // Then
        assertThat(failure(done).kind()).isEqualTo(FailureKind.MISCONFIGURED);
    }

    @Test
    void aFunctionAnswersInTheBody() throws Exception {
        // Given
        String uri = "dataverse:systemusers?operation=function&name=WhoAmI";
        // When
        Exchange done = dataverse.succeed(uri, null, Map.of());
        // Then
        assertThat(json(done).path("UserId").asText()).hasSize(36);
    }

    @Test
    void oneColumnIsWrittenAndClearedAgain() throws Exception {
        // Given
        String row = "dataverse:salesorders?key=ordernumber&column=name&operation=";
        dataverse.succeed(row + "setColumn", "{\"ordernumber\":\"0001\",\"value\":\"Renamed\"}", Map.of());
        // When
        List<String> names = List.of(name("0001"), clearedName(row));
        // Then
        assertThat(names).containsExactly("Renamed", "null");
    }

    private String clearedName(String row) throws Exception {
        dataverse.succeed(row + "clearColumn", "{\"ordernumber\":\"0001\"}", Map.of());
        return name("0001");
    }

    @Test
    void aVersionOfTheRowGuardsItsChange() throws Exception {
        // Given
        String read = "dataverse:salesorders?operation=retrieve&key=ordernumber";
        String write = "dataverse:salesorders?operation=update&key=ordernumber";
        Object version = dataverse
                .succeed(read, "{\"ordernumber\":\"0002\"}", Map.of())
                .getMessage()
                .getHeader(DataverseConstants.VERSION);
        Map<String, Object> guarded = Map.of(DataverseConstants.IF_MATCH, version);
        dataverse.succeed(write, "{\"ordernumber\":\"0002\",\"name\":\"Mine\"}", guarded);
        // When
        Exchange second = dataverse.send(write, "{\"ordernumber\":\"0002\",\"name\":\"Yours\"}", guarded);
        // Then
        assertThat(failure(second).code()).isEqualTo("0x80060882");
        assertThat(name("0002")).isEqualTo("Mine");
    }

    @Test
    void aRepresentationTellsTheIdOfAnUpsertByKey() {
        // Given
        String uri = "dataverse:salesorders?key=ordernumber&returnRepresentation=true&select=salesorderid";
        // When
        Exchange done = dataverse.succeed(uri, "{\"ordernumber\":\"0003\",\"name\":\"Known\"}", Map.of());
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
        Exchange done = dataverse.succeed(uri, "{\"ordernumber\":\"0004\"}", Map.of());
        // Then
        assertThat(json(done).has("statecode@OData.Community.Display.V1.FormattedValue"))
                .isTrue();
    }

    private String name(String number) throws Exception {
        Exchange done = dataverse.succeed(
                "dataverse:salesorders?operation=retrieve&key=ordernumber",
                "{\"ordernumber\":\"" + number + "\"}",
                Map.of());
        return json(done).path("name").asText();
    }

    private static String number(String row) {
        try {
            return JSON.readTree(row).path("ordernumber").asText();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Numbers of orders as the values of one condition, indented as a person would write them. */
    private static String longFetchXml(int values, int indent) {
        String blanks = "\n" + " ".repeat(indent);
        return "<fetch><entity name='salesorder'><attribute name='ordernumber'/><order attribute='ordernumber'/><filter>"
                + "<condition attribute='ordernumber' operator='in'>"
                + IntStream.range(0, values)
                        .mapToObj("<value>%04d</value>"::formatted)
                        .collect(Collectors.joining(blanks, blanks, "\n"))
                + "</condition></filter></entity></fetch>";
    }

    /** An address may have 32,768 characters, inside a batch 65,536 (spec §1.1 [D]). */
    @Test
    void fetchXmlOfAHundredKilobytesTravelsInABatchPageByPage() {
        // Given
        String xml = longFetchXml(1_500, 60);
        // When
        Exchange answer = dataverse.succeed(
                "dataverse:salesorders?operation=query&paging=single&pageSize=10",
                "",
                Map.of(DataverseConstants.FETCH_XML, xml));
        Exchange second = dataverse.succeed(
                "dataverse:salesorders?operation=query&paging=single&pageSize=10",
                "",
                Map.of(
                        DataverseConstants.FETCH_XML,
                        xml,
                        DataverseConstants.NEXT_PAGE,
                        answer.getMessage().getHeader(DataverseConstants.NEXT_PAGE)));
        // Then
        assertThat(xml).hasSizeGreaterThan(100_000);
        assertThat(numbers(answer)).hasSize(10).startsWith("0000");
        assertThat(numbers(second)).hasSize(10).startsWith("0010");
    }

    private static List<String> numbers(Exchange answer) {
        return json(answer).path("value").findValuesAsText("ordernumber");
    }

    @Test
    void aQueryThatNoBatchTakesIsRefusedBeforeItIsSent() {
        // When
        var failure = failure(dataverse.send(
                "dataverse:salesorders?operation=query&paging=single",
                "",
                Map.of(DataverseConstants.FETCH_XML, longFetchXml(5_000, 0))));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failure.code()).isEqualTo("address-too-long");
        assertThat(failure.mend()).contains("Shorten the query");
    }
}
