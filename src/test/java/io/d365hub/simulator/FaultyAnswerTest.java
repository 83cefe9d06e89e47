package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that are cut, slow, compressed or untrue. */
class FaultyAnswerTest {

    private static final String SITE = "bld_sites(bld_code='D-17')";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private void fault(String json) {
        assertThat(dataverse.control("POST", "faults", json).text()).isEmpty();
    }

    @Test
    void aCutAnswerEndsBeforeItsAnnouncedLength() {
        // Given
        fault("{\"on\":\"whoami\",\"truncateAfterBytes\":40}");
        // Then
        assertThatThrownBy(() -> dataverse.get("WhoAmI"))
                .isInstanceOf(UncheckedIOException.class)
                .hasStackTraceContaining("fixed content-length: ");
    }

    @Test
    void aCutAnswerComesAfterTheCommit() {
        // Given
        fault("{\"on\":\"create\",\"truncateAfterBytes\":10}");
        // When
        assertThatThrownBy(() -> dataverse.post("bld_sites", "{}", "Prefer", "return=representation"))
                .isInstanceOf(UncheckedIOException.class);
        // Then
        assertThat(dataverse.simulator().count("bld_sites")).isOne();
    }

    @Test
    void aTricklingAnswerIsSlowAndWhole() {
        // Given
        fault("{\"on\":\"whoami\",\"bytesPerSecond\":500}");
        // When
        long start = System.nanoTime();
        SimulatorFixture.Answer answer = dataverse.get("WhoAmI");
        long millis = (System.nanoTime() - start) / 1_000_000;
        // Then
        assertThat(answer.json().path("UserId").asText()).hasSize(36);
        assertThat(millis).isGreaterThan(300);
    }

    @Test
    void anAnswerIsCompressedWhenTheClientAsks() throws IOException {
        // When
        SimulatorFixture.Answer answer = dataverse.get("WhoAmI", "Accept-Encoding", "gzip, deflate");
        // Then
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        try (GZIPInputStream plain =
                new GZIPInputStream(new ByteArrayInputStream(answer.response().body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).contains("\"UserId\"");
        }
    }

    @Test
    void anErrorCanComeWithTheStatus200() {
        // Given
        fault("{\"on\":\"upsert\",\"status\":200,\"code\":\"0x80040216\",\"message\":\"no\"}");
        // When
        SimulatorFixture.Answer answer = dataverse.patch(SITE, "{}");
        // Then
        assertThat(answer.error()).isEqualTo("200 0x80040216");
    }

    @Test
    void aGatewayCanTimeOutAfterTheCommit() {
        // Given
        fault("{\"on\":\"upsert\",\"preset\":\"gatewayTimeout\",\"afterCommit\":true}");
        // When
        int status = dataverse.patch(SITE, "{}").status();
        // Then
        assertThat(status).isEqualTo(504);
        assertThat(dataverse.get(SITE).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "deadlock, 500 0x80044150",
        "sqlTimeout, 500 0x80044151",
        "upsertRace, 412 0x80040237",
        "tokenExpired, 401 0x8005f101",
        "deltaExpired, 400 0x80044352"
    })
    void aPresetAnswersAsRecorded(String preset, String error) {
        // Given
        fault("{\"on\":\"upsert\",\"preset\":\"" + preset + "\"}");
        // Then
        assertThat(dataverse.patch(SITE, "{}").error()).isEqualTo(error);
    }

    @Test
    void aDeadlockCarriesTheNumbersThatClientsLookFor() {
        // Given
        fault("{\"on\":\"upsert\",\"preset\":\"deadlock\"}");
        // Then
        assertThat(dataverse.patch(SITE, "{}").errorMessage()).contains("-2147204784", "Sql Number: 1205");
    }
}
