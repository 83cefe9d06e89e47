package io.d365hub.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.batch.file.FileRuntime;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.failure.FailureClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.dataformat.JsonDataFormat;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in, files out, through the real runner and database. */
class FileBatchRunTest {

    private static final String PRICES = "prices";
    private static final int MANY = 20_000;

    @TempDir
    Path folder;

    private final KeptRows letters = new KeptRows();
    private final List<AutoCloseable> running = new ArrayList<>();
    private HubDatabase database;
    private BatchRuntime batches;

    @BeforeEach
    void open() {
        database = HubDatabase.open(DatabaseSettings.embedded(folder.resolve("database")));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : running) {
            part.close();
        }
        database.close();
    }

    /** A process that writes to files; {@code stopAt} asks for a stop once so many rows have come, 0 for never. */
    private void start(int stopAt) throws Exception {
        AtomicInteger rows = new AtomicInteger();
        start("", route -> route.process(exchange -> {
                    if (rows.incrementAndGet() == stopAt) {
                        batches.stop(PRICES);
                    }
                })
                .to("batch-file-sink:out"));
    }

    private void start(String options, BatchHub.Steps steps) throws Exception {
        CamelContext context = new DefaultCamelContext();
        batches = new BatchRuntime(new BatchRuntime.Parts(
                database,
                letters,
                new FailureClassifier(List.of()),
                Clock.systemUTC(),
                System::nanoTime,
                UUID.randomUUID(),
                "test",
                true,
                Duration.ofSeconds(5)));
        context.getRegistry().bind("batches", batches);
        context.getRegistry()
                .bind(
                        "files",
                        new FileRuntime(
                                () -> database,
                                folder,
                                folder.resolve("spool"),
                                Clock.systemUTC(),
                                Clock.systemUTC(),
                                time -> {}));
        BatchRuntime.prepare(
                context,
                endpoint -> endpoint.getEndpointUri().startsWith("batch-file-sink")
                        || endpoint.getEndpointUri().startsWith("sql"));
        JdbcDataSource warehouse = new JdbcDataSource();
        warehouse.setURL("jdbc:h2:" + folder.resolve("warehouse"));
        context.getRegistry().bind("warehouse", warehouse);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                steps.of(from("batch-file:prices?recordKey=/sku&directory=drop" + options)
                        .routeId("prices-out"));
            }
        });
        context.start();
        running.add(context);
    }

    private void drop(String name, String text) throws IOException {
        Path file = Files.createDirectories(folder.resolve("drop")).resolve(name);
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3_600)));
    }

    private RunStatus run(RunState state) {
        batches.start(PRICES, RunRequest.SCHEDULED);
        return await().atMost(BatchHub.PATIENCE)
                .until(
                        () -> batches.status(PRICES),
                        status -> status.isPresent() && status.get().state() == state)
                .orElseThrow();
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                assertThat(file.toString()).endsWith(".ndjson");
                lines.addAll(Files.readAllLines(file));
            }
            return lines;
        }
    }

    private static String line(String sku, int price) {
        return "{\"sku\":\"%s\",\"price\":\"%d\"}".formatted(sku, price);
    }

    @Test
    void rowsOfAFileArriveAndTheFileIsArchived() throws Exception {
        // Given
        start(0);
        drop("a.csv", "sku,price\nA,1\nB,2\n");
        // When
        RunStatus run = run(RunState.COMPLETED);
        // Then
        assertThat(run.counts().written()).isEqualTo(2);
        assertThat(written()).containsExactlyInAnyOrder(line("A", 1), line("B", 2));
        assertThat(folder.resolve("drop/archive/a.csv")).exists();
    }

    @Test
    void aLineThatCannotBeReadIsADeadLetterWithItsLineAndTheRestArrives() throws Exception {
        // Given
        start(0);
        drop("a.csv", "sku,price\nA,1,extra\nB,2\n");
        // When
        RunStatus run = run(RunState.COMPLETED);
        // Then
        assertThat(run.counts().rejected()).isEqualTo(1);
        assertThat(letters.letters()).singleElement().satisfies(letter -> assertThat(
                        letter.failure().what())
                .isEqualTo("The row was not read. (line 2 of a.csv)"));
        assertThat(written()).containsExactly(line("B", 2));
    }

    @Test
    void aKeyThatComesTwiceIsWrittenInTheOrderOfTheFile() throws Exception {
        // Given
        start(0);
        drop("a.csv", "sku,price\nA,1\nA,2\nA,3\n");
        // When
        run(RunState.COMPLETED);
        // Then
        assertThat(written()).containsExactly(line("A", 1), line("A", 2), line("A", 3));
    }

    @Test
    void aRunThatIsStoppedAndGoesOnWritesEachRowOnce() throws Exception {
        // Given
        start(MANY / 2);
        StringBuilder rows = new StringBuilder("sku,price\n");
        IntStream.range(0, MANY)
                .forEach(i -> rows.append("S").append(i).append(',').append(i).append('\n'));
        drop("a.csv", rows.toString());
        run(RunState.STOPPED);
        assertThat(folder.resolve("drop/a.csv")).exists();
        // When
        run(RunState.COMPLETED);
        // Then
        assertThat(written()).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(folder.resolve("drop/archive/a.csv")).exists();
    }

    @Test
    void rowsAreMergedIntoASqlTableInChunks() throws Exception {
        // Given
        try (Connection warehouse = DriverManager.getConnection("jdbc:h2:" + folder.resolve("warehouse"));
                Statement sql = warehouse.createStatement()) {
            sql.execute("create table price (sku varchar(20) primary key, price decimal(10, 2))");
            sql.execute("insert into price values ('A', 9)");
        }
        start("&chunk=2", route -> route.convertBodyTo(String.class)
                .unmarshal(rowList())
                .to("sql:merge into price (sku, price) key (sku) values (:#sku, :#price)"
                        + "?dataSource=#warehouse&batch=true"));
        drop("a.csv", "sku,price\nA,1.50\nB,2\nC,3\n");
        // When
        RunStatus run = run(RunState.COMPLETED);
        // Then
        assertThat(run.counts().written()).isEqualTo(3);
        try (Connection warehouse = DriverManager.getConnection("jdbc:h2:" + folder.resolve("warehouse"));
                Statement sql = warehouse.createStatement();
                ResultSet rows = sql.executeQuery("select sum(price), count(*) from price")) {
            rows.next();
            assertThat(rows.getString(1) + " " + rows.getInt(2)).isEqualTo("6.50 3");
        }
    }

    private static JsonDataFormat rowList() {
        JsonDataFormat json = new JsonDataFormat();
        json.setUseList("true");
        return json;
    }
}
