package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.simulator.control.Fault;
import io.d365hub.simulator.control.Latency;
import io.d365hub.simulator.limits.Limits;
import io.d365hub.simulator.operation.OperationKind;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 9 of the fact sheet. The clock stands still unless a test moves it. */
class LimitsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.with(SimulatorSettings.defaults()
            .withClock(InstantSource.fixed(NOON))
            .withClients(Map.of(
                    SimulatorSettings.DEFAULT_CLIENT_ID, SimulatorSettings.DEFAULT_CLIENT_SECRET,
                    SimulatorFixture.SECOND_CLIENT, SimulatorFixture.SECOND_SECRET)));

    private void call(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(dataverse.get("WhoAmI").status()).isEqualTo(200);
        }
    }

    private static int retryAfter(SimulatorFixture.Answer answer) {
        return Integer.parseInt(answer.header("Retry-After"));
    }

    @Test
    @DisplayName("T27 [D] §9.1: the 6,001st request of a user in the window is refused, another user's is not")
    void tooManyRequestsOfOneUserAreRefused() {
        // Given
        call(6000);
        // When
        SimulatorFixture.Answer refused = dataverse.get("WhoAmI");
        dataverse.use(dataverse.token(SimulatorFixture.SECOND_CLIENT, SimulatorFixture.SECOND_SECRET));
        int ofAnotherUser = dataverse.get("WhoAmI").status();
        // Then
        assertThat(refused.error()).isEqualTo("429 0x80072322");
        assertThat(refused.errorMessage())
                .isEqualTo("Number of requests exceeded the limit of 6000 over time window of 300 seconds.");
        assertThat(retryAfter(refused)).isBetween(1, 300);
        assertThat(ofAnotherUser).isEqualTo(200);
    }

    @Test
    @DisplayName("[D] §9.2: nothing is processed before Retry-After has passed, and everything after")
    void thePauseEndsWhenItWasSaidTo() {
        // Given
        dataverse.simulator().limits(new Limits(10, 0, 0, 30, 4));
        call(10);
        int seconds = retryAfter(dataverse.get("WhoAmI"));
        // When
        dataverse.simulator().advanceClock(Duration.ofMillis(seconds * 1000L - 1001));
        int before = dataverse.get("WhoAmI").status();
        dataverse.simulator().advanceClock(Duration.ofSeconds(30));
        int after = dataverse.get("WhoAmI").status();
        // Then
        assertThat(before).isEqualTo(429);
        assertThat(after).isEqualTo(200);
    }

    @Test
    @DisplayName("[D] §9.2: a client that waits as long as it was told is served")
    void aClientThatWaitsIsServed() {
        // Given
        dataverse.simulator().limits(new Limits(10, 0, 0, 30, 4));
        call(10);
        int seconds = retryAfter(dataverse.get("WhoAmI"));
        // When
        dataverse.simulator().advanceClock(Duration.ofSeconds(seconds));
        // Then
        assertThat(dataverse.get("WhoAmI").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("[D] §9.2: the pause grows when the client keeps sending")
    void thePauseGrowsWhenTheClientKeepsSending() {
        // Given: half of the budget was used ten seconds ago, so a pause is shorter than the window
        dataverse.simulator().limits(new Limits(10, 0, 0, 30, 4));
        call(5);
        dataverse.simulator().advanceClock(Duration.ofSeconds(20));
        call(5);
        int first = retryAfter(dataverse.get("WhoAmI"));
        // When
        int later = first;
        for (int i = 0; i < 5; i++) {
            later = retryAfter(dataverse.get("WhoAmI"));
        }
        // Then
        assertThat(later).isGreaterThan(first);
    }

    @Test
    @DisplayName("[D] §9.1: requests fall out of the window one by one")
    void theWindowSlides() {
        // Given
        dataverse.simulator().limits(new Limits(10, 0, 0, 30, 4));
        call(5);
        dataverse.simulator().advanceClock(Duration.ofSeconds(20));
        call(5);
        // When
        dataverse.simulator().advanceClock(Duration.ofSeconds(11));
        // Then
        call(5);
        assertThat(dataverse.get("WhoAmI").status()).isEqualTo(429);
    }

    @Test
    @DisplayName("[D] §9.1: the combined execution time is limited")
    void tooMuchExecutionTimeIsRefused() {
        // Given
        dataverse.simulator().limits(new Limits(0, 0.1, 0, 300, 4));
        dataverse.simulator().latency(new Latency(60, 0));
        call(2);
        // When
        SimulatorFixture.Answer refused = dataverse.get("WhoAmI");
        // Then
        assertThat(refused.error()).isEqualTo("429 0x80072321");
        assertThat(refused.errorMessage())
                .startsWith("Combined execution time of incoming requests exceeded limit of 100 milliseconds over time"
                        + " window of 300 seconds.");
    }

    @Test
    @DisplayName("T28 [D] §9.1: the 53rd request at once is refused immediately")
    void tooManyRequestsAtOnceAreRefused() {
        // Given
        dataverse
                .simulator()
                .fault(new Fault(
                        OperationKind.WHOAMI, 52, null, null, null, null, null, false, false, false, null, 1500.0));
        List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
        for (int i = 0; i < 52; i++) {
            running.add(dataverse.getLater("WhoAmI"));
        }
        org.awaitility.Awaitility.await().until(() -> Integer.valueOf(52)
                .equals(dataverse.simulator().statistics().get("running")));
        // When
        SimulatorFixture.Answer refused = dataverse.get("WhoAmI");
        // Then
        assertThat(refused.error()).isEqualTo("429 0x80072326");
        assertThat(refused.errorMessage()).isEqualTo("Number of concurrent requests exceeded the limit of 52.");
        assertThat(running)
                .allSatisfy(call -> assertThat(call.join().statusCode()).isEqualTo(200));
    }

    @Test
    @DisplayName("[D] §5.3: a batch counts as one request")
    void aBatchCountsAsOneRequest() {
        // Given
        dataverse.simulator().limits(new Limits(2, 0, 0, 300, 4));
        String part = "--b\r\nContent-Type: application/http\r\n\r\nGET WhoAmI HTTP/1.1\r\n\r\n\r\n";
        // When
        SimulatorFixture.Answer batch = dataverse.batch(part.repeat(5) + "--b--");
        // Then
        assertThat(batch.status()).isEqualTo(200);
        assertThat(batch.header("x-ms-ratelimit-burst-remaining-xrm-requests")).isEqualTo("1");
    }

    @Test
    void limitsAreChangedByTheirControl() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.control("PUT", "limits", "{\"requests\":1,\"windowSeconds\":10,\"dopHint\":7}");
        call(1);
        SimulatorFixture.Answer refused = dataverse.get("WhoAmI");
        // Then
        assertThat(answer.json().path("concurrency").asInt()).isEqualTo(52);
        assertThat(refused.header("x-ms-dop-hint")).isEqualTo("7");
        assertThat(dataverse
                        .control("GET", "statistics", "")
                        .json()
                        .path("throttled")
                        .path("0x80072322")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void theClockIsMovedByItsControl() {
        // When
        SimulatorFixture.Answer answer = dataverse.control("POST", "clock", "{\"advanceSeconds\":90}");
        // Then
        assertThat(answer.json().path("now").asText()).isEqualTo("2026-03-01T12:01:30Z");
    }

    @Test
    void aWrongControlNamesItsMistake() {
        // When
        SimulatorFixture.Answer answer = dataverse.control("PUT", "limits", "{\"request\":1}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).startsWith("'request' is not known here; known are ");
    }

    @Test
    void aControlWithoutWhatItNeedsSaysSoInItsOwnWords() {
        // When
        SimulatorFixture.Answer answer = dataverse.control("PUT", "clients/abc", "{}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).startsWith("'secret' is missing");
    }
}
