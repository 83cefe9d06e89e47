package io.d365hub.virtual.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import io.d365hub.virtual.VirtualHub;
import io.d365hub.virtual.VirtualHub.Answer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Somebody changes tables of the source while they are read. */
class SqlSchemaChangeTest {

    private static final Map<TestDatabases, Source> SOURCES = new EnumMap<>(TestDatabases.class);

    private record Source(VirtualHub hub, OneTable database) {}

    /** What somebody does to a table of its own, a question that this spoils, what its readers are told, and how it is mended. */
    private enum Change {
        COLUMN_DROPPED(
                "alter table %s drop column name",
                "Name eq 'a'", "has no column 'name'", "alter table %s add column name varchar(20) default 'a'"),
        COLUMN_RENAMED(
                "alter table %s rename column name to other_name",
                "Name eq 'a'", "has no column 'name'", "alter table %s rename column other_name to name"),
        TABLE_DROPPED(
                "drop table %s",
                "Name eq 'a'", "has no table or view", "create table %1$s as select 1 as id, 'a' as name, 5 as stock"),
        TYPE_CHANGED(
                "alter table %s alter column stock set data type varchar(20)",
                "Id ne null",
                "'Stock'",
                "alter table %s alter column stock set data type integer using cast(stock as integer)"),
        TYPE_CHANGED_IN_A_FILTER(
                "alter table %s alter column stock set data type varchar(20)",
                "Stock gt 1",
                "'Stock'",
                "alter table %s alter column stock set data type integer using cast(stock as integer)");

        private final String change;
        private final String filter;
        private final String told;
        private final String mend;

        Change(String change, String filter, String told, String mend) {
            this.change = change;
            this.filter = filter;
            this.told = told;
            this.mend = mend;
        }

        String table() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        for (TestDatabases kind : TestDatabases.values()) {
            Path home = folder.resolve(kind.name());
            OneTable database = database(kind, home);
            for (Change change : Change.values()) {
                table(home, database, change.name(), change.table());
            }
            table(home, database, "Others", "others");
            SOURCES.put(kind, new Source(VirtualHub.start(home, new SqlSourceType(database)), database));
        }
    }

    private static OneTable database(TestDatabases kind, Path home) {
        if (kind == TestDatabases.H2) {
            return new OneTable(
                    JdbcConnectionPool.create("jdbc:h2:" + home.resolve("erp") + ";MODE=PostgreSQL", "sa", ""));
        }
        DatabaseSettings settings = kind.settings(home);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        return new OneTable(source);
    }

    private static void table(Path home, OneTable database, String set, String table) {
        database.run("create table %s as select 1 as id, 'a' as name, 5 as stock".formatted(table));
        VirtualHub.declare(home, "erp", set, """
                entity: %s
                source: { sql: { datasource: erp, table: %s } }
                key: { name: Id, column: id, type: int32 }
                columns: { Name: { type: string, column: name }, Stock: { type: int32, column: stock } }
                cacheTime: 0s
                timeout: 100s
                """.formatted(set + "Row", table));
    }

    @AfterAll
    static void stop() throws Exception {
        for (Source source : SOURCES.values()) {
            source.hub().close();
        }
    }

    static Stream<Arguments> changes() {
        return Stream.of(TestDatabases.values())
                .flatMap(kind -> Stream.of(Change.values()).map(change -> Arguments.of(kind, change)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void readersAreToldWhatIsWrongUntilItIsMendedAndOtherTablesGoOn(TestDatabases kind, Change change) {
        // Given
        Source source = SOURCES.get(kind);
        String set = "erp/" + change.name();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger read = new AtomicInteger();
        CompletableFuture<Integer> others = CompletableFuture.supplyAsync(() -> {
            int refused = 0;
            while (!over.get()) {
                refused += source.hub().get("erp/Others").status() == 200 ? 0 : 1;
                read.incrementAndGet();
            }
            return refused;
        });
        assertThat(source.hub().filtered(set, change.filter).rows()).hasSize(1);
        Awaitility.await().until(() -> read.get() > 0);
        // When
        source.database().run(change.change.formatted(change.table()));
        Answer spoilt = source.hub().filtered(set, change.filter);
        Answer again = source.hub().filtered(set, change.filter);
        source.database().run(change.mend.formatted(change.table()));
        // Then
        assertThat(spoilt.status()).as(spoilt.body()).isEqualTo(502);
        assertThat(again.status()).as(again.body()).isEqualTo(502);
        assertThat(again.message()).contains(change.told);
        assertThat(source.hub().filtered(set, change.filter).rows()).hasSize(1);
        over.set(true);
        assertThat(others.join())
                .as("questions of another table that were refused")
                .isZero();
    }
}
