package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dataverse is out of reach: messages are accepted and wait, nobody's patience is used up, work resumes by itself. */
class OutageIT {

    private static final int MESSAGES = 200;
    private static final Duration OUTAGE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void aHubThatStartsWithoutDataverseDeliversOnceItIsThere() throws Exception {
        try (SimulatorProcess simulator = new SimulatorProcess(folder.resolve("simulator"));
                HubProcess hub = simulator.serve(FaultHub.in(folder)).start()) {
            // Given
            Map<String, String> ids = post(hub, 0);
            awaitPause(hub);

            // When
            simulator.start();

            // Then
            JsonNode balance = FaultHub.awaitDrained(hub);
            assertThat(balance.path("dead").asLong()).isZero();
            assertThat(FaultHub.states(hub)).containsOnlyKeys(ids.keySet());
            assertThat(rows(simulator, ids)).isEqualTo(wanted(ids));
        }
    }

    @Test
    void anOutageOfAMinuteWhileMessagesComeLosesNothingAndEndsByItself() throws Exception {
        try (SimulatorProcess simulator = new SimulatorProcess(folder.resolve("simulator")).start();
                HubProcess hub = simulator.serve(FaultHub.in(folder)).start()) {
            // Given
            Map<String, String> before = post(hub, 0);
            FaultHub.awaitDrained(hub);

            // When
            simulator.kill();
            Map<String, String> during = post(hub, MESSAGES);
            awaitPause(hub);
            Awaitility.await("messages are taken all the time")
                    .pollInterval(Duration.ofSeconds(2))
                    .during(OUTAGE)
                    .atMost(OUTAGE.plus(FaultHub.PATIENCE))
                    .until(() -> {
                        during.putAll(post(hub, MESSAGES + during.size(), 1));
                        return true;
                    });
            simulator.start();

            // Then
            JsonNode balance = FaultHub.awaitDrained(hub);
            assertThat(balance.path("dead").asLong()).isZero();
            assertThat(FaultHub.states(hub)).hasSize(before.size() + during.size());
            // What it had before is gone with its memory.
            assertThat(rows(simulator, during)).isEqualTo(wanted(during));
        }
    }

    private static void awaitPause(HubProcess hub) {
        Awaitility.await("the integration pauses").atMost(FaultHub.PATIENCE).until(() -> hub.admin("status", null)
                .path("integrations")
                .path(0)
                .path("state")
                .asText()
                .equals("paused"));
    }

    private static Map<String, String> post(HubProcess hub, int first) throws Exception {
        return post(hub, first, MESSAGES);
    }

    /** Returns the account of each id. */
    private static Map<String, String> post(HubProcess hub, int first, int messages) throws Exception {
        Map<String, String> accounts = new HashMap<>();
        for (int i = first; i < first + messages; i++) {
            accounts.put(FaultHub.accepted(hub, FaultHub.message("K-" + i, i)), "K-" + i);
        }
        return accounts;
    }

    private static Map<String, String> rows(SimulatorProcess simulator, Map<String, String> accounts) throws Exception {
        Map<String, String> rows = new HashMap<>();
        for (String account : accounts.values()) {
            rows.put(account, simulator.description(account).orElse("no row"));
        }
        return rows;
    }

    private static Map<String, String> wanted(Map<String, String> accounts) {
        Map<String, String> wanted = new HashMap<>();
        accounts.values().forEach(account -> wanted.put(account, account.substring(2)));
        return wanted;
    }
}
