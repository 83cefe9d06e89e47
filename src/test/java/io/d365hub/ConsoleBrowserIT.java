package io.d365hub;

import static io.d365hub.TestMessages.member;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A night with a thousand failures, worked off with a real browser: {@code journey.cjs} drives Chromium, each test looks at one
 * thing that it saw. With {@code -Dhub.images=docs/images} it also makes the pictures of docs/operations.md.
 */
@Timeout(600)
class ConsoleBrowserIT {

    private static final String MEMBERS = "loyalty-members";
    private static final int FAILURES = 1_000;
    private static final String CHROMIUM = "/usr/bin/chromium";
    private static final String HOSTILE =
            "<script>alert(1)</script>\"><img src=x onerror=alert(1)></pre><svg/onload=alert(1)>";

    private static final String BATCH = "loyalty-cards";
    private static final String WEBHOOK = "loyalty-app";
    private static final String SHOP =
            "jdbc:h2:mem:console-shop;DB_CLOSE_DELAY=-1;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
                    TestRoute.members(MEMBERS).with("parentWait", "1s"),
                    TestRoute.file(BATCH + "-to-dataverse", """
                            - route:
                                id: %1$s-to-dataverse
                                from:
                                  uri: batch-sql:%1$s
                                  parameters: {dataSource: shop, table: cards, key: hub_externalid, recordKey: /hub_externalid}
                                  steps:
                                    - to: dataverse:contacts?operation=upsert&key=hub_externalid
                            """.formatted(BATCH)))
            .setting("hub.datasource.shop.url", SHOP)
            .setting("hub.datasource.shop.user", "");

    private static JsonNode seen;

    @BeforeAll
    static void drive(@TempDir Path temp) throws Exception {
        NpmFolder.need(
                Files.isExecutable(Path.of(CHROMIUM)), "Chromium is missing. Install it: apt-get install chromium");
        Path folder = NpmFolder.require("console", "playwright-core@1.55.0", "axe-core@4.10.3");
        Files.copy(
                Path.of("src", "test", "resources", "console", "journey.cjs"),
                folder.resolve("journey.cjs"),
                StandardCopyOption.REPLACE_EXISTING);
        thousandFailures();
        batchAndWebhook(temp);
        String password = hub.user("otto", "--role", "administrator", "--reveals");
        hub.visitor("otto", password);
        Path result = temp.resolve("seen.json");
        String images = System.getProperty("hub.images", "");
        String plan = new ObjectMapper()
                .createObjectNode()
                .put("base", "http://127.0.0.1:" + hub.managementPort() + "/console")
                .put("simulator", "http://127.0.0.1:" + hub.simulatorPort())
                .put("name", "otto")
                .put("password", password)
                .put("integration", MEMBERS)
                .put("batch", BATCH)
                .put("webhook", WEBHOOK)
                .put("wrongKey", "WRONG-1")
                .put("hostileKey", "HOSTILE-1")
                .put("chromium", CHROMIUM)
                .put("result", result.toString())
                .put(
                        "images",
                        images.isEmpty() ? "" : Path.of(images).toAbsolutePath().toString())
                .toString();
        NpmFolder.Output output = NpmFolder.output(folder, List.of("node", "journey.cjs", plan));
        assertThat(result).as(output.text()).exists();
        seen = new ObjectMapper().readTree(result.toFile());
    }

    /** Refused by a plug-in of the target; others are delivered between them, or the integration would be suspended. */
    private static void thousandFailures() {
        hub.dataverse()
                .fault(
                        "{\"matchKey\":\"BAD-\",\"times\":0,\"status\":400,\"code\":\"0x80040265\",\"message\":\"A plug-in"
                                + " stopped the write: the loyalty number is not known.\"}");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < FAILURES; i++) {
            lines.append(member("BAD-" + i))
                    .append('\n')
                    .append(member("GOOD-" + i))
                    .append('\n');
        }
        lines.append(member("WRONG-1").put("lastName", "Z".repeat(60))).append('\n');
        lines.append(member("HOSTILE-1").put("lastName", HOSTILE)).append('\n');
        // A broker under load may say "later", as to any sender, and may have stored them all the same: hence the key.
        Awaitility.await().atMost(HubFixture.PATIENCE).untilAsserted(() -> {
            HttpResponse<String> answer = hub.push(
                    MEMBERS,
                    lines.toString(),
                    "Content-Type",
                    "application/x-ndjson",
                    "Idempotency-Key",
                    "the-night-with-a-thousand-failures");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        });
        Awaitility.await()
                .atMost(HubFixture.PATIENCE.multipliedBy(3))
                .until(() -> hub.ledger(MEMBERS).path("dead").asInt() == FAILURES + 2);
    }

    private static void batchAndWebhook(Path temp) throws Exception {
        try (Connection shop = DriverManager.getConnection(SHOP);
                Statement statement = shop.createStatement()) {
            statement.execute("create table cards (hub_externalid varchar(20) primary key, lastname varchar(60))");
            statement.execute("insert into cards select 'CARD-' || x, 'Holder ' || x from system_range(1, 500)");
        }
        assertThat(hub.cli("batch", "start", BATCH, "--wait").exitCode()).isZero();
        Path subscription = Files.writeString(
                temp.resolve("subscription.yaml"),
                "name: " + WEBHOOK + "\nurl: https://app.example/hooks\nevents: [loyalty.*]\n");
        HubFixture.CliResult added = hub.cli("webhooks", "add", subscription.toString());
        assertThat(added.exitCode()).as(added.toString()).isZero();
    }

    private static JsonNode step(String name) {
        assertThat(seen.path("steps").has(name))
                .as("step '" + name + "' was not reached: "
                        + seen.path("failure").asText())
                .isTrue();
        return seen.path("steps").get(name);
    }

    @Test
    void theJourneyComesToItsEnd() {
        assertThat(seen.path("failure").asText()).isEmpty();
    }

    @Test
    void theCauseOfAThousandFailuresIsTheFirstInTheList() {
        assertThat(step("dead").asInt()).isEqualTo(FAILURES + 2);
        assertThat(step("open").asInt()).isEqualTo(FAILURES);
        assertThat(step("why").asText()).contains("the loyalty number is not known");
    }

    @Test
    void anEditIsShownBesideTheOriginalAndIsWhatIsDelivered() {
        assertThat(step("masked").asText()).doesNotContain("ZZZZ");
        assertThat(step("diff").asText()).contains("Zimmermann-Oberhuber");
        assertThat(step("editedDelivered").asInt()).isEqualTo(1);
        assertThat(hub.dataverse()
                        .row("contacts", "hub_externalid", "WRONG-1")
                        .path("lastname")
                        .asText())
                .isEqualTo("Zimmermann-Oberhuber");
    }

    @Test
    void theDryRunTellsTheNumberAndShowsTwentySamples() {
        assertThat(step("planned").asInt()).isEqualTo(FAILURES);
        assertThat(step("samples").asInt()).isEqualTo(20);
    }

    @Test
    void aBadCanaryStopsTheReplayAfterOneLetter() {
        assertThat(step("canaryDead").asInt()).isEqualTo(1);
        assertThat(step("canaryWaiting").asInt()).isEqualTo(FAILURES - 1);
    }

    @Test
    void aCancelledReplayAccountsForEveryLetter() {
        JsonNode counts = step("cancelled");
        int sum = 0;
        for (JsonNode count : counts) {
            sum += count.asInt();
        }
        assertThat(sum).as(counts.toString()).isEqualTo(FAILURES);
        assertThat(counts.path("dead").asInt()).isZero();
    }

    @Test
    void whatACancelLeftIsDeliveredByTheNextReplay() {
        assertThat(step("rest").asInt())
                .isEqualTo(step("cancelled").path("waiting").asInt());
        assertThat(step("restDelivered").asInt()).isEqualTo(step("rest").asInt());
        assertThat(hub.ledger(MEMBERS).path("delivered").asInt()).isEqualTo(2 * FAILURES + 1);
    }

    @Test
    void aDiscardedLetterIsTakenBack() {
        assertThat(step("restored").asText()).isEqualTo("open");
    }

    @Test
    void nothingOfAMessageOrANoteIsExecuted() {
        assertThat(step("hostile").asText()).contains("<script>alert(1)</script>");
        assertThat(seen.path("dialogs").asInt()).isZero();
    }

    @Test
    void noPageBreaksItsContentPolicyOrItsScript() {
        assertThat(seen.path("errors")).isEmpty();
    }

    @Test
    void axeFindsNothingSeriousOnAnyPageInLightAndDark() {
        assertThat(seen.path("serious")).isEmpty();
    }

    @Test
    void theKeyboardLeadsThroughThePages() {
        assertThat(step("picked").asText()).isNotEmpty();
        assertThat(step("searching").asText()).isEqualTo("query");
        assertThat(step("help").asBoolean()).isTrue();
    }

    @Test
    void nothingIsWiderThanAPhone() {
        assertThat(step("phone-dashboard").asBoolean()).isTrue();
        assertThat(step("phone-letters").asBoolean()).isTrue();
        assertThat(seen.path("wide")).isEmpty();
    }

    @Test
    void theChosenColoursStayAfterAReload() {
        assertThat(step("theme").asText()).isEqualTo("dark");
    }
}
