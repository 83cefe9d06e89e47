package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubProcess;
import io.d365hub.batch.BatchStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in the middle of a batch run, again and again: promise 7 (no row is lost, none is a dead letter twice) and
 * promise 4 (the row's final state). {@code -Dhub.kills=20} kills more often.
 */
class BatchKillIT {

    private static final int KILLS = Integer.getInteger("hub.kills", 3);
    private static final int ROWS = 40_000;
    private static final int KEYS = 30_000;
    /** The keys of bad rows come again with bad rows: those follow the first ones' dead letters through the lane. */
    private static final int BAD_EVERY = 1_000;

    @TempDir
    Path folder;

    private Path status;

    @Test
    void theRunGoesOnAfterEachKillAndEveryRowIsWrittenOrOneDeadLetter() throws Exception {
        status = folder.resolve("status");
        Random random = new Random(17);
        Map<String, Integer> newest = writeRows(folder.resolve("rows.ndjson"));
        try (SimulatorProcess simulator = new SimulatorProcess(folder.resolve("simulator")).start();
                HubProcess hub = simulator.serve(hub()).withOption("-D" + BatchStart.STATUS + "=" + status)) {
            // Given
            simulator.control("PUT", "latency", "{\"requestMillis\":20,\"rowMillis\":0.4}");
            long before = -1;
            for (int kill = 0; kill < KILLS; kill++) {
                hub.start();
                long seen = before;
                await().atMost(FaultHub.PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> written() > Math.max(0, seen) || state().equals("COMPLETED"));
                await().pollDelay(Duration.ofMillis(100 + random.nextInt(700))).until(() -> true);
                before = written();
                hub.kill();
            }

            // When
            simulator.control("PUT", "latency", "{\"requestMillis\":0,\"rowMillis\":0}");
            hub.start();
            await().atMost(FaultHub.PATIENCE).until(() -> state().equals("COMPLETED"));

            // Then
            String run = Files.readString(status);
            assertThat(run)
                    .as("state, read, written, rejected, parked")
                    .startsWith("COMPLETED %d %d ".formatted(ROWS, ROWS - ROWS / BAD_EVERY));
            String[] counts = run.split(" ", -1);
            // A row that comes a second time finds its dead letter, and counts as parked behind it.
            assertThat(Integer.parseInt(counts[3]) + Integer.parseInt(counts[4]))
                    .as(run)
                    .isEqualTo(ROWS / BAD_EVERY);
            JsonNode balance = await().atMost(FaultHub.PATIENCE)
                    .until(
                            () -> balance(hub),
                            line -> line.path("lagMillis").asLong() == 0
                                    && line.path("queued").asLong() == 0
                                    && line.path("dead").asLong() >= ROWS / BAD_EVERY);
            assertThat(balance.path("dead").asInt()).as(balance.toString()).isEqualTo(ROWS / BAD_EVERY);
            assertThat(balance.path("accepted").asInt()).as(balance.toString()).isEqualTo(ROWS / BAD_EVERY);
            assertThat(letters(hub)).isEqualTo(ROWS / BAD_EVERY);
            assertThat(sample(simulator, newest)).isEqualTo(some(newest));
            assertThat(count(simulator)).isGreaterThanOrEqualTo(newest.size());
        }
    }

    private HubProcess hub() throws IOException {
        HubProcess hub = FaultHub.in(folder);
        Path routes = folder.resolve("routes");
        Files.delete(routes.resolve("stock-to-accounts.camel.yaml"));
        Files.writeString(routes.resolve("rows-to-accounts.camel.yaml"), """
                - route:
                    id: rows-to-accounts
                    from:
                      uri: batch-lines:rows
                      parameters:
                        recordKey: /account
                        file: %s
                      steps:
                        - to: jslt:file:src/test/resources/faults/stock-to-account.jslt
                        - to: dataverse:accounts?operation=upsert&key=accountnumber
                """.formatted(folder.resolve("rows.ndjson")));
        Files.writeString(routes.resolve("start-to-batch.camel.yaml"), """
                - route:
                    id: start-to-batch
                    from:
                      uri: timer:start?period=50&delay=0
                      steps:
                        - setBody: {constant: rows}
                        - process: {ref: "#class:io.d365hub.batch.BatchStart"}
                """);
        return hub;
    }

    /** Rows with keys that come again; the newest value of each that Dataverse takes. */
    private static Map<String, Integer> writeRows(Path file) throws IOException {
        Map<String, Integer> newest = new HashMap<>();
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= ROWS; i++) {
            String account = "BK-" + i % KEYS;
            boolean bad = i % BAD_EVERY == 0;
            text.append(FaultHub.message(account, i, bad ? "x".repeat(200) : "Account " + account))
                    .append('\n');
            if (!bad) {
                newest.put(account, i);
            }
        }
        Files.writeString(file, text);
        return newest;
    }

    private String state() throws IOException {
        return Files.exists(status) ? Files.readString(status).split(" ", 2)[0] : "";
    }

    private long written() throws IOException {
        return Files.exists(status) ? Long.parseLong(Files.readString(status).split(" ", -1)[2]) : 0;
    }

    private static JsonNode balance(HubProcess hub) throws IOException, InterruptedException {
        for (JsonNode line : hub.admin("ledger", null).path("integrations")) {
            if (line.path("name").asText().equals("rows")) {
                return line;
            }
        }
        throw new IllegalStateException("The ledger has no line of the batch");
    }

    private static int letters(HubProcess hub) throws IOException, InterruptedException {
        return hub.admin("dead-letters?limit=200&query=state:open", null)
                .path("deadLetters")
                .size();
    }

    /** Some keys, those that come twice and whose one row was bad among them. */
    private static Map<String, Integer> some(Map<String, Integer> newest) {
        Map<String, Integer> some = new HashMap<>();
        newest.forEach((key, value) -> {
            int number = Integer.parseInt(key.substring(3));
            if (number % 997 == 0 || number % 1_000 == 0) {
                some.put(key, value);
            }
        });
        return some;
    }

    private static Map<String, Integer> sample(SimulatorProcess simulator, Map<String, Integer> newest)
            throws IOException, InterruptedException {
        Map<String, Integer> sample = new HashMap<>();
        for (String key : some(newest).keySet()) {
            Optional<String> value = simulator.description(key);
            value.ifPresent(text -> sample.put(key, Integer.valueOf(text)));
        }
        return sample;
    }

    private static int count(SimulatorProcess simulator) throws IOException, InterruptedException {
        return simulator
                .control("GET", "tables/accounts/count", null)
                .path("count")
                .asInt();
    }
}
