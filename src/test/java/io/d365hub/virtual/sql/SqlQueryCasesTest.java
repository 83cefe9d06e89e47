package io.d365hub.virtual.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import io.d365hub.virtual.QueryCases;
import io.d365hub.virtual.SourceDeclaration;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.source.TestCall;
import io.d365hub.yaml.YamlValue;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Databases answer the questions that every kind of source is asked as the hub itself does. */
class SqlQueryCasesTest {

    private static final VirtualTable TABLE = QueryCases.table(
            new SourceDeclaration(
                    "sql",
                    YamlValue.parse("{ datasource: erp, table: things }", "things.table.yaml")
                            .orElseThrow(),
                    Path.of("things.table.yaml")),
            1);

    private static final Map<TestDatabases, TableSource> SOURCES = new EnumMap<>(TestDatabases.class);

    static Stream<Arguments> cases() {
        return Stream.of(TestDatabases.values())
                .flatMap(database -> QueryCases.all().map(question -> Arguments.of(database, question)));
    }

    @BeforeAll
    static void fill(@TempDir Path folder) throws SourceException {
        for (TestDatabases database : TestDatabases.values()) {
            DataSource opened = open(database, folder);
            String text = database == TestDatabases.POSTGRESQL ? postgresqlText(opened) : "varchar(200)";
            OneTable erp = new OneTable(opened);
            erp.run("""
                    create table things (id int primary key, name %s, code %s, price decimal(19,4), rate double precision,
                      seats int, total bigint, active boolean, starts timestamp with time zone, link uuid)
                    """.formatted(text, text));
            TableSource source = new SqlSourceType(erp).open(TABLE);
            for (Object[] values : QueryCases.rows()) {
                Map<VirtualColumn, Object> row = new LinkedHashMap<>();
                TABLE.columns().forEach(column -> row.put(column, values[column.ordinal()]));
                source.create(row, TestCall.patient());
            }
            SOURCES.put(database, source);
        }
    }

    private static DataSource open(TestDatabases database, Path folder) {
        if (database == TestDatabases.H2) {
            return JdbcConnectionPool.create("jdbc:h2:" + folder.resolve("erp"), "sa", "");
        }
        DatabaseSettings settings = database.settings(folder);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        return source;
    }

    /** The order of texts is the database's own: here that of code points, as in the hub. Systems spell its name differently. */
    private static String postgresqlText(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select collname from pg_collation where collname in ('C.utf8', 'C.UTF-8') order by collname desc")) {
            assertThat(found.next()).as("PostgreSQL knows the locale C.UTF-8").isTrue();
            return "varchar(200) collate \"" + found.getString(1) + "\"";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void theAnswerIsTheOneThatEverySourceGives(TestDatabases database, QueryCases.Case question)
            throws SourceException {
        // When
        TablePage page = SOURCES.get(database)
                .read(QueryCases.query(TABLE, question, 0, 100, Optional.empty()), TestCall.patient());
        // Then
        List<Object> keys = page.rows().stream().map(TableRow::key).toList();
        assertThat(keys).isEqualTo(question.expected());
    }
}
