package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./hub simulator} with its options: the simulator as a product of its own. */
class SimulatorCommandIT {

    @TempDir
    Path folder;

    @Test
    void theOptionsAreObeyed() throws Exception {
        // Given
        HubProcess process = new HubProcess(folder);
        try {
            String options = "--limits none --servers 2 --latency 5,1.5 --seed empty --clock 2026-03-01T12:00:00Z";
            // When
            process.launch(("simulator " + options).split(" ")).get(HubProcess.START.toSeconds(), TimeUnit.SECONDS);
            JsonNode latency = process.simulator("GET", "latency", "");
            Instant now = Instant.parse(
                    process.simulator("GET", "clock", "").path("now").asText());
            // Then
            assertThat(process.simulator("GET", "servers", "").path("count").asInt())
                    .isEqualTo(2);
            assertThat(latency.path("requestMillis").asDouble()).isEqualTo(5);
            assertThat(latency.path("rowMillis").asDouble()).isEqualTo(1.5);
            assertThat(process.simulator("GET", "limits", "").path("requests").asInt(-1))
                    .isZero();
            assertThat(process.simulator("GET", "tables/accounts/count", "")
                            .path("count")
                            .asInt(-1))
                    .isZero();
            assertThat(now).isBetween(Instant.parse("2026-03-01T12:00:00Z"), Instant.parse("2026-03-01T12:10:00Z"));
        } finally {
            process.close();
        }
    }

    @Test
    void aWrongOptionIsNamed() throws Exception {
        // When
        Launcher.Answer answer = new Launcher(folder).hub("simulator", "--seed", "random");
        // Then
        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).contains("--seed is 'random'; give sample or empty.");
    }
}
