package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubProcess;
import io.d365hub.database.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in the middle of a replay, again and again: every letter ends in exactly one state, none is lost, and each record
 * has the value of its letter. At each start the job may go on at once, before the hub has started its routes. {@code -Dhub.kills=20} kills more often.
 */
class ReplayKillIT {

    private static final int KILLS = Integer.getInteger("hub.kills", 2);
    private static final int LETTERS = 200;
    /** Deliveries between the refusals: without them the hub would suspend the integration. */
    private static final int GOOD_EVERY = 5;

    private static final int GOOD = LETTERS / GOOD_EVERY;
    private static final String BAD_REFUSED =
            "{\"on\":\"any\",\"matchKey\":\"BAD-\",\"times\":0,\"preset\":\"plugin\"}";

    @TempDir
    Path folder;

    @Test
    void aReplayThatIsKilledAgainAndAgainDeliversEveryLetterOnce() throws Exception {
        Random random = new Random(17);
        try (SimulatorProcess simulator = new SimulatorProcess(folder.resolve("simulator")).start();
                HubProcess hub = simulator.serve(FaultHub.in(folder)).start()) {
            // Given
            simulator.control("POST", "faults", BAD_REFUSED);
            for (int n = 0; n < LETTERS; n++) {
                FaultHub.accepted(hub, FaultHub.message("BAD-" + n, n));
                if (n % GOOD_EVERY == 0) {
                    FaultHub.accepted(hub, FaultHub.message("GOOD-" + n, n));
                }
            }
            await().atMost(FaultHub.PATIENCE)
                    .until(() -> FaultHub.awaitDrained(hub).path("dead").asInt() == LETTERS);
            simulator.control("DELETE", "faults", "");
            simulator.control("PUT", "latency", "{\"requestMillis\":100,\"rowMillis\":1}");

            // When
            String job = hub.admin(
                            "dead-letters/replays",
                            "{\"query\":\"integration:stock\",\"ramp\":[1,5,20],\"failurePercent\":10,\"perSecond\":200}")
                    .path("job")
                    .asText();
            List<Long> seen = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                long before = seen.isEmpty() ? -1 : seen.get(seen.size() - 1);
                seen.add(await().atMost(FaultHub.PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> verdicts(hub, job), now -> now > before || now == LETTERS));
                await().pollDelay(Duration.ofMillis(50 + random.nextInt(300))).until(() -> true);
                hub.kill();
                letLeaseEnd(hub);
                hub.start();
            }
            JsonNode done = await().atMost(FaultHub.PATIENCE)
                    .until(
                            () -> report(hub, job),
                            report -> report.path("state").asText().equals("DONE")
                                    && report.path("sent").asInt() == 0);
            JsonNode balance = FaultHub.awaitDrained(hub);

            // Then
            String run = "verdicts at the kills: " + seen + ", " + done + ", " + balance;
            assertThat(done.path("delivered").asInt()).as(run).isEqualTo(LETTERS);
            assertThat(balance.path("delivered").asInt()).as(run).isEqualTo(LETTERS + GOOD);
            assertThat(balance.path("accepted").asInt()).as(run).isEqualTo(LETTERS + GOOD);
            Map<String, String> states = FaultHub.states(hub);
            assertThat(FaultHub.count(states, "DELIVERED")).as(run).isEqualTo(LETTERS + GOOD);
            for (int n = 0; n < LETTERS; n += 7) {
                assertThat(simulator.description("BAD-" + n)).as(run).hasValue(String.valueOf(n));
            }
        }
    }

    /** As if the hub had been away for a while: at its start it may work on the job at once. */
    private static void letLeaseEnd(HubProcess hub) throws SQLException {
        DatabaseSettings database = DatabaseSettings.embedded(hub.data().resolve("database"));
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("update replay_job set leased_until = 0");
        }
    }

    private static JsonNode report(HubProcess hub, String job) throws IOException, InterruptedException {
        return hub.admin("dead-letters/replays/" + job, null);
    }

    private static long verdicts(HubProcess hub, String job) throws IOException, InterruptedException {
        return report(hub, job).path("delivered").asLong();
    }
}
