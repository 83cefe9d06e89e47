package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.simulator.SimulatorSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A hub under the service protection limits (spec §9.1 and §9.2 [D]), their window of 300 s scaled to 3 s, and what an
 * operator sees of it.
 */
@Timeout(300)
class LimitsJourneyTest {

    private static final int WINDOW_SECONDS = 3;
    private static final int REQUESTS = 100;
    private static final int EXECUTION_SECONDS = 1_200;
    private static final int ROWS = 300;
    private static final String USER = SimulatorSettings.DEFAULT_CLIENT_ID;

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
                    TestRoute.singleContactRows("single"),
                    TestRoute.contactRows("joined"),
                    TestRoute.singleContactRows("budgets"))
            .setting("hub.dataverse.window-seconds", String.valueOf(WINDOW_SECONDS));

    @AfterEach
    void noLimits() {
        hub.dataverse().limits(0, 0, WINDOW_SECONDS);
    }

    private static void push(String integration, String keys, int rows) {
        String body = IntStream.range(0, rows)
                .mapToObj(n -> "{\"hub_externalid\":\"%s-%d\",\"lastname\":\"Limit\"}".formatted(keys, n))
                .collect(Collectors.joining("\n"));
        hub.accepted(integration, body, "Content-Type", "application/x-ndjson");
    }

    private static void awaitDelivered(String integration, int rows) {
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(
                        hub.ledger(integration).path("delivered").asInt())
                .isEqualTo(rows));
    }

    @Test
    void threeWindowsOfRequestsAreWrittenAndHardlyOneIsRefused() {
        // Given
        hub.dataverse().limits(REQUESTS, EXECUTION_SECONDS, WINDOW_SECONDS);
        int before = hub.dataverse().refused();

        // When
        push("single", "SINGLE", ROWS);
        awaitDelivered("single", ROWS);

        // Then
        assertThat(hub.dataverse().refused() - before)
                .as(hub.dataverse().statistics().toString())
                .isLessThanOrEqualTo(2);
        assertThat(hub.deadLetters("single")).isEmpty();
    }

    @Test
    void oneRefusalStopsAllCallsAndIsExplainedUntilWorkGoesOn() {
        // Given
        push("joined", "BEFORE", ROWS);
        awaitDelivered("joined", ROWS);
        int before = hub.dataverse().refused();
        hub.dataverse()
                .fault("{\"times\":1,\"status\":429,\"code\":\"0x80072321\",\"retryAfter\":\"4\","
                        + "\"message\":\"Combined execution time of incoming requests exceeded limit.\"}");

        // When
        push("joined", "WHILE", ROWS);
        JsonNode user = awaitPaused();
        HubFixture.CliResult printed = hub.cli("status");
        HubFixture.CliResult json = hub.cli("status", "--json");
        awaitDelivered("joined", 2 * ROWS);

        // Then
        assertThat(printed.out())
                .containsPattern("Dataverse: 127\\.0\\.0\\.1:\\d+: paused until \\d\\d:\\d\\d:\\d\\d \\([1-4] s\\),"
                        + " 0x80072321 on user " + USER + "; next batch \\d+ rows\\.");
        JsonNode told = json.json().path("dataverse").path("users").path(0);
        assertThat(told.path("user").asText()).isEqualTo(USER);
        assertThat(told.path("code").asText()).isEqualTo("0x80072321");
        assertThat(Instant.parse(told.path("pausedUntil").asText()))
                .isCloseTo(Instant.parse(user.path("pausedUntil").asText()), within(1, ChronoUnit.SECONDS));
        assertThat(told.path("nextBatchRows").asInt()).isPositive();
        assertThat(told.path("refused").path("execution_time").asInt()).isEqualTo(1);
        assertThat(hub.dataverse().refused() - before).isEqualTo(1);
        hub.awaitMetric(
                "hub_dataverse_refused_total{environment=\"127.0.0.1:%d\",limit=\"execution_time\",user=\"%s\"} 1.0"
                        .formatted(hub.simulatorPort(), USER));
    }

    private static JsonNode awaitPaused() {
        return await("the governor is paused")
                .atMost(HubFixture.PATIENCE)
                .until(LimitsJourneyTest::user, user -> user.has("pausedUntil"));
    }

    private static JsonNode user() {
        return HubFixture.json(hub.admin("GET", "status", null))
                .path("dataverse")
                .path("users")
                .path(0);
    }

    @Test
    void theBudgetsOfTheUserAreToldInStatusAndMetrics() {
        // Given
        hub.dataverse().limits(REQUESTS, EXECUTION_SECONDS, WINDOW_SECONDS);

        // When
        push("budgets", "BUDGET", 20);
        awaitDelivered("budgets", 20);

        // Then
        JsonNode requests = user().path("requests");
        assertThat(requests.path("used").asDouble()).isPositive();
        assertThat(requests.path("allowed").asDouble()).isGreaterThanOrEqualTo(REQUESTS);
        assertThat(hub.metric(
                        "hub_dataverse_budget_allowed{budget=\"requests\",environment=\"127.0.0.1:%d\",user=\"%s\"}"
                                .formatted(hub.simulatorPort(), USER)))
                .isCloseTo(requests.path("allowed").asDouble(), withPercentage(20));
    }
}
