package io.d365hub.batch.source.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.SourceRow;
import io.d365hub.batch.StartPoint;
import io.d365hub.batch.source.Reading;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import io.d365hub.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real databases; each test has a table of its own. */
class SqlSourceTest {

    private static final Map<TestDatabases, DatabaseSettings> SETTINGS = new EnumMap<>(TestDatabases.class);
    private static final Map<TestDatabases, HikariDataSource> POOLS = new EnumMap<>(TestDatabases.class);

    private static final Map<TestDatabases, DefaultCamelContext> CAMELS = new EnumMap<>(TestDatabases.class);

    @TempDir
    static Path folder;

    @AfterAll
    static void close() {
        POOLS.values().forEach(HikariDataSource::close);
        POOLS.clear();
        SETTINGS.clear();
    }

    @ParameterizedTest
    @EnumSource
    void everyRowComesOnceInTheOrderOfItsKeyWhateverThePages(TestDatabases database) throws Exception {
        // Given
        numbers(database, "every_row", 1000);
        // When
        Reading reading = Reading.all(source(database, "table=every_row&key=id&pageSize=7"));
        // Then
        assertThat(reading.values("id")).containsExactlyElementsOf(range(1, 1000));
    }

    @ParameterizedTest
    @EnumSource
    void rowsWithTheSameKeyAreAllReadAcrossTheEdgeOfAPage(TestDatabases database) throws Exception {
        // Given: nothing keeps a source from naming a key that is none
        execute(database, "create table same_key (k varchar(10), n integer)");
        for (int n = 0; n < 30; n++) {
            execute(database, "insert into same_key values ('K" + n / 4 + "', " + n + ")");
        }
        // When
        Reading reading = Reading.all(source(database, "table=same_key&key=k&pageSize=6"));
        // Then
        assertThat(reading.values("n")).containsExactlyInAnyOrderElementsOf(range(0, 29));
    }

    @ParameterizedTest
    @EnumSource
    void aColumnThatNamesNoRowIsRefusedInsteadOfReadForEver(TestDatabases database) throws Exception {
        execute(database, "create table no_key (k varchar(10), n integer)");
        execute(database, "insert into no_key select 'same', 1 from " + series(database, 20));
        assertThatThrownBy(() -> Reading.all(source(database, "table=no_key&key=k&pageSize=5")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("same values in [k]");
    }

    @ParameterizedTest
    @EnumSource
    void aRunAfterAnotherReadsOnlyWhatHasChangedSince(TestDatabases database) throws Exception {
        // Given
        watched(database, "watched");
        var source = source(database, "table=watched&key=id&watermark=changed&overlap=1ms");
        Reading first = Reading.all(source);
        // When
        execute(database, "update watched set changed = timestamp '2026-02-01 00:00:00' where id = 17");
        Reading second = Reading.after(source, first);
        Reading third = Reading.after(source, second);
        // Then: the row at the watermark itself is read again
        assertThat(first.rows()).hasSize(100);
        assertThat(second.values("id")).contains("17").hasSizeLessThan(12);
        assertThat(third.values("id")).containsExactly("17");
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfOneWatermarkAreAllReadAcrossPagesAndAfterAnInterruption(TestDatabases database) throws Exception {
        // Given: ten watermarks for a hundred rows
        watched(database, "equal_marks");
        var source = source(database, "table=equal_marks&key=id&watermark=changed&pageSize=7");
        Reading whole = Reading.all(source);
        // When: the run was killed after the 33rd row
        Reading rest = Reading.from(source, whole.within(32), Reading.PLAIN);
        // Then
        assertThat(whole.values("id")).containsExactlyInAnyOrderElementsOf(range(1, 100));
        assertThat(rest.values("id")).isEqualTo(whole.values("id").subList(32, 100));
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionThatCommitsLateIsFoundWithinTheOverlap(TestDatabases database) throws Exception {
        // Given
        watched(database, "late");
        var source = source(database, "table=late&key=id&watermark=changed&overlap=2h");
        Reading first = Reading.all(source);
        // When: its time of change is older than the newest one that was read
        execute(database, "insert into late values (500, timestamp '2026-01-01 08:30:00')");
        // Then
        assertThat(Reading.after(source, first).values("id")).contains("500");
    }

    @ParameterizedTest
    @EnumSource
    void aRangeOfWatermarksIsReadFromInclusiveToExclusive(TestDatabases database) throws Exception {
        // Given
        watched(database, "ranged");
        RunRequest request = new RunRequest(
                RunRequest.Trigger.OPERATOR,
                false,
                Optional.of("2026-01-01T03:00:00"),
                Optional.of("2026-01-01 05:00:00"),
                false);
        // When
        Reading reading = Reading.from(
                source(database, "table=ranged&key=id&watermark=changed&pageSize=4"), StartPoint.BEGINNING, request);
        // Then: hours 3 and 4, ten rows each
        assertThat(reading.rows()).hasSize(20);
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatIsLostInMidCursorIsOpenedAgainWithoutALostRow(TestDatabases database) throws Exception {
        if (database != TestDatabases.POSTGRESQL) {
            return;
        }
        // Given
        numbers(database, "cut", 5000);
        var source = source(database, "table=cut&key=id&pageSize=4000");
        Set<String> read = new HashSet<>();
        SourceRow last = null;
        SourceException failure = null;
        // When: the server ends all connections after the hundredth row
        try (RowReader reader = source.open(StartPoint.BEGINNING, Reading.PLAIN)) {
            for (int i = 0; i < 5000; i++) {
                if (i == 100) {
                    TestDatabases.allowConnections(SETTINGS.get(database), false);
                    TestDatabases.allowConnections(SETTINGS.get(database), true);
                }
                last = reader.next();
                read.add(last.columns().path("id").asText());
            }
        } catch (SourceException e) {
            failure = e;
        }
        // Then
        assertThat(failure).isNotNull();
        assertThat(failure.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
        read.addAll(Reading.from(source, StartPoint.withinRun(last.position().toJson()), Reading.PLAIN)
                .values("id"));
        assertThat(read).hasSize(5000);
    }

    @ParameterizedTest
    @EnumSource
    void valuesBecomeJsonWithoutLoss(TestDatabases database) throws Exception {
        // Given
        boolean h2 = database == TestDatabases.H2;
        execute(
                database,
                "create table kinds (id bigint primary key, amount decimal(20,4), small smallint, real8 double precision,"
                        + " flag boolean, due date, local_time timestamp(6), instant timestamp(6) with time zone, raw "
                        + (h2 ? "varbinary(10)" : "bytea")
                        + ", words "
                        + (h2 ? "clob" : "text")
                        + ", guid uuid, doc "
                        + (h2 ? "json" : "jsonb")
                        + ", nothing varchar(5))");
        execute(
                database,
                "insert into kinds values (9007199254740993, 1234567890123456.1000, 7, 0.1, true, date '2024-02-29',"
                        + " timestamp '2026-03-29 02:30:00.123456', timestamp with time zone '2026-03-29 02:30:00.5+02:00', "
                        + (h2 ? "X'00ff10'" : "'\\x00ff10'")
                        + ", 'Zoë ✓', 'd2719b8e-8f62-4b1a-9c0a-3e2a6f1b7c55', "
                        + (h2 ? "json '{\"a\":1.10}'" : "'{\"a\":1.10}'")
                        + ", null)");
        // When
        SourceRow row =
                Reading.all(source(database, "table=kinds&key=id")).rows().get(0);
        // Then: 02:30 on the day on which European clocks go forward does not exist in many zones, and is not touched
        assertThat(row.columns().toString())
                .isEqualTo("{\"id\":9007199254740993,\"amount\":1234567890123456.1000,\"small\":7,\"real8\":0.1,"
                        + "\"flag\":true,\"due\":\"2024-02-29\",\"local_time\":\"2026-03-29T02:30:00.123456\","
                        + "\"instant\":\"2026-03-29T00:30:00.5Z\",\"raw\":\"AP8Q\",\"words\":\"Zoë ✓\","
                        + "\"guid\":\"d2719b8e-8f62-4b1a-9c0a-3e2a6f1b7c55\",\"doc\":{\"a\":1.10},\"nothing\":null}");
    }

    @ParameterizedTest
    @EnumSource
    void timestampsWithoutAZoneAreOfTheZoneThatTheRouteNames(TestDatabases database) throws Exception {
        execute(database, "create table zoned (id integer primary key, at timestamp)");
        execute(database, "insert into zoned values (1, timestamp '2026-07-01 12:00:00')");
        assertThat(Reading.all(source(database, "table=zoned&key=id&zone=Europe/Zurich"))
                        .values("at"))
                .containsExactly("2026-07-01T10:00:00Z");
    }

    @ParameterizedTest
    @EnumSource
    void aValueOfFiftyMegabytesBecomesAnUnreadableRowAndTheOthersAreRead(TestDatabases database) throws Exception {
        // Given
        execute(
                database,
                "create table wide (id integer primary key, words " + (database == TestDatabases.H2 ? "clob" : "text")
                        + ")");
        execute(database, "insert into wide values (1, 'short'), (2, repeat('x', 52428800)), (3, 'short')");
        // When
        Reading reading = Reading.all(source(database, "table=wide&key=id"));
        // Then
        assertThat(reading.rows()).hasSize(3);
        assertThat(reading.rows().get(1).failure().orElseThrow().why()).contains("Column words", "4194304 bytes");
        assertThat(new String(reading.rows().get(1).raw(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":2}");
    }

    @ParameterizedTest
    @EnumSource
    void withoutAKeyOneCursorIsRead(TestDatabases database) throws Exception {
        // Given
        numbers(database, "cursor_only", 2500);
        // When
        Reading reading =
                Reading.all(source(database, "query=select id from cursor_only order by id desc&pageSize=100"));
        // Then
        assertThat(reading.values("id").get(0)).isEqualTo("2500");
        assertThat(reading.rows()).hasSize(2500).allMatch(row -> row.position() == null);
    }

    @ParameterizedTest
    @EnumSource
    void namesInTheQueryAreBoundAndNeverPastedIn(TestDatabases database) throws Exception {
        // Given
        execute(database, "create table bound (id integer primary key, country varchar(40))");
        execute(database, "insert into bound values (1, 'Côte d''Ivoire'), (2, 'Chad')");
        // When
        Reading reading = Reading.all(
                source(
                        database,
                        "query=select * from bound where country = :country and id < 5 and id <> 7&key=id&parameters=country=Côte d'Ivoire"));
        // Then
        assertThat(reading.values("id")).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    void theNumberOfRowsIsKnownBeforehand(TestDatabases database) throws Exception {
        numbers(database, "counted", 50);
        try (RowReader reader = source(database, "table=counted&key=id").open(StartPoint.BEGINNING, Reading.PLAIN)) {
            assertThat(reader.total()).hasValue(50);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aColumnThatIsNotThereIsNamedWithThoseThatAre(TestDatabases database) throws Exception {
        numbers(database, "misnamed", 1);
        assertThatThrownBy(() -> Reading.all(source(database, "table=misnamed&key=number")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("'number'")
                .hasMessageContaining("[id]");
    }

    @ParameterizedTest
    @EnumSource
    void aWrongQueryIsToldWithItsTextAndTheDatabasesWords(TestDatabases database) {
        assertThatThrownBy(() -> Reading.all(source(database, "query=select nosuch from nowhere&key=id")))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.MISCONFIGURED))
                .hasMessageContaining("data source 'erp'")
                .hasMessageContaining("nowhere")
                .hasMessageContaining("The query: select nosuch from nowhere");
    }

    // --- Made for the tests

    private static SqlSource source(TestDatabases database, String options) throws Exception {
        DefaultCamelContext camel = CAMELS.computeIfAbsent(database, key -> new DefaultCamelContext());
        camel.getRegistry().bind("erp", pool(database));
        SqlSourceEndpoint endpoint = camel.getEndpoint(
                "batch-sql:test?dataSource=erp&recordKey=/id&" + encoded(options), SqlSourceEndpoint.class);
        return (SqlSource) endpoint.source();
    }

    private static String encoded(String options) {
        List<String> pairs = new ArrayList<>();
        for (String pair : options.split("&", -1)) {
            int equals = pair.indexOf('=');
            pairs.add(pair.substring(0, equals) + "=RAW(" + pair.substring(equals + 1) + ")");
        }
        return String.join("&", pairs);
    }

    private static HikariDataSource pool(TestDatabases database) {
        return POOLS.computeIfAbsent(database, key -> {
            DatabaseSettings settings = SETTINGS.computeIfAbsent(key, one -> one.settings(folder));
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl(settings.url());
            pool.setUsername(settings.user());
            pool.setPassword(settings.password());
            return pool;
        });
    }

    private static void numbers(TestDatabases database, String table, int rows) throws SQLException {
        execute(database, "create table " + table + " (id integer primary key)");
        execute(database, "insert into " + table + " select x from " + series(database, rows));
    }

    /** A hundred rows, ten for each hour of a day. */
    private static void watched(TestDatabases database, String table) throws SQLException {
        execute(database, "create table " + table + " (id integer primary key, changed timestamp not null)");
        execute(
                database,
                "insert into " + table
                        + " select x, timestamp '2026-01-01 00:00:00' + (mod(x, 10) * interval '1' hour) from "
                        + series(database, 100));
    }

    private static String series(TestDatabases database, int rows) {
        return database == TestDatabases.H2
                ? "system_range(1, " + rows + ") s (x)"
                : "generate_series(1, " + rows + ") s (x)";
    }

    private static List<String> range(int first, int last) {
        return java.util.stream.IntStream.rangeClosed(first, last)
                .mapToObj(String::valueOf)
                .toList();
    }

    private static void execute(TestDatabases database, String sql) throws SQLException {
        try (Connection connection = pool(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
