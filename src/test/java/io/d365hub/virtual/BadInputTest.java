package io.d365hub.virtual;

import static io.d365hub.virtual.VirtualHub.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.virtual.VirtualHub.Answer;
import io.d365hub.virtual.sql.OneTable;
import io.d365hub.virtual.sql.SqlSourceType;
import java.nio.file.Path;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers send that they should not, and what sources give that they should not. */
class BadInputTest {

    private static VirtualHub hub;
    private static OneTable database;

    @BeforeAll
    static void start(@TempDir Path folder) {
        database = new OneTable(JdbcConnectionPool.create("jdbc:h2:mem:bad;DB_CLOSE_DELAY=-1", "sa", ""));
        database.run(
                "create table item (id int primary key, name varchar(50), stock int)",
                "insert into item values (1, 'a', 1), (2, 'b', 2)",
                "create table odd (id int, name varchar(50), stock bigint)",
                "create view million as select x as id, 'row ' || x as name, 1 as stock from system_range(1, 10000000)",
                "create view many as select id, name, stock from million where id <= 100000");
        table(folder, "Items", "item", "id");
        table(folder, "Odds", "odd", "id");
        table(folder, "Many", "many", "id");
        hub = VirtualHub.start(folder, new SqlSourceType(database));
    }

    private static void table(Path folder, String set, String table, String key) {
        VirtualHub.declare(folder, "erp", set, """
                entity: %s
                source: { sql: { datasource: erp, table: %s } }
                key: { name: Id, column: %s, type: int32 }
                columns:
                  Name: { type: string, maxLength: 10 }
                  Stock: { type: int32 }
                operations: [create, update]
                cacheTime: 0s
                timeout: 100s
                """.formatted(set + "Row", table, key));
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    $filter=                                    | 400
                    $filter=Name%20eq                           | 400
                    $filter=Name%20eq%20'a                      | 400
                    $filter=(Name%20eq%20'a'                    | 400
                    $filter=Nothing%20eq%20'a'                  | 400
                    $filter=Stock%20eq%20'a'                    | 400
                    $filter=Name%20eq%205                       | 400
                    $filter=Name%20eq%20%2527a%2527             | 400
                    $filter=Stock%20eq%20INF                    | 400
                    $filter=year(Name)%20eq%201                 | 400
                    $filter=nonsense(Name)                      | 400
                    $filter=cast(Name,Edm.Int)%20eq%201         | 400
                    $filter=cast(Name,Edm.Int32)%20eq%201       | 501
                    $filter=isof(Edm.String)                    | 501
                    $filter=concat(Name,'a')%20eq%20'b'         | 501
                    $filter=indexof(Name,'a')%20eq%201          | 501
                    $filter=substring(Name,1)%20eq%20'a'        | 501
                    $filter=Stock%20add%201%20eq%202            | 501
                    $filter=Stock%20gt%20null                   | 501
                    $filter=1%20eq%201                          | 501
                    $filter=contains(Name,Name)                 | 501
                    $filter=Id%20gt%2000000000-0000-0000-0000-000000000000 | 501
                    $filter=Name%20eq%20'a'&$filter=Name%20eq%20'b' | 400
                    $Filter=Name%20eq%20'a'                     | 400
                    filter=Name%20eq%20'a'                      | 400
                    $TOP=1                                      | 400
                    $nonsense=1                                 | 400
                    $top=-1                                     | 400
                    $top=x                                      | 400
                    $top=99999999999                            | 400
                    $skip=-1                                    | 400
                    $skip=1.5                                   | 400
                    $count=maybe                                | 400
                    $select=Nothing                             | 400
                    $orderby=Nothing                            | 400
                    $orderby=Name%20sideways                    | 400
                    $orderby=length(Name)                       | 501
                    $skiptoken=abc                              | 400
                    $skiptoken=                                 | 400
                    $expand=Name                                | 501
                    $search=a                                   | 501
                    $apply=aggregate(Stock)                     | 501
                    $compute=Stock                              | 501
                    $format=atom                                | 406
                    $format=nonsense                            | 406
                    odata-accept-forms-encoding=true            | 400
                    """)
    void aQueryOptionThatIsWrongOrNotSupportedIsRefused(String query, int status) {
        Answer answer = hub.get("erp/Items?" + query);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.message()).isNotBlank();
        assertThat(answer.header("OData-Version")).isEqualTo("4.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$filter=indexof(Name,'a')%20eq%201",
                "$filter=Stock%20add%201%20eq%202",
                "$filter=year(Name)%20eq%201",
                "$orderby=length(Name)",
                "$expand=Name",
                "$search=a",
            })
    void whoIsRefusedIsToldWhatIsSupported(String query) {
        Answer refused = hub.get("erp/Items?" + query);

        assertThat(refused.message()).containsAnyOf("upported are", "takes names of columns", "not compatible");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?$filter=Name%20eq%20'Muster",
                "?$filter=Name%20eq%20'a'%20'Muster'",
                "?$filter=Stock%20eq%20'Muster'",
                "?$filter=Stock%20gt%20'Muster'",
                "?$filter=Id%20eq%20'Muster'",
                "?$filter=contains(Stock,'Muster')",
                "?$filter=year('Muster')%20eq%201",
                "?$filter=concat(Name,'Muster')%20eq%20'b'",
                "?$filter=Name%20in%20('Muster',1)",
                "?$filter='Muster'",
                "?$top='Muster'",
                "?$skip='Muster'",
                "?$count='Muster'",
                "?$orderby=Name%20'Muster'",
                "?$select='Muster'",
                "?$skiptoken=Muster",
                "('Muster')",
                "(Id='Muster')",
                "(Name='Muster')",
            })
    void whatTheCallerAskedForIsNotRepeatedInTheRefusal(String address) {
        // When
        Answer answer = hub.get("erp/Items" + address);
        // Then
        assertThat(answer.status()).isBetween(400, 501).isNotEqualTo(500);
        assertThat(answer.body()).doesNotContain("Muster");
    }

    @ParameterizedTest
    @CsvSource({
        "erp/Nothing, 404",
        "nothing/Items, 404",
        "erp/Items(1), 400",
        "erp/Items('a'), 400",
        "erp/Items(guid'00000000-0000-0000-0000-000000000000'), 404",
        "erp/Items(00000000-0000-0000-0000-000000000000), 404",
        "erp/Items/Name, 400",
        "erp/items, 404",
        "erp/Items%2528%2529, 400",
        "erp/Items%28%27a%27%29, 400",
        "erp/Items%00, 400",
        "erp/$batch, 501",
        "erp/$all, 501",
        "erp/Items/$ref, 501",
        "erp/Items/$count/$count, 400",
    })
    void anAddressThatIsNoneIsRefused(String path, int status) {
        assertThat(hub.get(path).status()).isEqualTo(status);
    }

    @Test
    void aDeepFilterIsRefusedBeforeItIsParsed() {
        String deep = "(".repeat(3000) + "Stock eq 1" + ")".repeat(3000);
        String nots = "not ".repeat(3000) + "(Stock eq 1)";
        String minuses = "Stock eq " + "-".repeat(3000) + "1";

        assertThat(hub.filtered("erp/Items", deep).error()).isEqualTo("QueryTooCostly");
        assertThat(hub.filtered("erp/Items", nots).error()).isEqualTo("QueryTooCostly");
        assertThat(hub.filtered("erp/Items", minuses).status()).isEqualTo(400);
        assertThat(hub.get("erp/" + "(".repeat(5000)).status()).isEqualTo(400);
    }

    @Test
    void aFilterOfManyTermsIsRefused() {
        String terms = "Stock eq 1" + " or Stock eq 1".repeat(100);
        String list = "Stock in (1" + ",1".repeat(250) + ")";

        assertThat(hub.filtered("erp/Items", terms).error()).isEqualTo("QueryTooCostly");
        assertThat(hub.filtered("erp/Items", list).error()).isEqualTo("QueryTooCostly");
    }

    @Test
    void anAddressOfThirtyTwoKilobytesIsReadAndALongerOneRefused() {
        String text = "a".repeat(32 * 1024 - 200);

        assertThat(hub.filtered("erp/Items", "Name eq '" + text + "'").status()).isEqualTo(200);
        assertThat(hub.filtered("erp/Items", "Name eq '" + text + "a".repeat(300) + "'")
                        .status())
                .isEqualTo(414);
    }

    @Test
    void percentIsDecodedOnce() {
        assertThat(hub.get("erp/Items?$filter=" + encoded("Name eq '%27'")).rows())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"text/html, 406", "nonsense, 406", "application/atom+xml, 406", "*/*, 200", "application/json, 200"})
    void whatIsAcceptedIsGivenOrRefused(String accept, int status) {
        assertThat(hub.get("erp/Items", "Accept", accept).status()).isEqualTo(status);
    }

    @Test
    void anOlderVersionOfODataIsRefused() {
        assertThat(hub.get("erp/Items", "OData-MaxVersion", "3.0").status()).isEqualTo(400);
        assertThat(hub.get("erp/Items", "OData-MaxVersion", "x").status()).isEqualTo(400);
        assertThat(hub.get("erp/Items", "OData-MaxVersion", "4.01").status()).isEqualTo(200);
    }

    @Test
    void headIsGetWithoutItsBodyAndOptionsNamesMethods() {
        Answer head = hub.send("HEAD", "erp/Items", null);
        Answer options = hub.send("OPTIONS", "erp/Items", null);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(Integer.parseInt(head.header("Content-Length"))).isPositive();
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).contains("PATCH");
        assertThat(hub.send("TRACE", "erp/Items", null).status()).isEqualTo(405);
    }

    @Test
    void whoHasNoKeyOrNoPermissionLearnsNothing() {
        assertThat(hub.get("erp/Items", "X-API-Key", null).status()).isEqualTo(401);
        assertThat(hub.get("erp/Items", "X-API-Key", "wrong").status()).isEqualTo(401);
        assertThat(hub.get("erp/Items?api-key=" + VirtualHub.READER_KEY, "X-API-Key", null)
                        .status())
                .isEqualTo(200);
        assertThat(hub.get("erp/Odds", "X-API-Key", VirtualHub.READER_KEY).status())
                .isEqualTo(403);
        assertThat(hub.send("POST", "erp/Items", "{}", "X-API-Key", VirtualHub.READER_KEY)
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{'Nothing':1}",
                "{'Stock':'one'}",
                "{'Stock':3000000000}",
                "{'Name':'more than ten letters'}",
            })
    void aBodyThatIsWrongIsRefused(String body) {
        Answer answer = hub.send("POST", "erp/Items", body.replace("'", "\""));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    }

    @Test
    void twoRowsOfOneKeyAreAnError() {
        database.run("delete from odd", "insert into odd values (1, 'a', null), (1, 'b', null)");

        assertThat(hub.get("erp/Odds").status()).isEqualTo(502);
        assertThat(hub.get("erp/Odds").message()).contains("two rows").contains("'Id'");
    }

    @Test
    void aKeyThatIsNullIsAnError() {
        database.run("delete from odd", "insert into odd values (null, 'a', null)");

        assertThat(hub.get("erp/Odds").message()).contains("'Id'").contains("null");
    }

    @Test
    void aValueThatDoesNotFitTheTypeIsAnErrorThatDoesNotShowIt() {
        database.run("delete from odd", "insert into odd values (1, 'a', 3000000000)");

        Answer answer = hub.get("erp/Odds");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.message()).contains("'Stock'").doesNotContain("3000000000");
    }

    @Test
    void aTextLongerThanDeclaredIsAnErrorAndNotCut() {
        database.run("delete from odd", "insert into odd values (1, 'longer than ten', null)");

        assertThat(hub.get("erp/Odds").message()).contains("'Name'").contains("10");
    }

    @Test
    void ofManyRowsOnePageIsReadAndTheRestFollows() {
        Answer page = hub.get("erp/Many?$select=Id&$top=50000");

        assertThat(page.rows()).as(page.body()).hasSize(1000);
        assertThat(page.json().has("@odata.nextLink")).isTrue();
    }
}
