package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.HubFixture.CliResult;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample company's virtual tables in a whole hub, as Dataverse asks for them and as their author looks at them. */
class VirtualTablesJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> TOO_SLOW = Set.of(503, 504);

    @RegisterExtension
    static final HubFixture HUB = HubFixture.shipped();

    @RegisterExtension
    static final PrintedLog LOG = new PrintedLog();

    private static HttpResponse<String> get(String path) {
        return HUB.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + HUB.httpPort() + "/virtual/" + path))
                .header("X-API-Key", HUB.developmentKey()));
    }

    private static JsonNode read(String path) {
        // A machine under load may take longer than the sample's tables allow: they are asked again, as Dataverse
        // would.
        HttpResponse<String> answer = await().until(() -> get(path), read -> !TOO_SLOW.contains(read.statusCode()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("No JSON: " + answer.body(), e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static List<String> all(JsonNode page, String column) {
        List<String> all = new ArrayList<>();
        page.path("value").forEach(row -> all.add(row.path(column).asText()));
        return all;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    company/StockLevels   | OnHand lt 40 and Warehouse eq 'tampere' | OnHand desc,Name | StockLevelId
                    company/ExchangeRates | Rate gt 1                               | Rate             | ExchangeRateId
                    company/Books         | Pages gt 200 and contains(Title,'A')    | Title            | BookId
                    library/Books         | Pages gt 200 and contains(Title,'A')    | Title            | BookId
                    """)
    void theGridOfATableIsReadPageByPageAndEachRowOpensByItsKey(String table, String filter, String order, String key) {
        // Given
        String grid = table + "?$count=true&$top=2&$orderby=" + encoded(order) + "&$filter=" + encoded(filter);
        // When
        JsonNode first = read(grid);
        JsonNode second = read(grid + "&$skip=2");
        // Then
        List<String> keys = new ArrayList<>(all(first, key));
        keys.addAll(all(second, key));
        assertThat(keys).hasSize(4).doesNotHaveDuplicates();
        assertThat(first.path("@odata.count").asInt()).isGreaterThanOrEqualTo(4);
        assertThat(read(table + "(" + keys.get(3) + ")").path(key).asText()).isEqualTo(keys.get(3));
    }

    @Test
    void aTableThatComesFromAnotherServiceHasTheSameRowsInTheSameOrder() {
        assertThat(read("company/Books?$orderby=" + encoded("Author desc,Title"))
                        .path("value"))
                .isEqualTo(read("library/Books?$orderby=" + encoded("Author desc,Title"))
                        .path("value"));
    }

    @Test
    void nextLinksLeadThroughTheWholeTable() {
        // Given
        JsonNode page = read("company/StockLevels?$count=true&$select=Name");
        int count = page.path("@odata.count").asInt();
        List<String> names = new ArrayList<>(all(page, "Name"));
        // When
        while (page.has("@odata.nextLink")) {
            String next = page.path("@odata.nextLink").asText();
            page = read(next.substring(next.indexOf("/virtual/") + "/virtual/".length()));
            names.addAll(all(page, "Name"));
        }
        // Then
        assertThat(names).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    void aQuestionThatCannotBeAnsweredIsRefusedAndNotLogged() {
        // Given
        List<String> logged = new ArrayList<>();
        // When
        HttpResponse<String> refused = get("company/Books?$filter=" + encoded("year(Published) eq 2010"));
        HttpResponse<String> unknown = await().until(
                        () -> {
                            int before = LOG.lines().size();
                            HttpResponse<String> answer = get("company/Books(00000000-0000-4000-8000-000000000001)");
                            logged.clear();
                            logged.addAll(
                                    LOG.lines().subList(before, LOG.lines().size()));
                            return answer;
                        },
                        answer -> !TOO_SLOW.contains(answer.statusCode()));
        // Then
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(501);
        assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(404);
        assertThat(logged).filteredOn(line -> line.contains("irtual")).isEmpty();
    }

    @Test
    void theCommandLineListsTheTables() {
        CliResult list = HUB.cli("virtual", "list", "--json");
        assertThat(list.exitCode()).as(list.toString()).isZero();
        assertThat(list.json().path("tables").findValuesAsText("table"))
                .containsExactlyInAnyOrder(
                        "company/StockLevels", "company/ExchangeRates", "company/Books", "library/Books");
    }

    @ParameterizedTest
    @ValueSource(strings = {"company/StockLevels", "company/ExchangeRates", "company/Books", "library/Books"})
    void theCommandLineDescribesATable(String table) {
        CliResult described = HUB.cli("virtual", "describe", table);
        assertThat(described.exitCode()).as(described.toString()).isZero();
        assertThat(described.out())
                .contains(
                        table,
                        "External Name " + table.substring(table.indexOf('/') + 1, table.length() - 1),
                        "Edm.Guid",
                        "Edm.String");
    }

    @Test
    void theCommandLineAsksATable() {
        CliResult asked = await().until(
                        () -> HUB.cli(
                                "virtual",
                                "query",
                                "company/ExchangeRates",
                                "--filter",
                                "Rate gt 1",
                                "--orderby",
                                "Rate",
                                "--top",
                                "1",
                                "--count"),
                        answer -> !answer.err().contains("The hub answered 50"));
        assertThat(asked.exitCode()).as(asked.toString()).isZero();
        assertThat(asked.out()).contains("USD", "of 5");
    }

    @ParameterizedTest
    @CsvSource({"company/Nope, Name eq 'x', 404", "company/Books, Nope eq 1, 400", "company/Books, Title eq 'x, 400"})
    void theCommandLineTellsWhatIsWrongWithAQuestion(String table, String filter, String status) {
        CliResult asked = HUB.cli("virtual", "query", table, "--filter", filter);
        assertThat(asked.exitCode()).as(asked.toString()).isEqualTo(1);
        assertThat(asked.err()).contains("The hub answered " + status, "./hub virtual list");
    }
}
