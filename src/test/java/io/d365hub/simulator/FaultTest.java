package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on purpose. */
class FaultTest {

    private static final String SITE = "bld_sites(bld_code='D-17')";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private void fault(String json) {
        SimulatorFixture.Answer answer = dataverse.control("POST", "faults", json);
        assertThat(answer.text()).isEmpty();
    }

    private int upsert(String code) {
        return dataverse.patch("bld_sites(bld_code='" + code + "')", "{}").status();
    }

    @Test
    void aFaultAnswersInsteadOfTheOperation() {
        // Given
        fault("{\"on\":\"upsert\",\"status\":503,\"code\":\"0x80044151\",\"retryAfter\":7}");
        // When
        SimulatorFixture.Answer answer = dataverse.patch(SITE, "{}");
        // Then
        assertThat(answer.error()).isEqualTo("503 0x80044151");
        assertThat(answer.header("Retry-After")).isEqualTo("7");
        assertThat(dataverse.simulator().count("bld_sites")).isZero();
    }

    @Test
    void aFaultHappensAsOftenAsWasSaidAfterAsManyCallsAsWasSaid() {
        // Given
        fault("{\"on\":\"upsert\",\"status\":500,\"times\":2,\"afterCalls\":1}");
        // When
        String statuses = upsert("1") + " " + upsert("2") + " " + upsert("3") + " " + upsert("4");
        // Then
        assertThat(statuses).isEqualTo("204 500 500 204");
    }

    @Test
    void aDroppedResponseComesAfterTheCommit() {
        // Given
        fault("{\"on\":\"upsert\",\"dropResponse\":true}");
        // When
        assertThatThrownBy(() -> upsert("D-17")).isInstanceOf(UncheckedIOException.class);
        // Then
        assertThat(dataverse.get(SITE).status()).isEqualTo(200);
    }

    @Test
    void aResetConnectionChangesNothing() {
        // Given
        fault("{\"on\":\"upsert\",\"reset\":true}");
        // When
        assertThatThrownBy(() -> upsert("D-17")).isInstanceOf(UncheckedIOException.class);
        // Then
        assertThat(dataverse.simulator().count("bld_sites")).isZero();
    }

    @Test
    void aFaultForAKeyStrikesOnlyThatRow() {
        // Given
        fault("{\"on\":\"upsert\",\"status\":400,\"matchKey\":\"D-17\",\"times\":0}");
        // When
        int other = upsert("D-18");
        int struck = upsert("D-17");
        // Then
        assertThat(other).isEqualTo(204);
        assertThat(struck).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsert", "any"})
    void aFaultForAKeyStrikesTheRowsPartOfABatch(String on) {
        // Given
        fault("{\"on\":\"" + on + "\",\"status\":500,\"code\":\"0x80044150\",\"matchKey\":\"D-17\"}");
        String part =
                "--b\r\nContent-Type: application/http\r\n\r\nPATCH bld_sites(bld_code='%s') HTTP/1.1\r\n\r\n{}\r\n";
        // When
        SimulatorFixture.Answer answer = dataverse.batch(
                String.format(part, "D-16") + String.format(part, "D-17") + String.format(part, "D-18") + "--b--",
                "Prefer",
                "odata.continue-on-error");
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("HTTP/1.1 500 Internal Server Error", "0x80044150");
        assertThat(dataverse.simulator().count("bld_sites")).isEqualTo(2);
    }

    @Test
    void aFaultForAKeyStrikesTheBulkMessageThatCarriesTheRow() {
        // Given
        fault("{\"on\":\"upsert\",\"status\":500,\"matchKey\":\"D-17\"}");
        // When
        SimulatorFixture.Answer answer = dataverse.post(
                "bld_sites/Microsoft.Dynamics.CRM.UpsertMultiple",
                "{\"Targets\":[{\"@odata.type\":\"Microsoft.Dynamics.CRM.bld_site\",\"@odata.id\":\"" + SITE + "\"}]}");
        // Then
        assertThat(answer.status()).isEqualTo(500);
    }

    @Test
    void anHtmlPageComesInsteadOfJson() {
        // Given
        fault("{\"on\":\"any\",\"status\":502,\"html\":true}");
        // When
        SimulatorFixture.Answer answer = dataverse.get("WhoAmI");
        // Then
        assertThat(answer.header("Content-Type")).isEqualTo("text/html");
        assertThat(answer.text()).startsWith("<html>");
    }

    @Test
    void aSlowRowIsDelayed() {
        // Given
        fault("{\"on\":\"upsert\",\"latencyMillis\":300,\"matchKey\":\"D-17\"}");
        // When
        long start = System.nanoTime();
        upsert("D-17");
        // Then
        assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(295);
    }

    @Test
    void theTokenEndpointCanFail() {
        // Given
        fault("{\"on\":\"token\",\"status\":503}");
        // When
        SimulatorFixture.Answer answer = dataverse.tokenRequest("");
        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(dataverse.get("WhoAmI").status()).isEqualTo(200);
    }

    @Test
    void aFaultWithoutEffectIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.control("POST", "faults", "{\"on\":\"upsert\"}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains("a fault needs an effect");
    }

    @Test
    void aResetPutsEverythingBack() {
        // Given
        fault("{\"on\":\"any\",\"status\":500,\"times\":0}");
        dataverse.simulator().clearFaults();
        upsert("D-17");
        fault("{\"on\":\"any\",\"status\":500,\"times\":0}");
        // When
        dataverse.control("POST", "reset", "");
        // Then
        assertThat(dataverse.get("WhoAmI").status()).isEqualTo(200);
        assertThat(dataverse
                        .control("GET", "tables/bld_sites/count", "")
                        .json()
                        .path("count")
                        .asInt())
                .isZero();
    }

    @Test
    void statisticsTellCallsPartsAndRows() {
        // Given
        upsert("D-17");
        upsert("D-17");
        // When
        var statistics = dataverse.control("GET", "statistics", "").json();
        // Then
        assertThat(statistics.path("calls").path("upsert").path("204").asInt()).isEqualTo(2);
        assertThat(statistics
                        .path("rowsWritten")
                        .path("bld_sites")
                        .path("created")
                        .asInt())
                .isEqualTo(1);
        assertThat(statistics
                        .path("rowsWritten")
                        .path("bld_sites")
                        .path("updated")
                        .asInt())
                .isEqualTo(1);
    }
}
