package io.d365hub.virtual.sql;

import static io.d365hub.virtual.VirtualHub.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.virtual.VirtualHub;
import io.d365hub.virtual.VirtualHub.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table of a database, read and written through {@code /virtual/erp/}. The same for every kind of database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SqlTablesJourney {

    private static final String ITEMS = """
            entity: Item
            source:
              sql: { datasource: erp, table: item }
            key: { name: ItemId, column: item_no, type: int64 }
            columns:
              Name: { type: string, column: item_name, nullable: false, maxLength: 100 }
              Note: { type: string, column: note }
              Code: { type: string, column: code, text: exact }
              Price: { type: decimal, column: price, precision: 19, scale: 4 }
              Weight: { type: double, column: weight }
              Stock: { type: int32, column: stock }
              Active: { type: boolean, column: active }
              ChangedOn: { type: datetime, column: changed_on }
              SupplierId: { type: guid, of: string, references: Suppliers, column: supplier }
            cacheTime: 0s
            timeout: 100s
            pageSize: 3
            """;

    private static final String SUPPLIERS = """
            source:
              sql: { datasource: erp, table: supplier }
            key: { name: SupplierId, column: code, type: string }
            columns:
              Name: { type: string, column: supplier_name }
            cacheTime: 0s
            timeout: 100s
            """;

    private static final String ORDERS = """
            source:
              sql: { datasource: erp, table: purchase_order }
            key: { name: OrderId, column: id, type: guid }
            columns:
              Title: { type: string, column: title, nullable: false, maxLength: 40 }
              Amount: { type: decimal, column: amount, precision: 19, scale: 4 }
              Version: { type: int32, column: row_version, nullable: false }
            version: Version
            operations: [create, update, delete]
            cacheTime: 5s
            timeout: 100s
            """;

    private static final String LONG_CODE = "a supplier code that is too long for a GUID";

    private Path folder;
    private VirtualHub hub;
    private DataSource database;

    abstract DataSource open(Path place);

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        database = open(folder);
        run(
                """
                create table item (item_no bigint primary key, item_name varchar(100) not null, note varchar(100),
                  code varchar(20), price decimal(19,4), weight double precision, stock integer, active boolean,
                  changed_on timestamp with time zone, supplier varchar(100))
                """,
                "create table supplier (code varchar(100) primary key, supplier_name varchar(100))",
                """
                create table purchase_order (id uuid primary key, title varchar(40) not null, amount decimal(19,4),
                  row_version integer not null)
                """,
                """
                insert into item values
                  (1, 'Hammer', 'heavy', 'ab', 12.5, 1.5, 10, true, timestamp with time zone '2026-01-01 10:00:00+02:00', 'ACME'),
                  (2, 'hammer drill', null, 'AB', 99.9999, 2.25, 0, false, timestamp with time zone '2026-01-02 00:00:00+00:00', null),
                  (3, 'Saw 100%%', 'it''s _sharp_', 'x', null, null, null, null, null, '%s'),
                  (4, 'Übergröße', '', 'y', 0, 0, -5, true, timestamp with time zone '2026-03-01 00:00:00+00:00', 'ACME'),
                  (5, 'Nail', ' padded ', 'z', 0.01, 0.001, 1000, true, timestamp with time zone '2026-02-01 00:00:00+00:00', 'ACME')
                """.formatted(LONG_CODE),
                "insert into supplier values ('ACME', 'Acme Ltd'), ('%s', 'Long & Co')".formatted(LONG_CODE));
        VirtualHub.declare(folder, "erp", "Items", ITEMS);
        VirtualHub.declare(folder, "erp", "Suppliers", SUPPLIERS);
        VirtualHub.declare(folder, "erp", "Orders", ORDERS);
        hub = VirtualHub.start(folder, new SqlSourceType(new NamedDataSources() {
            @Override
            public Optional<DataSource> find(String name) {
                return Optional.of(database);
            }

            @Override
            public Set<String> names() {
                return Set.of("erp");
            }
        }));
    }

    @AfterAll
    void stop() throws Exception {
        if (hub != null) {
            hub.close();
        }
    }

    private void run(String... statements) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> names(String filter) {
        Answer answer = hub.get(
                "erp/Items?$top=5&$orderby=ItemId&$select=Name&$filter=" + encoded(filter),
                "Prefer",
                "odata.maxpagesize=3");
        List<String> names = new ArrayList<>(answer.all("Name"));
        while (answer.json().has("@odata.nextLink")) {
            answer = hub.get(answer.json().get("@odata.nextLink").asText());
            names.addAll(answer.all("Name"));
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return names;
    }

    @Test
    void aRowHasTheTypesOfItsColumns() {
        Answer all = hub.filtered("erp/Items", "Name eq 'Hammer'");
        String key = all.rows().get(0).get("ItemId").asText();

        Answer row = hub.get("erp/Items(" + key + ")");

        assertThat(row.status()).as(row.body()).isEqualTo(200);
        assertThat(row.header("OData-Version")).isEqualTo("4.0");
        assertThat(row.body())
                .contains("\"@odata.context\":\"" + hub.root("erp") + "$metadata#Items/$entity\"")
                .contains("\"Price\":12.5000")
                .contains("\"Weight\":1.5")
                .contains("\"Stock\":10")
                .contains("\"Active\":true")
                .contains("\"ChangedOn\":\"2026-01-01T08:00:00Z\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Name eq 'HAMMER'                                | Hammer
                    Code eq 'ab'                                    | Hammer
                    contains(Name,'AMM')                            | Hammer;hammer drill
                    contains(Code,'B')                              | hammer drill
                    startswith(Name,'ham')                          | Hammer;hammer drill
                    endswith(Name,'0%')                             | Saw 100%
                    contains(Name,'%')                              | Saw 100%
                    contains(Note,'_SHARP_')                        | Saw 100%
                    Note eq 'it''s _sharp_'                         | Saw 100%
                    contains(Name,'[')                              |
                    Note eq null                                    | hammer drill
                    Note eq ''                                      | Übergröße
                    not (Note eq 'heavy')                           | hammer drill;Saw 100%;Übergröße;Nail
                    Note ne 'heavy'                                 | hammer drill;Saw 100%;Übergröße;Nail
                    not contains(Note,'heavy')                      | Saw 100%;Übergröße;Nail
                    contains(Note,'heavy') eq false                 | Saw 100%;Übergröße;Nail
                    contains(Note,'heavy') ne true                  | hammer drill;Saw 100%;Übergröße;Nail
                    not (Stock gt 5)                                | hammer drill;Übergröße
                    not (Stock in (10,0))                           | Saw 100%;Übergröße;Nail
                    not (Stock ne 10)                               | Hammer
                    Active                                          | Hammer;Übergröße;Nail
                    not Active                                      | hammer drill
                    not (not Active)                                | Hammer;Übergröße;Nail
                    Active eq null or Stock eq -5                   | Saw 100%;Übergröße
                    Price ge 12.5 and Price lt 100                  | Hammer;hammer drill
                    Price eq 0                                      | Übergröße
                    Stock eq 3000000000                             |
                    Stock lt 9.5                                    | hammer drill;Übergröße
                    Weight eq 0.001                                 | Nail
                    Stock gt Price                                  | Nail
                    ChangedOn lt 2026-01-01T10:00:00Z               | Hammer
                    ChangedOn lt 2026-01-01T10:00:00.0000000Z       | Hammer
                    ChangedOn eq 2026-01-01T10:00:00+02:00          | Hammer
                    ItemId eq 80000000-0000-8d10-8000-400000000000  | Hammer
                    ItemId eq guid'80000000-0000-8d10-8000-400000000000' | Hammer
                    Name eq 'guid''80000000-0000-8d10-8000-400000000000''' |
                    length(Name) eq 4                               | Nail
                    trim(Note) eq 'padded'                          | Nail
                    toupper(Code) eq 'AB'                           | Hammer;hammer drill
                    tolower(Code) eq 'ab'                           | Hammer;hammer drill
                    5 lt Stock                                      | Hammer;Nail
                    true                                            | Hammer;hammer drill;Saw 100%;Übergröße;Nail
                    false                                           |
                    """)
    void aFilterGivesExactlyTheRowsThatItIsTrueFor(String filter, String expected) {
        assertThat(names(filter)).isEqualTo(expected == null ? List.of() : List.of(expected.split(";")));
    }

    @Test
    void pagesFollowOneAnotherWithoutGapAlsoOverNullsAndDirections() {
        Answer answer = hub.get(
                "erp/Items?$orderby=Note%20desc,Stock&$select=Name&$count=true", "Prefer", "odata.maxpagesize=2");
        List<String> names = new ArrayList<>(answer.all("Name"));
        assertThat(answer.json().get("@odata.count").asInt()).isEqualTo(5);
        assertThat(answer.header("Preference-Applied")).isEqualTo("odata.maxpagesize=2");
        while (answer.json().has("@odata.nextLink")) {
            answer = hub.get(answer.json().get("@odata.nextLink").asText(), "Prefer", "odata.maxpagesize=2");
            names.addAll(answer.all("Name"));
        }

        assertThat(names).containsExactly("Saw 100%", "Hammer", "Nail", "Übergröße", "hammer drill");
    }

    @Test
    void topOverSeveralPagesEndsWhereItShould() {
        Answer first = hub.get("erp/Items?$top=4&$orderby=ItemId");
        Answer second = hub.get(first.json().get("@odata.nextLink").asText());

        assertThat(first.rows()).hasSize(3);
        assertThat(second.all("Name")).containsExactly("Übergröße");
        assertThat(second.json().has("@odata.nextLink")).isFalse();
    }

    @Test
    void skipCountsFromTheBeginningAndMayGoBeyondTheEnd() {
        assertThat(hub.get("erp/Items?$skip=3&$top=1&$select=Name").all("Name")).containsExactly("Übergröße");
        assertThat(hub.get("erp/Items?$skip=100").rows()).isEmpty();
        assertThat(hub.get("erp/Items?$top=0&$count=true")
                        .json()
                        .get("@odata.count")
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void aTokenThatWasChangedOrMovedToAnotherQueryIsRefused() {
        String next = hub.get("erp/Items?$orderby=ItemId")
                .json()
                .get("@odata.nextLink")
                .asText();

        assertThat(hub.get(next.replace("$orderby=ItemId", "$orderby=Name")).status())
                .isEqualTo(400);
        assertThat(hub.get(next.substring(0, next.length() - 4) + "AAAA").status())
                .isEqualTo(400);
    }

    @Test
    void countAloneIsAPlainNumber() {
        Answer count = hub.get("erp/Items/$count?$filter=" + encoded("Active eq true"));

        assertThat(count.body()).isEqualTo("3");
        assertThat(count.header("Content-Type")).startsWith("text/plain");
    }

    @Test
    void aLongNaturalKeyIsFoundAgainByItsGuid() {
        String guid = hub.filtered("erp/Items", "Name eq 'Saw 100%'")
                .rows()
                .get(0)
                .get("SupplierId")
                .asText();

        assertThat(hub.get("erp/Suppliers(" + guid + ")").json().get("Name").asText())
                .isEqualTo("Long & Co");
        assertThat(names("SupplierId eq " + guid)).containsExactly("Saw 100%");
    }

    @Test
    void aGuidThatStandsForNothingFindsNothing() {
        String unknown = "00000000-0000-4000-8000-000000000001";

        assertThat(hub.get("erp/Items(" + unknown + ")").status()).isEqualTo(404);
        assertThat(names("SupplierId eq " + unknown)).isEmpty();
        assertThat(names("SupplierId ne " + unknown)).hasSize(5);
    }

    @Test
    void sqlInFiltersIsText() {
        String attack = "x'' or 1=1; drop table item; --";

        assertThat(names("Name eq '" + attack + "'")).isEmpty();
        assertThat(names("contains(Name,'" + attack + "')")).isEmpty();
        assertThat(hub.get("erp/Items?$orderby=" + encoded("Name; drop table item"))
                        .status())
                .isEqualTo(400);
        assertThat(hub.get("erp/Items/$count").body()).isEqualTo("5");
    }

    @Test
    void sqlInARowIsText() {
        String attack = "x'); drop table item; --";

        Answer created = hub.send("POST", "erp/Orders", "{\"Title\":\"%s\"}".formatted(attack));

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.json().get("Title").asText()).isEqualTo(attack);
        assertThat(hub.get("erp/Items/$count").body()).isEqualTo("5");
    }

    @Test
    void whoLosesDigitsOfNumbersGetsThemAsTexts() {
        String accept = "application/json;IEEE754Compatible=true";

        Answer row = hub.get("erp/Items?$top=1&$orderby=Price%20desc", "Accept", accept);

        assertThat(row.body()).contains("\"Price\":\"99.9999\"").contains("\"Stock\":0");
        assertThat(row.header("Content-Type")).containsIgnoringCase("IEEE754Compatible=true");
    }

    @Test
    void aRowIsCreatedChangedAndDeletedUnderItsVersion() {
        Answer created = hub.send("POST", "erp/Orders", "{\"Title\":\"Paint\",\"Amount\":7.5}");
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String address = created.header("Location");
        String etag = created.header("ETag");

        Answer changed = hub.send("PATCH", address, "{\"Amount\":8}", "If-Match", etag);
        Answer again = hub.send("PATCH", address, "{\"Amount\":9}", "If-Match", etag);
        Answer read = hub.get(address);
        Answer same = hub.get(address, "If-None-Match", read.header("ETag"));
        Answer deleted = hub.send("DELETE", address, null, "If-Match", read.header("ETag"));

        assertThat(changed.status()).as(changed.body()).isEqualTo(204);
        assertThat(again.status()).isEqualTo(412);
        assertThat(read.json().get("Amount").asInt()).isEqualTo(8);
        assertThat(same.status()).isEqualTo(304);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(hub.get(address).status()).isEqualTo(404);
    }

    @Test
    void aGuidThatTheCallerGivesIsKept() {
        String body = "{\"OrderId\":\"0a1b2c3d-0000-4000-8000-000000000002\",\"Title\":\"Given\"}";

        Answer created = hub.send("POST", "erp/Orders", body, "Prefer", "return=minimal");
        Answer twice = hub.send("POST", "erp/Orders", body);

        assertThat(created.status()).as(created.body()).isEqualTo(204);
        assertThat(created.header("OData-EntityId")).endsWith("Orders(0a1b2c3d-0000-4000-8000-000000000002)");
        assertThat(twice.status()).isEqualTo(409);
    }

    @Test
    void whatTheDeclarationDoesNotAllowIsRefused() {
        assertThat(hub.send("POST", "erp/Items", "{\"Name\":\"x\"}").status()).isEqualTo(405);
    }

    @Test
    void aColumnThatWentAwayIsAClearErrorAndReadingGoesOnWhenItIsBack() {
        assertThat(hub.get("erp/Suppliers").status()).isEqualTo(200);
        run("alter table supplier rename column supplier_name to other_name");

        Answer gone = hub.get("erp/Suppliers");
        Answer stillGone = hub.get("erp/Suppliers");
        run("alter table supplier rename column other_name to supplier_name");
        Answer back = hub.get("erp/Suppliers");

        assertThat(gone.status()).isEqualTo(502);
        assertThat(stillGone.message()).contains("has no column 'supplier_name'");
        assertThat(back.status()).isEqualTo(200);
    }
}
