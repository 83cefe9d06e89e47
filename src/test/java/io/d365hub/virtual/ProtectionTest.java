package io.d365hub.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import io.d365hub.virtual.VirtualHub.Answer;
import io.d365hub.virtual.guard.GuardSettings;
import io.d365hub.virtual.sql.OneTable;
import io.d365hub.virtual.sql.SqlSourceType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Many callers, slow sources: over PostgreSQL. */
class ProtectionTest {

    private static final int BURST = 500;
    private static final int LOCK = 42;

    private static VirtualHub hub;
    private static OneTable database;
    private static final ExecutorService CALLERS = Executors.newFixedThreadPool(64);

    @BeforeAll
    static void start(@TempDir Path folder) {
        DatabaseSettings settings = TestDatabases.POSTGRESQL.settings(folder);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        database = new OneTable(source);
        database.run(
                "create table item (id int primary key, name varchar(50))",
                "insert into item select n, 'item ' || n from generate_series(1, 1000) n",
                "create view slow as select id, name from item, pg_sleep(60)",
                "create view locked as select id, name from item, (select pg_advisory_xact_lock(%d)) l"
                        .formatted(LOCK));
        table(folder, "Cached", "item", "1h", "100s");
        table(folder, "Fresh", "item", "0s", "100s");
        table(folder, "Slow", "slow", "0s", "300ms");
        table(folder, "Locked", "locked", "0s", "100s");
        table(folder, "CachedLocked", "locked", "1h", "100s");
        GuardSettings guard = GuardSettings.defaults().withConcurrency(4).withBreakerPause(Duration.ofMinutes(5));
        hub = VirtualHub.start(folder, guard, 100_000, new SqlSourceType(database));
    }

    private static void table(Path folder, String set, String table, String cacheTime, String timeout) {
        VirtualHub.declare(folder, "erp", set, """
                entity: %s
                source: { sql: { datasource: erp, table: %s } }
                key: { name: Id, column: id, type: int32 }
                columns: { Name: { type: string, column: name } }
                operations: [update]
                cacheTime: %s
                timeout: %s
                """.formatted(set + "Row", table, cacheTime, timeout));
    }

    @AfterAll
    static void stop() throws Exception {
        CALLERS.shutdownNow();
        hub.close();
    }

    private static List<Integer> statuses(int count, String path) {
        List<CompletableFuture<Integer>> answers = IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> hub.get(path).status(), CALLERS))
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void aBurstOfEqualQuestionsReachesTheSourceOnce() {
        int before = database.connections();

        List<Integer> statuses = statuses(BURST, "erp/Cached?$top=10");

        assertThat(statuses).hasSize(BURST).containsOnly(200);
        assertThat(database.connections() - before).isEqualTo(1);
    }

    @Test
    void whoeverWroteReadsWhatHeWrote() {
        String address = "erp/Cached("
                + hub.get("erp/Cached?$top=1&$skip=7").rows().get(0).get("Id").asText() + ")";
        hub.get(address);

        assertThat(hub.send("PATCH", address, "{\"Name\":\"new\"}").status()).isEqualTo(204);

        assertThat(hub.get(address).json().get("Name").asText()).isEqualTo("new");
    }

    @Test
    void aSourceThatHangsIsCancelledThenLeftAloneAndHoldsUpNobodyElse() {
        // When
        List<CompletableFuture<Answer>> slow = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> hub.get("erp/Slow?$skip=" + i), CALLERS))
                .toList();
        long start = System.nanoTime();
        List<Integer> others = statuses(200, "erp/Fresh?$top=1");
        Duration othersTook = Duration.ofNanos(System.nanoTime() - start);

        // Then
        assertThat(others).containsOnly(200);
        // Each question to the other table would wait for a minute.
        assertThat(othersTook).isLessThan(Duration.ofSeconds(50));
        assertThat(slow.stream().map(answer -> answer.join().status()))
                .contains(504)
                .doesNotContain(200);
        Answer leftAlone = hub.get("erp/Slow");
        assertThat(leftAlone.status()).isEqualTo(503);
        assertThat(leftAlone.header("Retry-After")).isNotNull();
        // Each statement was given up at the database, too.
        Awaitility.await().untilAsserted(() -> assertThat(hub.meters()
                        .get("hub.virtual.source.running")
                        .tag("table", "erp/Slow")
                        .gauge()
                        .value())
                .isZero());
    }

    /** A caller who asks for one row, and does not read the answer. */
    private static Socket asking(String table) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port());
        socket.getOutputStream()
                .write("GET /virtual/erp/%s?$top=1 HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\n\r\n"
                        .formatted(table, VirtualHub.KEY)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static double running(String table) {
        return hub.meters()
                .get("hub.virtual.source.running")
                .tag("table", "erp/" + table)
                .gauge()
                .value();
    }

    private static double underWay() {
        return hub.meters().get("hub.virtual.requests.waiting").gauge().value();
    }

    private static double abandoned(String table) {
        return hub.meters()
                .get("hub.virtual.source.abandoned")
                .tag("table", "erp/" + table)
                .counter()
                .count();
    }

    /** While it is held, nobody gets a row of {@code locked}. */
    private static Connection lock() throws SQLException {
        Connection connection = database.find("erp").orElseThrow().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + LOCK + ")");
        }
        return connection;
    }

    @Test
    void aCallerWhoLeavesTakesHisQuestionWithHim() throws Exception {
        // Given
        try (Connection held = lock()) {
            Socket caller = asking("Locked");
            Awaitility.await().until(() -> running("Locked") == 1);

            // When
            caller.close();

            // Then: long before its time limit, and with the lock still held
            Awaitility.await().until(() -> running("Locked") == 0);
            assertThat(held.isClosed()).isFalse();
        }
        assertThat(abandoned("Locked")).isEqualTo(1);
    }

    @Test
    void aQuestionOfTwoGoesOnWhenOneOfThemLeaves() throws Exception {
        // Given
        Connection held = lock();
        Socket leaving = asking("CachedLocked");
        Awaitility.await().until(() -> running("CachedLocked") == 1);
        CompletableFuture<Answer> staying =
                CompletableFuture.supplyAsync(() -> hub.get("erp/CachedLocked?$top=1"), CALLERS);
        Awaitility.await().until(() -> underWay() == 2);

        // When
        leaving.close();
        Awaitility.await().until(() -> underWay() == 1);
        held.close();

        // Then
        assertThat(staying.join().status()).isEqualTo(200);
        assertThat(abandoned("CachedLocked")).isZero();
    }

    @Test
    void aCallerThatAsksTooOftenIsToldWhenToComeBackAndNoOtherIs(@TempDir Path folder) throws Exception {
        table(folder, "Items", "item", "1h", "100s");
        try (VirtualHub slow = VirtualHub.start(folder, GuardSettings.defaults(), 1, new SqlSourceType(database))) {
            // All at once, so that a slow machine does not ask seldom enough.
            List<CompletableFuture<Answer>> asked = IntStream.range(0, 40)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> slow.get("erp/Items"), CALLERS))
                    .toList();
            List<Answer> refused = asked.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.status() != 200)
                    .toList();

            assertThat(refused).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            });
            assertThat(slow.get("erp/Items", "X-API-Key", VirtualHub.READER_KEY).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aSourceThatFailedTooOftenIsLeftAloneAndAskedAgainWhenItWorks(@TempDir Path folder) throws Exception {
        // Given
        database.run("create table mended (id int primary key, name varchar(50))");
        table(folder, "Mended", "mended", "0s", "100s");
        // Longer than a slow machine takes for one question: otherwise each would find the pause over.
        GuardSettings guard = GuardSettings.defaults().withBreakerPause(Duration.ofSeconds(4));
        try (VirtualHub guarded = VirtualHub.start(folder, guard, 100_000, new SqlSourceType(database))) {
            database.run("alter table mended rename to broken");
            // When
            Awaitility.await().until(() -> guarded.get("erp/Mended").status(), status -> status == 503);
            database.run("alter table broken rename to mended");
            // Then
            Awaitility.await().until(() -> guarded.get("erp/Mended").status(), status -> status == 200);
        }
    }
}
