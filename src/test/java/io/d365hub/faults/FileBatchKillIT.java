package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.HubProcess;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in the middle of a run that reads a file: into a file, which holds each row once, and into a table of another
 * database, which is written by key. {@code -Dhub.kills=20} kills more often.
 */
class FileBatchKillIT {

    private static final int KILLS = Integer.getInteger("hub.kills", 2);
    private static final int ROWS = 30_000;
    /** Longer than the column of the table. */
    private static final int BAD_EVERY = 3_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void eachRowIsInTheFileOnceWhateverWasKilledOnTheWay() throws Exception {
        try (HubProcess hub = hub("""
                        - to:
                            uri: kamelet:ndjson-file-sink
                            parameters: {directory: %s}
                """.formatted(folder.resolve("out")))) {
            // Given
            writeRows();
            // When
            JsonNode run = runWithKills(hub);
            // Then
            assertThat(run.path("written").asInt()).as(run.toString()).isEqualTo(ROWS);
            List<Integer> numbers = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder.resolve("out"))) {
                Path file = files.filter(one -> one.toString().endsWith(".ndjson"))
                        .findFirst()
                        .orElseThrow();
                for (String line : Files.readAllLines(file)) {
                    numbers.add(JSON.readTree(line).path("number").asInt());
                }
            }
            assertThat(numbers.stream().sorted().toList())
                    .isEqualTo(IntStream.rangeClosed(1, ROWS).boxed().toList());
            assertThat(folder.resolve("drop/archive")).isNotEmptyDirectory();
        }
    }

    @Test
    void eachRowIsInTheTableOrADeadLetterWhateverWasKilledOnTheWay() throws Exception {
        DatabaseSettings warehouse = TestDatabases.POSTGRESQL.settings(folder);
        sql(warehouse, "create table price (number integer primary key, name varchar(60))");
        try (HubProcess hub = hub("""
                        - convertBodyTo: {type: String}
                        - unmarshal: {json: {}}
                        - to:
                            uri: "sql:insert into price (number, name) values (cast(:#number as integer), :#name)
                              on conflict (number) do update set name = excluded.name"
                            parameters: {dataSource: "#warehouse"}
                """)
                .with("HUB_DATASOURCE_WAREHOUSE_URL", warehouse.url())
                .with("HUB_DATASOURCE_WAREHOUSE_USER", warehouse.user())
                .with("HUB_DATASOURCE_WAREHOUSE_PASSWORD", warehouse.password())) {
            // Given
            writeRows();
            // When
            JsonNode run = runWithKills(hub);
            // Then
            int bad = ROWS / BAD_EVERY;
            assertThat(run.path("written").asInt() + run.path("rejected").asInt())
                    .as(run.toString())
                    .isEqualTo(ROWS);
            assertThat(run.path("rejected").asInt()).as(run.toString()).isEqualTo(bad);
            assertThat(count(warehouse)).isEqualTo(ROWS - bad);
            await().atMost(FaultHub.PATIENCE)
                    .untilAsserted(() -> assertThat(hub.admin("dead-letters?limit=100&query=state:open", null)
                                    .path("deadLetters"))
                            .hasSize(bad));
        }
    }

    private HubProcess hub(String steps) throws IOException {
        HubProcess hub = FaultHub.in(folder);
        Path routes = folder.resolve("routes");
        Files.delete(routes.resolve("stock-to-accounts.camel.yaml"));
        Files.writeString(routes.resolve("prices.camel.yaml"), """
                - route:
                    id: prices
                    from:
                      uri: kamelet:batch-file-source
                      parameters:
                        batch: prices
                        directory: %s
                        recordKey: /number
                        settle: 0s
                      steps:
                """.formatted(folder.resolve("drop")) + steps);
        return hub;
    }

    private void writeRows() throws IOException {
        StringBuilder text = new StringBuilder("number,name\n");
        for (int i = 1; i <= ROWS; i++) {
            text.append(i)
                    .append(',')
                    .append(i % BAD_EVERY == 0 ? "x".repeat(61) : "Item " + i)
                    .append('\n');
        }
        Path drop = Files.createDirectories(folder.resolve("drop"));
        Path file = Files.writeString(drop.resolve("prices.csv.part"), text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
        Files.move(file, drop.resolve("prices.csv"));
    }

    /** Starts the batch and kills the hub each time that it has come further; the run that was completed. */
    private static JsonNode runWithKills(HubProcess hub) throws Exception {
        hub.start();
        hub.admin("batches/prices/runs", "{}");
        long before = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long seen = before;
            JsonNode met = await().atMost(FaultHub.PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(
                            () -> run(hub),
                            run -> run.path("written").asLong() > seen
                                    || run.path("state").asText().equals("completed"));
            before = met.path("written").asLong();
            hub.kill();
            hub.start();
        }
        return await().atMost(FaultHub.PATIENCE)
                .until(() -> run(hub), run -> run.path("state").asText().equals("completed"));
    }

    private static JsonNode run(HubProcess hub) throws IOException, InterruptedException {
        return hub.admin("batches/prices", null).path("run");
    }

    private static void sql(DatabaseSettings database, String statement) throws SQLException {
        try (Connection connection = connection(database);
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private static int count(DatabaseSettings database) throws SQLException {
        try (Connection connection = connection(database);
                Statement run = connection.createStatement();
                ResultSet rows = run.executeQuery("select count(*) from price")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connection(DatabaseSettings database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }
}
