package io.d365hub;

import static io.d365hub.HubAssertions.assertThatLetter;
import static io.d365hub.failure.FailureKind.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One bad row among a thousand that travel together. UpsertMultiple is all or nothing (spec §4.4 [D]), so the request that
 * carries the bad row fails with all its rows, and is taken apart with $batches.
 */
@Timeout(300)
class OneBadRowTest {

    private static final String INTEGRATION = "rows";
    private static final int ROWS = 1_000;
    private static final int BAD = 617;
    private static final int LATENCY_MILLIS = 20;

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(TestRoute.contactRows(INTEGRATION));

    private static JsonNode ledger;
    private static JsonNode calls;

    @BeforeAll
    static void aThousandRowsArePushedOfWhichDataverseRefusesOne() {
        hub.dataverse().latency(LATENCY_MILLIS);
        String body = IntStream.range(0, ROWS)
                .mapToObj(
                        n -> "{\"hub_externalid\":\"ONE-BAD-%d\",\"lastname\":\"%s\",\"description\":\"of a thousand\"}"
                                // A last name has at most 50 characters.
                                .formatted(n, n == BAD ? "B".repeat(51) : "Good"))
                .collect(Collectors.joining("\n"));
        hub.accepted(INTEGRATION, body, "Content-Type", "application/x-ndjson");
        ledger = await().atMost(HubFixture.PATIENCE)
                .until(
                        () -> hub.ledger(INTEGRATION),
                        line -> line.path("delivered").asInt()
                                        + line.path("dead").asInt()
                                == ROWS);
        calls = hub.dataverse().statistics().path("calls");
    }

    @Test
    void theOthersAreWritten() {
        assertThat(ledger.path("delivered").asInt()).isEqualTo(ROWS - 1);
        assertThat(hub.dataverse().rows("contacts", "description eq 'of a thousand'"))
                .hasSize(ROWS - 1);
    }

    @Test
    void theBadOneIsTheOnlyDeadLetterAndHasItsOwnReason() {
        // When
        List<JsonNode> letters = hub.deadLetters(INTEGRATION);

        // Then
        assertThat(letters).hasSize(1);
        assertThatLetter(hub.letter(letters.get(0).path("id").asText()))
                .hasKind(REFUSED)
                .isExplained()
                .has("recordKey", "ONE-BAD-" + BAD)
                .has("code", "0x80044331")
                .says("why", "lastname");
    }

    @Test
    void theFailedRequestIsTakenApartWithFewBatches() {
        // 250 rows are started in each of two partitions, and a piece has at least 10 rows.
        assertThat(calls.path("batch").path("200").asInt()).as(calls.toString()).isBetween(1, 50);
    }

    @Test
    void theRowsTravelTogetherAllTheSame() {
        int requests = 0;
        for (JsonNode byStatus : calls) {
            for (JsonNode count : byStatus) {
                requests += count.asInt();
            }
        }
        assertThat(requests).as(calls.toString()).isLessThan(ROWS / 4);
    }
}
