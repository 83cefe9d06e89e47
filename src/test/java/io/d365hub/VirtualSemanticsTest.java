package io.d365hub;

import static io.d365hub.virtual.VirtualHub.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import io.d365hub.virtual.VirtualHub;
import io.d365hub.virtual.sql.OneTable;
import io.d365hub.virtual.sql.SqlSourceType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The same rows as a table of Dataverse and as a virtual table, asked the same: what null, case and blanks mean to users of Dataverse is
 * what they mean here. Dataverse's side: spec dataverse-web-api §6.2, as the simulator has it.
 */
class VirtualSemanticsTest {

    private static final Map<TestDatabases, VirtualHub> HUBS = new EnumMap<>(TestDatabases.class);

    private static Simulator simulator;
    private static SimulatedDataverse dataverse;

    /** Number, name, employees, on hold. */
    private static final List<String[]> ROWS = List.of(
            new String[] {"1", "Camel", "5", "true"},
            new String[] {"2", "camel ride", null, "false"},
            new String[] {"3", "CAMEL", "0", null},
            new String[] {"4", null, "3", "true"},
            new String[] {"5", "O'Neil & Sons", null, null},
            new String[] {"6", "50% off", "5", "false"},
            new String[] {"7", "50 percent off", "12", "true"});

    @BeforeAll
    static void start(@TempDir Path folder) {
        simulator = Simulator.start(SimulatorSettings.defaults().withPort(0).withSeed(SimulatorSettings.Seed.EMPTY));
        dataverse = new SimulatedDataverse(simulator.port());
        for (String[] row : ROWS) {
            dataverse.call("POST", "accounts", body(row));
        }
        for (TestDatabases kind : TestDatabases.values()) {
            HUBS.put(kind, hub(kind, folder.resolve(kind.name())));
        }
    }

    private static String body(String[] row) {
        return "{\"accountnumber\": \"%s\", \"name\": %s, \"numberofemployees\": %s, \"creditonhold\": %s}"
                .formatted(row[0], row[1] == null ? null : "\"" + row[1] + "\"", row[2], row[3]);
    }

    private static VirtualHub hub(TestDatabases kind, Path home) {
        OneTable database = new OneTable(database(kind, home));
        database.run(
                "create table account (accountnumber varchar(10) primary key, name varchar(50), employees int, hold boolean)");
        for (String[] row : ROWS) {
            database.run("insert into account values ('%s', %s, %s, %s)"
                    .formatted(row[0], row[1] == null ? null : "'" + row[1].replace("'", "''") + "'", row[2], row[3]));
        }
        VirtualHub.declare(home, "crm", "accounts", """
                source: { sql: { datasource: erp, table: account } }
                key: { name: accountid, column: accountnumber, type: string }
                columns:
                  accountnumber: { type: string }
                  name: { type: string }
                  numberofemployees: { column: employees, type: int32 }
                  creditonhold: { column: hold, type: boolean }
                timeout: 100s
                """);
        return VirtualHub.start(home, new SqlSourceType(database));
    }

    private static DataSource database(TestDatabases kind, Path home) {
        if (kind == TestDatabases.H2) {
            return JdbcConnectionPool.create("jdbc:h2:" + home.resolve("crm"), "sa", "");
        }
        DatabaseSettings settings = kind.settings(home);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        return source;
    }

    @AfterAll
    static void stop() throws Exception {
        for (VirtualHub hub : HUBS.values()) {
            hub.close();
        }
        simulator.close();
    }

    private static List<String> numbers(JsonNode rows) {
        List<String> numbers = new ArrayList<>();
        rows.forEach(row -> numbers.add(row.path("accountnumber").asText()));
        return numbers;
    }

    private static List<String> ofDataverse(String query) {
        return numbers(dataverse.call("GET", "accounts?" + query, null).path("value"));
    }

    private static List<String> ofHub(TestDatabases kind, String query) {
        return numbers(HUBS.get(kind).get("crm/accounts?" + query).rows());
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("[D] §6.2: texts without regard to case; [K]: what is null is not equal, and neither less nor greater")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    name eq 'CAMEL'                                       | 1,3
                    name eq 'O''NEIL & sons'                              | 5
                    name ne 'camel'                                       | 2,4,5,6,7
                    name eq null                                          | 4
                    name ne null                                          | 1,2,3,5,6,7
                    contains(name,'RIDE')                                 | 2
                    startswith(name,'cam')                                | 1,2,3
                    endswith(name,'OFF')                                  | 6,7
                    not contains(name,'camel') and name ne null           | 5,6,7
                    numberofemployees eq null                             | 2,5
                    numberofemployees ne 5                                | 2,3,4,5,7
                    numberofemployees lt 5                                | 3,4
                    numberofemployees ge 0                                | 1,3,4,6,7
                    numberofemployees gt 4 and creditonhold eq true       | 1,7
                    numberofemployees eq 0 or name eq null                | 3,4
                    creditonhold eq false                                 | 2,6
                    creditonhold ne true                                  | 2,3,5,6
                    """)
    void aFilterFindsTheRowsThatItFindsInDataverse(String filter, String expected) {
        String query = "$orderby=accountnumber&$select=accountnumber&$filter=" + encoded(filter);

        assertThat(Stream.of(TestDatabases.values()).map(kind -> ofHub(kind, query)))
                .containsOnly(List.of(expected.split(",")))
                .containsOnly(ofDataverse(query));
    }

    @ParameterizedTest
    @DisplayName("[K]: null comes before every value, case does not count")
    @CsvSource({
        "'numberofemployees asc,accountnumber', '2,5,3,4,1,6,7'",
        "'numberofemployees desc,accountnumber', '7,1,6,4,3,2,5'",
        "'name asc,accountnumber', '4,7,6,1,3,2,5'",
    })
    void rowsAreInTheOrderThatTheyHaveInDataverse(String order, String expected) {
        String query = "$select=accountnumber&$orderby=" + encoded(order);

        assertThat(Stream.of(TestDatabases.values()).map(kind -> ofHub(kind, query)))
                .containsOnly(List.of(expected.split(",")))
                .containsOnly(ofDataverse(query));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("[D] §6.2: in Dataverse % stands for any text; here it is a character, as OData says")
    void aPercentSignIsACharacter(TestDatabases kind) {
        String query = "$select=accountnumber&$orderby=accountnumber&$filter=" + encoded("contains(name,'50%off')");
        String literally = "$select=accountnumber&$orderby=accountnumber&$filter=" + encoded("contains(name,'50%')");

        assertThat(ofDataverse(query)).containsExactly("6", "7");
        assertThat(ofHub(kind, query)).isEmpty();
        assertThat(ofHub(kind, literally)).containsExactly("6");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "[U]: Dataverse takes what is null for a text that does not contain another one; here it is unknown, as OData says")
    void whatIsNullIsNotKnownNotToContainAText(TestDatabases kind) {
        String query = "$select=accountnumber&$orderby=accountnumber&$filter=" + encoded("not contains(name,'camel')");

        assertThat(ofDataverse(query)).containsExactly("4", "5", "6", "7");
        assertThat(ofHub(kind, query)).containsExactly("5", "6", "7");
    }
}
