package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.d365hub.HubFixture.CliResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The changes of a table of the simulated Dataverse, run by run into files. Each test begins with runs that have seen
 * everything that is there.
 */
@Timeout(300)
class DataverseChangesJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESYNCS = "products-resync";
    private static final String STOPS = "products-stop";
    private static final String TOGETHER = "products-together";

    @RegisterExtension
    static final HubFixture HUB = HubFixture.with(
            changesOfProducts(RESYNCS, "resync", 1),
            changesOfProducts(STOPS, "stop", 1),
            changesOfProducts(TOGETHER, "resync", 100));

    private static boolean loaded;
    private static JsonNode load = MissingNode.getInstance();
    private static List<JsonNode> loadedRows = List.of();

    private static TestRoute changesOfProducts(String batch, String onExpired, int chunk) {
        return TestRoute.file(batch + "-to-file", """
                - route:
                    id: %s-to-file
                    from:
                      uri: kamelet:dataverse-changes-source
                      parameters:
                        batch: %s
                        table: products
                        select: productnumber,name
                        pageSize: 50
                        onExpired: %s
                        recordKey: /productid
                        chunk: %d
                      steps:
                        - to: {uri: kamelet:ndjson-file-sink, parameters: {directory: out/%s}}
                """.formatted(batch, batch, onExpired, chunk, batch));
    }

    @BeforeEach
    void everythingWasRead() throws IOException {
        if (!loaded) {
            load = run(RESYNCS);
            loadedRows = rowsOf(RESYNCS, load);
            loaded = true;
        } else {
            run(RESYNCS);
        }
        run(STOPS, "--full");
    }

    private static JsonNode run(String batch, String... options) {
        CliResult result =
                HUB.cli(Stream.concat(Stream.of("batch", "start", batch, "--wait", "--json"), Stream.of(options))
                        .toArray(String[]::new));
        assertThat(result.err()).isEmpty();
        return result.json();
    }

    /** What a run has written; nothing when it made no file. */
    private static List<JsonNode> rowsOf(String batch, JsonNode run) throws IOException {
        String id = run.path("id").asText().substring(0, 8);
        List<JsonNode> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(HUB.data().resolve("out/" + batch))) {
            for (Path file : files.filter(each -> each.toString().contains("." + id + "."))
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    rows.add(JSON.readTree(line));
                }
            }
        }
        return rows;
    }

    private static int productsInDataverse() {
        return HUB.dataverse().rows("products", "productnumber ne null").size();
    }

    private static String product(String number) {
        HUB.dataverse()
                .call(
                        "PATCH",
                        "products(productnumber='" + number + "')",
                        "{\"name\":\"Made for a test\",\"price\":1}");
        return HUB.dataverse()
                .row("products", "productnumber", number)
                .path("productid")
                .asText();
    }

    @Test
    void theFirstRunReadsTheWholeTableAcrossItsPages() {
        assertThat(load.path("state").asText()).isEqualTo("completed");
        assertThat(loadedRows).hasSizeGreaterThan(50).allSatisfy(row -> assertThat(row.has("productnumber"))
                .isTrue());
    }

    @Test
    void aRunAfterWhichNothingHappenedReadsNothing() throws IOException {
        // When
        JsonNode run = run(RESYNCS);
        // Then
        assertThat(run.path("read").asInt()).isZero();
        assertThat(rowsOf(RESYNCS, run)).isEmpty();
    }

    @Test
    void aRowThatWasMadeAndOneThatWasChangedAreRead() throws IOException {
        // Given
        String made = product("T-MADE");
        String changed = loadedRows.get(0).path("productid").asText();
        HUB.dataverse().call("PATCH", "products(" + changed + ")", "{\"name\":\"Renamed\"}");
        // When
        List<JsonNode> rows = rowsOf(RESYNCS, run(RESYNCS));
        // Then
        assertThat(rows).extracting(row -> row.path("productid").asText()).containsExactlyInAnyOrder(made, changed);
    }

    @Test
    void aRowThatWasDeletedIsMarkedAsRemovedWithItsKey() throws IOException {
        // Given
        String gone = product("T-GONE");
        run(RESYNCS);
        HUB.dataverse().call("DELETE", "products(" + gone + ")", null);
        // When
        List<JsonNode> rows = rowsOf(RESYNCS, run(RESYNCS));
        // Then
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.path("productid").asText()).isEqualTo(gone);
            assertThat(row.path("@removed").path("reason").asText()).isEqualTo("deleted");
        });
    }

    @Test
    void rowsThatTravelTogetherAreWrittenAsOthersAre() throws IOException {
        // Given
        String gone = product("T-TOGETHER");
        List<JsonNode> whole = rowsOf(TOGETHER, run(TOGETHER));
        // What changed while the table was read comes twice.
        assertThat(whole.stream().map(row -> row.path("productid").asText()).distinct())
                .hasSize(productsInDataverse())
                .contains(gone);
        HUB.dataverse().call("DELETE", "products(" + gone + ")", null);
        String made = product("T-TOGETHER-2");
        // When
        List<JsonNode> rows = rowsOf(TOGETHER, run(TOGETHER));
        // Then
        assertThat(rows).hasSize(2).anySatisfy(row -> {
            assertThat(row.path("productid").asText()).isEqualTo(gone);
            assertThat(row.path("@removed").path("reason").asText()).isEqualTo("deleted");
        });
        assertThat(rows)
                .anySatisfy(row -> assertThat(row.path("productid").asText()).isEqualTo(made));
    }

    @Test
    void moreChangesThanAPageHoldsAreAllRead() throws IOException {
        // Given
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            made.add(product("T-MANY-" + i));
        }
        // When
        List<JsonNode> rows = rowsOf(RESYNCS, run(RESYNCS));
        // Then
        assertThat(rows).extracting(row -> row.path("productid").asText()).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void anExpiredPositionHasTheTableReadAgain() {
        // Given
        HUB.dataverse().expireChanges();
        // When
        JsonNode run = run(RESYNCS);
        // Then
        assertThat(run.path("state").asText()).isEqualTo("completed");
        assertThat(run.path("read").asInt()).isGreaterThanOrEqualTo(productsInDataverse());
    }

    @Test
    void aRunAfterTheTableWasReadAgainReadsChangesOnly() {
        // Given
        HUB.dataverse().expireChanges();
        run(RESYNCS);
        product("T-LATER");
        // When
        JsonNode run = run(RESYNCS);
        // Then
        assertThat(run.path("read").asInt()).isEqualTo(1);
    }

    @Test
    void anExpiredPositionStopsTheRunWhereSomebodyIsToDecide() {
        // Given
        HUB.dataverse().expireChanges();
        // When
        JsonNode run = run(STOPS);
        // Then
        assertThat(run.path("state").asText()).isEqualTo("failed");
        assertThat(run.path("error").asText()).contains("./hub batch start " + STOPS + " --full");
    }

    @Test
    void aFullReloadGoesOnAfterAnExpiredPosition() {
        // Given
        HUB.dataverse().expireChanges();
        run(STOPS);
        run(STOPS, "--full");
        product("T-AFTER");
        // When
        JsonNode run = run(STOPS);
        // Then
        assertThat(run.path("state").asText()).isEqualTo("completed");
        assertThat(run.path("read").asInt()).isEqualTo(1);
    }

    @Test
    void aRangeIsRefusedAndTheNextRunGoesOnAsIfNobodyHadAsked() {
        // Given
        assertThat(run(RESYNCS, "--from", "2026-01-01").path("error").asText())
                .contains("Start the run without a range");
        product("T-RANGE");
        // When
        JsonNode run = run(RESYNCS);
        // Then
        assertThat(run.path("state").asText()).isEqualTo("completed");
        assertThat(run.path("read").asInt()).isEqualTo(1);
    }
}
