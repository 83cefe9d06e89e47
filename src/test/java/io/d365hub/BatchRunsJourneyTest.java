package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.d365hub.HubFixture.CliResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs while they are under way, as operators see them: followed, stopped, resumed, waiting for their source, limited to a range. */
@Timeout(300)
class BatchRunsJourneyTest {

    private static final String STOCK =
            "jdbc:h2:mem:batch-runs;DB_CLOSE_DELAY=-1;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    /** More than the hub has under way at once. */
    private static final int ITEMS = 20_000;

    private static final int FREE_ITEMS = 5_000;
    private static final Feed FEED = new Feed();
    private static Connection stock;

    @RegisterExtension
    static final HubFixture HUB = HubFixture.with(
                    batch(
                            "items",
                            "table: items, key: number",
                            "process: {ref: \"#class:" + Gate.class.getName() + "\"}"),
                    batch(
                            "offers",
                            "table: offers, key: number, watermark: revision, overlap: 0",
                            "log: {message: offer, loggingLevel: TRACE}"),
                    batch(
                            "residents",
                            "table: residents, key: hub_externalid, afterDeadLetter: hold-key",
                            "to: dataverse:contacts?operation=upsert&key=hub_externalid"),
                    TestRoute.file("feed-to-nowhere", """
                            - route:
                                id: feed-to-nowhere
                                from:
                                  uri: batch-http:feed
                                  parameters: {url: "%s", recordKey: /id}
                                  steps:
                                    - log: {message: fed, loggingLevel: TRACE}
                            """.formatted(FEED.url())))
            .setting("hub.datasource.stock.url", STOCK)
            .setting("hub.datasource.stock.user", "");

    private static TestRoute batch(String name, String options, String step) {
        return TestRoute.file(name + "-to-test", """
                - route:
                    id: %s-to-test
                    from:
                      uri: batch-sql:%s
                      parameters: {dataSource: stock, recordKey: /%s, %s}
                      steps:
                        - %s
                """.formatted(
                        name, name, name.equals("residents") ? "hub_externalid" : "number", options, step));
    }

    /** Lets the first items pass; the others wait until it is opened. */
    public static final class Gate implements Processor {

        private static volatile CountDownLatch open = new CountDownLatch(1);

        @Override
        public void process(Exchange exchange) throws InterruptedException {
            if (exchange.getMessage().getBody(JsonNode.class).path("number").asInt() > FREE_ITEMS) {
                open.await();
            }
        }
    }

    /** A source with three rows, which asks for time as often as it is told to. */
    private static final class Feed {

        private final HttpServer server;
        private final AtomicInteger status = new AtomicInteger(200);

        Feed() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createContext("/rows", this::answer);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/rows";
        }

        private void answer(HttpExchange request) throws IOException {
            byte[] rows = "[{\"id\":1},{\"id\":2},{\"id\":3}]".getBytes(StandardCharsets.UTF_8);
            boolean open = status.get() == 200;
            if (!open) {
                request.getResponseHeaders().add("Retry-After", "1");
            }
            request.getResponseHeaders().add("Content-Type", "application/json");
            request.sendResponseHeaders(status.get(), open ? rows.length : -1);
            if (open) {
                request.getResponseBody().write(rows);
            }
            request.close();
        }
    }

    @BeforeAll
    static void fillStock() throws SQLException {
        stock = DriverManager.getConnection(STOCK, "", "");
        stock("create table if not exists items (number integer primary key)");
        stock("create table if not exists offers (number integer primary key, revision integer not null)");
        stock("create table if not exists residents (hub_externalid varchar(20) primary key, lastname varchar(60))");
        stock("insert into items select x from system_range(1, " + ITEMS + ")");
        stock("insert into offers select x, x from system_range(1, 100)");
    }

    @AfterAll
    static void close() throws SQLException {
        FEED.server.stop(0);
        stock.close();
    }

    @BeforeEach
    void closeGate() {
        Gate.open = new CountDownLatch(1);
    }

    @AfterEach
    void nothingRuns() {
        Gate.open.countDown();
        await().until(() -> !state("items").equals("running"));
    }

    private static void stock(String sql) throws SQLException {
        try (Statement statement = stock.createStatement()) {
            statement.execute(sql);
        }
    }

    private static JsonNode run(String batch, String... options) {
        String[] arguments = new String[options.length + 5];
        System.arraycopy(new String[] {"batch", "start", batch, "--wait", "--json"}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        CliResult result = HUB.cli(arguments);
        assertThat(result.err()).isEmpty();
        return result.json();
    }

    private static JsonNode status(String batch) {
        return HubFixture.json(HUB.admin("GET", "batches/" + batch, null)).path("run");
    }

    private static String state(String batch) {
        return status(batch).path("state").asText();
    }

    private static void startItems() {
        assertThat(HUB.cli("batch", "start", "items", "--full").exitCode()).isZero();
        await().until(() -> status("items").path("written").asInt() > FREE_ITEMS * 9 / 10);
    }

    @Test
    void aRunIsStoppedAndResumed() {
        // Given
        startItems();
        // When
        CliResult stop = HUB.cli("batch", "stop", "items");
        Gate.open.countDown();
        await().until(() -> state("items").equals("stopped"));
        CliResult stopped = HUB.cli("batch", "status", "items");
        CliResult resumed = HUB.cli("batch", "resume", "items", "--wait");
        // Then
        assertThat(stop.out()).contains("Batch items stops. Go on with './hub batch resume items'.");
        assertThat(stopped.out()).contains("Batch items stopped: read ").doesNotContain("written 20,000");
        // The row at the position may come again: its number alone does not say whether another one has it too.
        assertThat(resumed.out()).containsPattern("Batch items completed: read 20,00[01], written 20,00[01] in ");
        assertThat(resumed.exitCode()).isZero();
    }

    @Test
    void aRunUnderWayIsNotStartedASecondTime() {
        // Given
        startItems();
        // When
        CliResult second = HUB.cli("batch", "start", "items");
        // Then
        assertThat(second.err()).contains("Batch 'items' was not started.", "is under way", "./hub batch stop items");
        assertThat(second.exitCode()).isEqualTo(1);
    }

    @Test
    void theProgressOfARunIsDrawnInATerminalUntilItsEnd() {
        // Given
        startItems();
        StringWriter screen = new StringWriter();
        System.setProperty("hub.terminal", "true");
        CompletableFuture<CliResult> followed =
                CompletableFuture.supplyAsync(() -> HUB.cli(screen, "batch", "status", "items", "--follow"));
        // When
        await().until(() -> screen.toString().contains("%"));
        Gate.open.countDown();
        CliResult result = followed.join();
        System.clearProperty("hub.terminal");
        // Then
        assertThat(result.out())
                .containsPattern("\ritems #{5,6}\\.{18,19}  2\\d %  [0-9,]+ rows  [0-9,]+ rows/s")
                .contains("Batch items completed: read 20,000, written 20,000");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void aRangeIsReadByHandAndTheNextRunGoesOnAsIfNobodyHadAsked() throws SQLException {
        // Given
        run("offers");
        stock("insert into offers values (101, 101)");
        // When
        JsonNode range = run("offers", "--from", "11", "--to", "21");
        // Then
        assertThat(range.path("kind").asText()).isEqualTo("range");
        assertThat(range.path("read").asInt()).isEqualTo(10);
        assertThat(run("offers").path("read").asInt()).isBetween(1, 2); // the newest of the run before may come again
    }

    @Test
    void aSourceThatAsksForTimeOrIsClosedIsWaitedForAndSaidSo() {
        // Given
        FEED.status.set(429);
        HUB.cli("batch", "start", "feed");
        await().until(() -> status("feed").path("waits").asText().contains("429"));
        FEED.status.set(503);
        await().until(() -> status("feed").path("waits").asText().contains("503"));
        // When
        FEED.status.set(200);
        // Then
        await().until(() -> state("feed").equals("completed"));
        assertThat(status("feed").path("written").asInt()).isEqualTo(3);
    }

    @Test
    void whereADeadLetterHoldsItsKeyTheSameRowIsNotPutInLineByEachRun() throws SQLException {
        // Given: too long for Dataverse
        stock("insert into residents values ('R-1', '" + "x".repeat(51) + "')");
        run("residents");
        await().untilAsserted(() -> assertThat(HUB.deadLetters("residents"))
                .as(HUB.ledger("residents").toString())
                .hasSize(1));
        // When
        JsonNode again = run("residents");
        // Then
        assertThat(again.path("parked").asInt()).as(again.toString()).isEqualTo(1);
        assertThat(HUB.ledger("residents").path("queued").asInt()).isZero();
        // And: what is new waits behind it once, however often it is met
        stock("update residents set lastname = 'Mended'");
        run("residents");
        run("residents");
        assertThat(HUB.ledger("residents").path("accepted").asInt()).isEqualTo(2);
    }

    @Test
    void metricsTellWhatBecameOfRowsWhenARunEndedWellAndHowLongItTook() {
        // Given
        JsonNode run = run("offers", "--full");
        // Then
        await().untilAsserted(() -> assertThat(HUB.metrics())
                .containsPattern("hub_batch_rows_total\\{batch=\"offers\",outcome=\"written\"} [1-9]")
                .containsPattern("hub_batch_last_success_seconds\\{batch=\"offers\"} [1-9]")
                .containsPattern("hub_batch_run_seconds\\{batch=\"offers\"} [0-9]")
                .contains("hub_batch_run_state{batch=\"offers\",state=\"completed\"} 1.0"));
        assertThat(run.path("written").asInt()).isPositive();
    }
}
