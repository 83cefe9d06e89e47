package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubFixture.CliResult;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Batches as operators meet them: on the command line of a running hub, from a table of another database to the simulated
 * Dataverse. Each test begins with a table of {@value #MEMBERS} members, all of whom have been delivered.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
class BatchOperationsTest {

    private static final String SHOP =
            "jdbc:h2:mem:batch-operations;DB_CLOSE_DELAY=-1;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    private static final int MEMBERS = 300;

    private static Connection shop;

    @RegisterExtension
    static final HubFixture HUB = HubFixture.with(
                    batch("members", "skipUnchanged: true, deletes: delete"),
                    batch("visitors", "after: members"),
                    batch("sellers", "interval: 1s, missedRun: skip"),
                    batch("tenants", "skipUnchanged: true, searchFields: 'person=/hub_externalid'"),
                    batch("lodgers", "deletes: deactivate"),
                    batch("guests", "watermark: creditlimit, overlap: 0, deletes: delete"))
            .setting("hub.datasource.shop.url", SHOP)
            .setting("hub.datasource.shop.user", "");

    private static TestRoute batch(String name, String options) {
        return TestRoute.file(name + "-to-dataverse", """
                - route:
                    id: %s-to-dataverse
                    from:
                      uri: batch-sql:%s
                      parameters: {dataSource: shop, table: %s, key: hub_externalid, recordKey: /hub_externalid, %s}
                      steps:
                        - to: dataverse:contacts?operation=upsert&key=hub_externalid
                """.formatted(name, name, name, options));
    }

    @BeforeAll
    static void openShop() throws SQLException {
        shop = DriverManager.getConnection(SHOP, "", "");
        for (String table : new String[] {"members", "visitors", "sellers", "tenants", "lodgers"}) {
            shop("create table if not exists " + table
                    + " (hub_externalid varchar(20) primary key, lastname varchar(60))");
        }
        shop("create table if not exists guests (hub_externalid varchar(20) primary key, lastname varchar(60),"
                + " creditlimit integer not null)");
        shop("merge into visitors values ('V-1', 'Visitor')");
        shop("merge into sellers values ('S-1', 'Seller')");
    }

    @AfterAll
    static void closeShop() throws SQLException {
        shop.close();
    }

    @BeforeEach
    void allMembersAreDelivered() throws SQLException {
        shop("delete from members");
        shop("insert into members select 'M-' || x, 'Member ' || x from system_range(1, " + MEMBERS + ")");
        JsonNode run = run("members");
        assertThat(run.path("written").asInt() + run.path("unchanged").asInt()).isEqualTo(MEMBERS);
    }

    private static void shop(String sql) throws SQLException {
        try (Statement statement = shop.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a batch to its end on the command line. */
    private static JsonNode run(String batch, String... options) {
        String[] arguments = new String[options.length + 5];
        arguments[0] = "batch";
        arguments[1] = "start";
        arguments[2] = batch;
        arguments[3] = "--wait";
        arguments[4] = "--json";
        System.arraycopy(options, 0, arguments, 5, options.length);
        CliResult result = HUB.cli(arguments);
        assertThat(result.err()).isEmpty();
        return result.json();
    }

    private static boolean isInDataverse(String key) {
        return !HUB.dataverse().row("contacts", "hub_externalid", key).isMissingNode();
    }

    @Test
    void aPersonWithSomeBatchesIsToldNothingOfTheOthers() {
        // Given
        ConsoleVisitor otto = HUB.visitor("otto", HUB.user("otto", "--role", "operator", "--integrations", "visitors"));
        // When
        String list = otto.get("/console/batches").body();
        String page = otto.get("/console/batches/visitors").body();
        int started = otto.act("/console/batches/visitors/start", "withParents", "yes")
                .statusCode();
        // Then
        assertThat(list).contains("visitors", "another batch").doesNotContain("members", "sellers");
        assertThat(page)
                .contains("after another batch", "the batches before it first")
                .doesNotContain("members");
        assertThat(started).isEqualTo(403);
    }

    @Test
    void aRunIsFollowedToItsEndAndTellsWhatBecameOfItsRows() throws SQLException {
        // Given
        shop("update members set lastname = 'Married' where hub_externalid in ('M-1', 'M-2')");
        // When
        CliResult result = HUB.cli("batch", "start", "members", "--wait");
        // Then
        assertThat(result.out()).contains("Batch members completed: read 300, written 2, unchanged 298");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void whoStartsABatchIsInTheAuditTrail() {
        // When
        CliResult started = HUB.cli("batch", "start", "members", "--dry-run", "--wait", "--json", "--as", "olga");
        // Then
        String run = started.json().path("id").asText();
        assertThat(HUB.cli("audit", "export").out().lines())
                .anyMatch(line -> line.contains("olga (admin-token)")
                        && line.contains("batch.started")
                        && line.contains("members")
                        && line.contains(run));
    }

    @Test
    void rowsThatHaveNotChangedAreNotSent() {
        assertThat(run("members").path("unchanged").asInt()).isEqualTo(MEMBERS);
    }

    @Test
    void aRowThatGoesBackToWhatItWasIsSentEachTime() throws SQLException {
        // Given
        shop("update members set lastname = 'Changed' where hub_externalid = 'M-3'");
        run("members");
        // When
        shop("update members set lastname = 'Member 3' where hub_externalid = 'M-3'");
        JsonNode run = run("members");
        // Then
        assertThat(run.path("written").asInt()).isEqualTo(1);
        assertThat(HUB.dataverse()
                        .row("contacts", "hub_externalid", "M-3")
                        .path("lastname")
                        .asText())
                .isEqualTo("Member 3");
    }

    @Test
    void rowsThatHaveDisappearedFromTheSourceAreDeleted() throws SQLException {
        // Given
        shop("delete from members where hub_externalid in ('M-10', 'M-11', 'M-12')");
        // When
        JsonNode run = run("members");
        // Then
        assertThat(run.path("remark").asText()).isEqualTo("3 rows that are not in the source any more were deleted.");
        assertThat(isInDataverse("M-11")).isFalse();
        assertThat(isInDataverse("M-13")).isTrue();
    }

    @Test
    void anEmptySourceDeletesNothing() throws SQLException {
        // Given
        shop("delete from members");
        // When
        JsonNode run = run("members");
        // Then
        assertThat(run.path("remark").asText()).startsWith("Nothing was deleted. The source listed no row at all");
        assertThat(isInDataverse("M-1")).isTrue();
    }

    @Test
    void aSourceThatIsCutShortDeletesNothingUntilAnOperatorAllowsIt() throws SQLException {
        // Given
        shop("delete from members where cast(substring(hub_externalid, 3) as integer) > 150");
        JsonNode refused = run("members");
        assertThat(refused.path("remark").asText())
                .startsWith(
                        "Nothing was deleted. 150 of 300 known rows are not in the source any more, and at most 100");
        assertThat(isInDataverse("M-200")).isTrue();
        // When
        JsonNode allowed = run("members", "--full", "--allow-deletes", "150");
        // Then
        assertThat(allowed.path("deleted").asInt()).isEqualTo(150);
        assertThat(isInDataverse("M-200")).isFalse();
    }

    @Test
    void aDryRunTellsWhatItWouldDoAndDoesNothing() throws SQLException {
        // Given
        shop("insert into members values ('M-NEW', 'New')");
        shop("update members set lastname = 'Changed' where hub_externalid = 'M-4'");
        // When
        CliResult result = HUB.cli("batch", "start", "members", "--dry-run");
        // Then
        assertThat(result.out())
                .contains("would be created: 1", "M-NEW", "would be updated: 1", "M-4", "would be unchanged: 299");
        assertThat(isInDataverse("M-NEW")).isFalse();
        assertThat(run("members").path("written").asInt()).isEqualTo(2);
    }

    @Test
    void aDryRunShowsTenRowsOfEachKind() throws SQLException {
        // Given
        shop("insert into members select 'N-' || x, 'New ' || x from system_range(1, 20)");
        shop("update members set lastname = 'Changed' where hub_externalid like 'M-1_'");
        shop("insert into members select 'B-' || x, '" + "x".repeat(60) + "' from system_range(1, 11)");
        // When
        JsonNode rows = HUB.cli("batch", "start", "members", "--dry-run", "--json")
                .json()
                .path("report")
                .path("rows");
        // Then
        assertThat(rows)
                .filteredOn(kind -> kind.path("count").asInt() > 0)
                .isNotEmpty()
                .allSatisfy(kind -> assertThat(kind.path("samples"))
                        .as(kind.toString())
                        .hasSize(Math.min(10, kind.path("count").asInt())));
        assertThat(rows.findValuesAsText("outcome")).contains("created", "updated", "unchanged", "rejected");
    }

    @Test
    void aBatchThatComesAfterAnotherFollowsItWhenTheChainIsStarted() {
        // When
        CliResult result = HUB.cli("batch", "start", "visitors", "--with-parents");
        // Then
        assertThat(result.exitCode()).isZero();
        HUB.dataverse().awaitRow("contacts", "hub_externalid", "V-1", row -> true);
    }

    @Test
    void aBatchWithAnIntervalStartsByItself() {
        HUB.dataverse().awaitRow("contacts", "hub_externalid", "S-1", row -> true);
    }

    @Test
    void theListShowsWhenBatchesStartAndHowTheyWent() {
        // When
        String out = HUB.cli("batch", "list").out();
        // Then
        assertThat(out)
                .containsPattern("members +by hand +- +completed +300")
                .containsPattern("sellers +every 1s")
                .containsPattern("visitors +after members");
    }

    @Test
    void theHistoryShowsRunsTheNewestFirst() {
        // Given
        String newest = run("members").path("id").asText();
        // When
        JsonNode runs = HUB.cli("batch", "history", "members", "--limit", "2", "--json")
                .json()
                .path("runs");
        // Then
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0).path("id").asText()).isEqualTo(newest);
    }

    private static void tenant(String key, String name) throws SQLException {
        shop("merge into tenants values ('" + key + "', '" + name + "')");
    }

    /** Dataverse refuses it: the column has 50 characters. */
    private static void tenantWithTooLongName(String key) throws SQLException {
        tenant(key, "x".repeat(51));
    }

    private static List<JsonNode> lettersOf(String key) {
        return HUB.deadLetters("tenants").stream()
                .filter(letter -> HUB.letter(letter.path("id").asText())
                        .path("recordKey")
                        .asText()
                        .equals(key))
                .toList();
    }

    @Test
    void aRowThatIsRefusedAgainIsRejectedAgainAndKeepsItsOneDeadLetter() throws SQLException {
        // Given
        tenantWithTooLongName("T-1");
        run("tenants");
        await().untilAsserted(() -> assertThat(lettersOf("T-1")).hasSize(1));
        // When
        JsonNode second = run("tenants");
        // Then
        assertThat(second.path("rejected").asInt()).as(second.toString()).isPositive();
        assertThat(second.path("parked").asInt()).as(second.toString()).isZero();
        assertThat(lettersOf("T-1"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.path("attempts").asInt()).isEqualTo(2));
        assertThat(HUB.ledger("tenants").path("dead").asInt())
                .isEqualTo(HUB.deadLetters("tenants").size());
        shop("delete from tenants where hub_externalid = 'T-1'");
    }

    @Test
    void theDeadLetterOfARowThatWasMendedInItsSourceIsClosedByALaterRun() throws SQLException {
        // Given
        tenantWithTooLongName("T-2");
        run("tenants");
        await().untilAsserted(() -> assertThat(lettersOf("T-2")).hasSize(1));
        // When: it stands in line behind its letter, and is known to be newer once the ledger has seen it
        tenant("T-2", "Mended");
        run("tenants");
        HUB.dataverse().awaitRow("contacts", "hub_externalid", "T-2", row -> true);
        // Then
        await().untilAsserted(() -> {
            run("tenants");
            assertThat(lettersOf("T-2")).isEmpty();
        });
        assertThat(run("tenants").path("parked").asInt()).isZero();
    }

    @Test
    void aRowThatChangesAndIsRefusedAgainHasADeadLetterForEachOfItsContentsUntilOneIsDelivered() throws SQLException {
        // Given
        tenant("T-4", "x".repeat(51));
        run("tenants");
        await().untilAsserted(() -> assertThat(lettersOf("T-4")).hasSize(1));
        // When
        tenant("T-4", "y".repeat(52));
        run("tenants");
        await().untilAsserted(() -> assertThat(lettersOf("T-4")).hasSize(2));
        run("tenants");
        // Then
        assertThat(lettersOf("T-4")).hasSize(2);
        tenant("T-4", "Mended");
        await().untilAsserted(() -> {
            run("tenants");
            assertThat(lettersOf("T-4")).isEmpty();
        });
    }

    @Test
    void deadLettersOfABatchAreFoundByTheColumnsThatItDeclares() throws SQLException {
        // Given
        tenantWithTooLongName("T-3");
        // When
        run("tenants");
        // Then
        await().untilAsserted(() -> assertThat(HUB.cli("dead-letters", "list", "payload.person:T-3", "--json")
                        .json()
                        .toString())
                .contains("\"integration\":\"tenants\""));
        shop("delete from tenants where hub_externalid = 'T-3'");
    }

    @Test
    void rowsThatHaveDisappearedAreDeactivatedWhereThatIsAskedFor() throws SQLException {
        // Given
        shop("insert into lodgers values ('L-1', 'One'), ('L-2', 'Two')");
        run("lodgers");
        shop("delete from lodgers where hub_externalid = 'L-1'");
        // When
        JsonNode run = run("lodgers");
        // Then
        assertThat(run.path("remark").asText()).isEqualTo("1 row that is not in the source any more was deactivated.");
        JsonNode gone = HUB.dataverse().row("contacts", "hub_externalid", "L-1");
        assertThat(gone.path("statecode").asInt()).as(gone.toString()).isEqualTo(1);
        assertThat(gone.path("statuscode").asInt()).as(gone.toString()).isEqualTo(2);
        assertThat(HUB.dataverse()
                        .row("contacts", "hub_externalid", "L-2")
                        .path("statecode")
                        .asInt())
                .isZero();
    }

    @Test
    void aFullReloadOfASourceWithAWatermarkReadsAllAndDeletesWhatHasDisappeared() throws SQLException {
        // Given
        shop("insert into guests values ('G-1', 'One', 1)," + " ('G-2', 'Two', 2), ('G-3', 'Three', 3)");
        JsonNode first = run("guests");
        assertThat(first.path("read").asInt()).as(first.toString()).isEqualTo(3);
        shop("delete from guests where hub_externalid = 'G-1'");
        shop("insert into guests values ('G-4', 'Four', 4)");
        JsonNode ordinary = run("guests");
        assertThat(ordinary.path("read").asInt()).as(ordinary.toString()).isLessThan(3);
        assertThat(isInDataverse("G-1")).isTrue();
        // When
        JsonNode full = run("guests", "--full");
        // Then
        assertThat(full.path("read").asInt()).isEqualTo(3);
        assertThat(full.path("remark").asText()).isEqualTo("1 row that is not in the source any more was deleted.");
        assertThat(isInDataverse("G-1")).isFalse();
    }

    @Test
    void aBatchThatIsNotThereIsToldByName() {
        CliResult result = HUB.cli("batch", "start", "membres");

        assertThat(result.err()).contains("There is no batch 'membres'.");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void aRunThatIsOverCannotBeResumed() {
        assertThat(HUB.cli("batch", "resume", "members").exitCode()).isEqualTo(1);
    }

    @Test
    void anOrderWithAnUnknownMemberIsRefused() {
        assertThat(HUB.admin("POST", "batches/members/runs", "{\"fulll\": true}")
                        .body())
                .contains("'fulll' is no member of a run's order");
    }

    @Test
    void metricsCountTheRowsOfRuns() {
        await().atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> HUB.awaitMetric("hub_batch_run_state{batch=\"members\",state=\"completed\"} 1.0"));
    }
}
