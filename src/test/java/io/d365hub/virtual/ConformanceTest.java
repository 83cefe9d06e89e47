package io.d365hub.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.virtual.VirtualHub.Answer;
import io.d365hub.virtual.sql.OneTable;
import io.d365hub.virtual.sql.SqlSourceType;
import java.nio.file.Path;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The checklist of OData's minimal conformance, spec dataverse-events-and-virtual-tables §8.1 [U], statement by statement. That the model
 * uses types of CSDL only (7, 8) is judged by others in {@link ModelValidationIT}.
 */
class ConformanceTest {

    private static VirtualHub hub;

    @BeforeAll
    static void start(@TempDir Path folder) {
        OneTable erp = new OneTable(JdbcConnectionPool.create("jdbc:h2:" + folder.resolve("erp"), "sa", ""));
        erp.run(
                "create table item (id uuid primary key, name varchar(50), version int not null)",
                "insert into item select random_uuid(), 'Item ' || x, 1 from system_range(1, 5)");
        VirtualHub.declare(folder, "erp", "Items", """
                source: { sql: { datasource: erp, table: item } }
                key: { name: ItemId, column: id, type: guid }
                columns:
                  Name: { column: name, type: string }
                  Version: { column: version, type: int32, nullable: false }
                version: Version
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
                    2 JSON, all metadata             | Items                             | application/json;odata.metadata=full | 200 | "@odata.type":"#Hub.Item"
                    4 the count is of all rows       | Items?$count=true&$top=1          | -                              | 200 | "@odata.count":5
                    4 nothing is left of a small one | Items?$top=0                      | -                              | 200 | "value":[]
                    5 every supported option         | Items?$filter=Version%20eq%201&$select=Name&$orderby=Name%20desc&$top=2&$skip=1&$count=true | - | 200 | Item 4
                    5 a count of its own             | Items/$count                      | -                              | 200 | 5
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

    @Test
    @DisplayName("[U] §8.1, 7")
    void whoAsksForNoMetadataGetsNoAnnotationsButTheNextLink() {
        Answer answer = hub.get("erp/Items", "Accept", "application/json;odata.metadata=none");

        assertThat(answer.json().fieldNames()).toIterable().containsExactly("value", "@odata.nextLink");
        assertThat(answer.rows().get(0).fieldNames()).toIterable().containsExactly("ItemId", "Name", "Version");
    }

    @Test
    @DisplayName("[V] §4.2: the provider sends its key as a header or as a value of the query")
    void whoSendsHisKeyInTheAddressFindsItInTheNextLink() {
        Answer first = hub.get("erp/Items?api-key=" + VirtualHub.KEY, "X-API-Key", null);
        Answer second = hub.get(first.json().path("@odata.nextLink").asText(), "X-API-Key", null);

        assertThat(second.status()).as(second.body()).isEqualTo(200);
        assertThat(second.rows()).hasSize(2);
    }

    @Test
    @DisplayName("[U] §8.1, 9")
    void aRowIsCreatedWithItsAddressChangedUnderItsETagAndDeleted() {
        // When
        Answer created = hub.send("POST", "erp/Items", "{\"Name\":\"new\"}");
        String address = created.header("Location");
        Answer silent = hub.send("POST", "erp/Items", "{\"Name\":\"newer\"}", "Prefer", "return=minimal");
        Answer changed = hub.send("PATCH", address, "{\"Name\":\"changed\"}", "If-Match", created.header("ETag"));
        Answer late = hub.send("DELETE", address, null, "If-Match", created.header("ETag"));
        Answer whatever = hub.send("DELETE", address, null, "If-Match", "*");
        hub.send("DELETE", silent.header("OData-EntityId"), null);
        // Then
        assertThat(List.of(created.status(), silent.status(), changed.status(), late.status(), whatever.status()))
                .containsExactly(201, 204, 204, 412, 204);
        assertThat(address).startsWith(hub.root("erp") + "Items(");
        assertThat(hub.get("erp/Items/$count").body()).isEqualTo("5");
    }
}
