package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.HubFixture.CliResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The batches that are there in every {@code ./hub run}, as somebody who tries the product for the first time starts them: the
 * customers of the embedded ERP database, a price list in the drop folder, changed accounts to a file.
 */
@Timeout(300)
class BatchSamplesJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CUSTOMERS = "customers-from-erp";
    private static final String PRICES = "prices-from-csv";
    private static final String CHANGES = "accounts-changes-to-file";

    @RegisterExtension
    static final HubFixture HUB = HubFixture.shipped();

    private static CliResult dryRunOfCustomers;
    private static CliResult dryRunOfChanges;
    private static JsonNode fromErpAfterDryRun;
    private static List<JsonNode> lettersAfterDryRun;
    private static boolean filesAfterDryRun;
    private static JsonNode customers;
    private static JsonNode changes;

    /** What a first look takes: dry runs, then the runs. */
    @BeforeAll
    static void everythingIsTriedOnce() throws IOException {
        dryRunOfCustomers = HUB.cli("batch", "start", CUSTOMERS, "--dry-run");
        dryRunOfChanges = HUB.cli("batch", "start", CHANGES, "--dry-run");
        fromErpAfterDryRun = HUB.dataverse().rows("accounts", "hub_sourcesystem eq 'erp'");
        lettersAfterDryRun = HUB.deadLetters(CUSTOMERS);
        filesAfterDryRun = Files.exists(outFolder());
        dropPrices();
        customers = run(CUSTOMERS);
        changes = run(CHANGES);
    }

    private static Path outFolder() {
        return HUB.data().resolve("out/accounts");
    }

    /** A list that has lain there for a while, so that nobody waits for its end. */
    private static void dropPrices() throws IOException {
        Path folder = Files.createDirectories(HUB.data().resolve("drop/prices"));
        Path part = Files.copy(Path.of("samples", "prices.csv"), folder.resolve("prices.csv.part"));
        Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
        Files.move(part, folder.resolve("prices.csv"));
    }

    private static JsonNode run(String batch) {
        CliResult result = HUB.cli("batch", "start", batch, "--wait", "--json");
        assertThat(result.err()).isEmpty();
        return result.json();
    }

    private static JsonNode pricesRun() {
        return await("the price list was read")
                .atMost(HubFixture.PATIENCE)
                .until(
                        () -> {
                            // Looked for each minute; whoever tries it does not wait for that.
                            HUB.cli("batch", "start", PRICES, "--wait");
                            for (JsonNode run : HUB.cli("batch", "history", PRICES, "--json")
                                    .json()
                                    .path("runs")) {
                                if (run.path("read").asInt() > 0
                                        && !run.path("state").asText().equals("running")) {
                                    return run;
                                }
                            }
                            return null;
                        },
                        run -> run != null);
    }

    private static List<JsonNode> newestFile() throws IOException {
        try (Stream<Path> files = Files.list(outFolder())) {
            Path newest = files.max((one, other) -> Long.compare(
                            one.toFile().lastModified(), other.toFile().lastModified()))
                    .orElseThrow();
            List<JsonNode> rows = new ArrayList<>();
            for (String line : Files.readAllLines(newest)) {
                rows.add(JSON.readTree(line));
            }
            return rows;
        }
    }

    @Test
    void allCustomersArriveButTheTwentyThatTheMappingRefuses() {
        assertThat(customers.path("read").asInt()).isEqualTo(10_000);
        assertThat(customers.path("written").asInt()).isEqualTo(9_980);
        assertThat(customers.path("rejected").asInt()).isEqualTo(20);
        assertThat(HUB.dataverse()
                        .row("accounts", "accountnumber", "C-10042")
                        .path("hub_sourcesystem")
                        .asText())
                .isEqualTo("erp");
    }

    @Test
    void aRefusedCustomerIsADeadLetterWithItsRowAndTheReason() {
        // When
        List<JsonNode> letters = HUB.deadLetters(CUSTOMERS);
        // Then
        assertThat(letters).hasSize(20);
        JsonNode letter = HUB.letter(letters.get(0).path("id").asText());
        assertThat(letter.toString()).contains("customer_no", "was not sent to Dataverse", "the next run takes it");
    }

    @Test
    void theNextRunOfCustomersReadsHardlyAnything() {
        assertThat(run(CUSTOMERS).path("read").asInt()).isLessThan(10);
    }

    @Test
    void aDryRunTellsWhatWouldBecomeOfEachCustomer() {
        assertThat(dryRunOfCustomers.out())
                .contains("Dry run of batch customers-from-erp completed: read 10,000", "would be rejected: 20")
                .containsPattern("would be created: 9,\\d+")
                .containsPattern("would be updated: [1-9]");
    }

    @Test
    void aDryRunWritesNothing() {
        assertThat(dryRunOfChanges.out()).contains("Nothing was written.");
        assertThat(fromErpAfterDryRun).isEmpty();
        assertThat(lettersAfterDryRun).isEmpty();
        assertThat(filesAfterDryRun).isFalse();
    }

    @Test
    void aPriceListIsDeliveredButTheFiveLinesThatAreWrong() {
        // When
        JsonNode run = pricesRun();
        // Then
        assertThat(run.path("written").asInt()).isEqualTo(495);
        assertThat(run.path("rejected").asInt()).isEqualTo(5);
        assertThat(HUB.deadLetters(PRICES)).hasSize(5);
        assertThat(HUB.data().resolve("drop/prices/archive")).isNotEmptyDirectory();
        assertThat(HUB.dataverse()
                        .row("products", "productnumber", "SKU-1001")
                        .path("price")
                        .decimalValue())
                .isEqualByComparingTo("28.92");
    }

    @Test
    void theFirstRunOfChangesWritesTheWholeTable() {
        assertThat(changes.path("state").asText()).isEqualTo("completed");
        assertThat(changes.path("written").asInt()).isGreaterThanOrEqualTo(9_980);
    }

    @Test
    void theNextRunOfChangesWritesJustWhatHasChangedSince() throws IOException {
        // Given
        run(CHANGES);
        String changed = HUB.dataverse()
                .row("accounts", "accountnumber", "C-10007")
                .path("accountid")
                .asText();
        String deleted = HUB.dataverse()
                .row("accounts", "accountnumber", "C-10009")
                .path("accountid")
                .asText();
        HUB.dataverse().call("PATCH", "accounts(" + changed + ")", "{\"name\":\"Renamed\"}");
        HUB.dataverse().call("DELETE", "accounts(" + deleted + ")", null);
        // When
        JsonNode run = run(CHANGES);
        // Then
        assertThat(run.path("written").asInt()).isEqualTo(2);
        assertThat(newestFile())
                .anySatisfy(row -> {
                    assertThat(row.path("accountid").asText()).isEqualTo(changed);
                    assertThat(row.path("name").asText()).isEqualTo("Renamed");
                })
                .anySatisfy(row -> {
                    assertThat(row.path("accountid").asText()).isEqualTo(deleted);
                    assertThat(row.has("@removed")).isTrue();
                });
    }
}
