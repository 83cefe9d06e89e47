package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops that were asked for: work under way is finished, what is queued is there at the next start. */
class RestartIT {

    /** The setting's 10 s for work under way, and the rest of the stop on a busy machine. */
    private static final Duration STOP = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void messagesOfASuspendedIntegrationWaitUntilItIsResumed() throws Exception {
        try (HubProcess hub = FaultHub.in(folder).start()) {
            // Given
            FaultHub.suspend(hub);
            List<String> ids = post(hub, 50);
            Awaitility.await().untilAsserted(() -> assertThat(
                            FaultHub.balance(hub).path("queued").asLong())
                    .isEqualTo(50));

            // When
            FaultHub.resume(hub);

            // Then
            FaultHub.awaitDrained(hub);
            assertThat(FaultHub.states(hub)).containsOnlyKeys(ids).allSatisfy((id, state) -> assertThat(state)
                    .isEqualTo("DELIVERED"));
        }
    }

    @Test
    void aSecondStartFindsAllQueuedMessages() throws Exception {
        try (HubProcess hub = FaultHub.in(folder).start()) {
            // Given
            FaultHub.suspend(hub);
            List<String> ids = post(hub, 300);

            // When
            hub.signal("TERM");
            int exitCode = hub.awaitExit(STOP);
            hub.start();
            FaultHub.resume(hub);

            // Then
            assertThat(exitCode).as(hub.output()).isZero();
            FaultHub.awaitDrained(hub);
            Map<String, String> states = FaultHub.states(hub);
            assertThat(states).containsOnlyKeys(ids);
            assertThat(FaultHub.count(states, "DELIVERED")).isEqualTo(300);
        }
    }

    @Test
    void whatAnOperatorHasSuspendedStaysSoWhenTheHubIsKilledUntilSomebodyResumesIt() throws Exception {
        try (HubProcess hub = FaultHub.in(folder).start()) {
            // Given
            FaultHub.suspend(hub);
            List<String> ids = post(hub, 20);

            // When
            hub.kill();
            hub.start();
            ids.addAll(post(hub, 20));

            // Then
            JsonNode stock = hub.integration(FaultHub.STOCK);
            assertThat(stock.path("state").asText()).isEqualTo("suspended");
            assertThat(stock.path("because").asText()).contains("An operator", "integrations resume stock");
            assertThat(FaultHub.balance(hub).path("delivered").asLong()).isZero();
            FaultHub.resume(hub);
            FaultHub.awaitDrained(hub);
            hub.kill();
            hub.start();
            assertThat(hub.integration(FaultHub.STOCK).path("state").asText()).isEqualTo("running");
            assertThat(FaultHub.states(hub)).containsOnlyKeys(ids).allSatisfy((id, state) -> assertThat(state)
                    .isEqualTo("DELIVERED"));
        }
    }

    @Test
    void ctrlCLetsWorkUnderWayFinishAndExitsWithZero() throws Exception {
        // A runner that was itself started in the background may hand down a deaf ear for SIGINT.
        try (SimulatorProcess simulator = new SimulatorProcess(folder.resolve("simulator")).start();
                HubProcess hub = simulator.serve(FaultHub.in(folder).under("env", "--default-signal=INT"))) {
            hub.start();
            simulator.control("PUT", "latency", "{\"requestMillis\":3000,\"rowMillis\":0}");
            FaultHub.suspend(hub);
            List<String> ids = post(hub, 8);
            FaultHub.resume(hub);
            Awaitility.await("all are under way").atMost(FaultHub.PATIENCE).until(() -> started(hub) == 8);

            // When
            hub.signal("INT");
            int exitCode = hub.awaitExit(STOP);

            // Then
            assertThat(exitCode).as(hub.output()).isZero();
            for (int i = 0; i < 8; i++) {
                assertThat(simulator.description("K-" + i)).hasValue(String.valueOf(i));
            }
            simulator.control("PUT", "latency", "{\"requestMillis\":0,\"rowMillis\":0}");
            simulator.control("POST", "reset", "{}");
            hub.start();
            FaultHub.awaitDrained(hub);
            assertThat(FaultHub.states(hub)).containsOnlyKeys(ids);
            assertThat(simulator.description("K-0"))
                    .as("nothing is delivered a second time after the restart")
                    .isEmpty();
        }
    }

    private static int started(HubProcess hub) throws Exception {
        return hub.admin("status", null)
                .path("integrations")
                .path(0)
                .path("started")
                .asInt();
    }

    private static List<String> post(HubProcess hub, int count) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(FaultHub.accepted(hub, FaultHub.message("K-" + i, i)));
        }
        return ids;
    }
}
