package io.d365hub.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.virtual.VirtualHub.Answer;
import io.d365hub.virtual.sql.OneTable;
import io.d365hub.virtual.sql.SqlSourceType;
import java.nio.file.Path;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checklist of OData's minimal conformance, spec dataverse-events-and-virtual-tables §8.1 [U]. */
class ConformanceTest {

    private static VirtualHub hub;

    @BeforeAll
    static void start(@TempDir Path folder) {
        OneTable erp = new OneTable(JdbcConnectionPool.create("jdbc:h2:" + folder.resolve("erp"), "sa", ""));
        erp.run(
                "create table item (id uuid primary key, name varchar(50))",
                "insert into item select random_uuid(), 'Item ' || x from system_range(1, 5)");
        VirtualHub.declare(folder, "erp", "Items", """
                source: { sql: { datasource: erp, table: item } }
                key: { name: ItemId, column: id, type: guid }
                columns: { Name: { column: name, type: string } }
                operations: [create, update, delete]
                pageSize: 2
                """);
        hub = VirtualHub.start(folder, new SqlSourceType(erp));
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("[U] §8.1")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    1 service document               | ''                                | -                              | 200 | "name":"Items","url":"Items","kind":"EntitySet"
                    2 JSON, minimal metadata         | Items                             | -                              | 200 | @odata.context
                    2 JSON, no metadata              | Items                             | application/json;odata.metadata=none | 200 | "value"
                    4 partial results have a link    | Items                             | -                              | 200 | @odata.nextLink
                    5 what is unsupported            | Items?$expand=X                   | -                              | 501 | "error"
                    5 another unsupported one        | Items?$search=X                   | -                              | 501 | "error"
                    5 syntax                         | Items?$filter=Name%20eq           | -                              | 400 | "error"
                    5 an unknown option              | Items?$nothing=1                  | -                              | 400 | "error"
                    5 an option of somebody else     | Items?nothing=1                   | -                              | 200 | "value"
                    6 Accept that cannot be met      | Items                             | image/png                      | 406 | "error"
                    6 $format goes before Accept     | Items?$format=json                | image/png                      | 200 | "value"
                    8 model                          | $metadata                         | -                              | 200 | Edm.Guid
                    """)
    void aRequestIsAnsweredAsTheStandardWantsIt(String rule, String path, String accept, int status, String part) {
        // When
        Answer answer = hub.get("erp/" + path, "Accept", accept);
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(part);
        assertThat(answer.header("OData-Version"))
                .as("rule 3, always: OData-Version")
                .isEqualTo("4.0");
    }

    @ParameterizedTest(name = "OData-MaxVersion {0}: {1}")
    @DisplayName("[U] §8.1, 3")
    @CsvSource({"3.0, 400", "4.0, 200", "4.01, 200"})
    void aClientThatIsTooOldIsRefused(String version, int status) {
        assertThat(hub.get("erp/Items", "OData-MaxVersion", version).status()).isEqualTo(status);
    }
}
