package io.d365hub;

import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.memberWithTooLongName;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two people with an integration each, mona with members and otto with others, at admin API and command line: each is served the part
 * that is open to this person, and what belongs to the other is not there.
 */
@Timeout(300)
class AdminScopeJourneyTest {

    private static final String MEMBERS = "members";
    private static final String OTHERS = "others";

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
            TestRoute.members(MEMBERS).with("parentWait", "1s"),
            TestRoute.members(OTHERS).with("parentWait", "1s"));

    @TempDir
    static Path folder;

    private static String mona;
    private static String otto;
    private static String hers;
    private static String his;
    private static String hisMessage;

    @BeforeAll
    static void twoPeopleAndALetterOfEach() {
        mona = token("mona", "--role", "administrator", "--integrations", MEMBERS, "--reveals");
        otto = token("otto", "--role", "operator", "--integrations", OTHERS);
        hers = dead(MEMBERS, "AS-1");
        his = dead(OTHERS, "AS-2");
        hisMessage = hub.letter(his).path("message").asText();
    }

    private static String token(String name, String... options) {
        hub.user(name, options);
        String printed = hub.cli("users", "token", name).out().strip();
        String token = printed.substring(printed.lastIndexOf(' ') + 1);
        Awaitility.await()
                .atMost(HubFixture.PATIENCE)
                .until(() -> ask(token, "GET", "status", "").statusCode() != 401);
        return token;
    }

    private static String dead(String integration, String key) {
        return hub.awaitLetter(
                        hub.accepted(integration, memberWithTooLongName(key).toString()))
                .path("id")
                .asText();
    }

    private static HttpResponse<String> ask(String token, String method, String path, String body) {
        return hub.send(hub.adminRequest(path)
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body)));
    }

    private static JsonNode get(String token, String path) {
        HttpResponse<String> answer = ask(token, "GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return HubFixture.json(answer);
    }

    /** The command line of a person. */
    private static HubFixture.CliResult cliAs(String token, String... arguments) {
        try {
            Path file = Files.writeString(Files.createTempFile(folder, "token", ""), token + "\n");
            String[] all = Arrays.copyOf(arguments, arguments.length + 2);
            all[arguments.length] = "--token";
            all[arguments.length + 1] = file.toString();
            return hub.cli(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stateOf(String letter) {
        return hub.letter(letter).path("state").asText();
    }

    private static String fillIn(String text) {
        return text.replace("HIS", his)
                .replace("MESSAGE", hisMessage)
                .replace("CAUSE", hub.letter(his).path("group").asText())
                .replace("'", "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "status",
        "ledger",
        "dead-letters?query=",
        "dead-letters?query=integration:others%20or%20integration:members",
        "dead-letters?query=not%20integration:others",
        "dead-letters/groups?query=",
        "dead-letters/causes?state=any&empty=true",
        "dead-letters/causes?state=any&empty=true&integration=members"
    })
    void aListHasThePartOfEachAndNothingOfTheOther(String path) {
        // When
        String shownToHer = get(mona, path).toString();
        String shownToHim = get(otto, path).toString();

        // Then
        assertThat(shownToHer).contains("\"" + MEMBERS + "\"").doesNotContain(OTHERS);
        assertThat(shownToHim).doesNotContain("\"" + MEMBERS + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, dead-letters/HIS,",
        "GET, dead-letters/HIS?reveal=true&reason=curious,",
        "GET, dead-letters/HIS/versions,",
        "GET, dead-letters/HIS/mapped,",
        "GET, dead-letters/HIS/example,",
        "GET, trace/HIS,",
        "GET, trace/MESSAGE,",
        "GET, dead-letters/causes/CAUSE,",
        "GET, ledger/others/messages,",
        "GET, batches/others,",
        "GET, webhooks/others,",
        "GET, virtual/others/Rows,",
        "DELETE, dead-letters/HIS?reason=x,",
        "POST, dead-letters/discard, {'ids': ['HIS']}",
        "POST, dead-letters/replays, {'ids': ['HIS']}",
        "POST, dead-letters/replays/plan, {'ids': ['HIS']}",
        "POST, dead-letters/HIS/versions, '{''version'': 1, ''reason'': ''x'', ''body'': ''{}''}'",
        "POST, dead-letters/HIS/redirect, '{''integration'': ''members'', ''reason'': ''x''}'",
        "POST, dead-letters/causes/CAUSE, {'state': 'IGNORED'}",
        "POST, dead-letters/causes/CAUSE/notes, {'text': 'x'}",
        "POST, integrations/others/suspend, {}"
    })
    void whatBelongsToTheOtherIsNotThere(String method, String path, String body) {
        // Given
        String order = body == null ? "" : fillIn(body.replace("''", "'"));

        // When
        HttpResponse<String> answer = ask(mona, method, fillIn(path), order);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        assertThat(stateOf(his)).isEqualTo("OPEN");
        assertThat(hub.status(OTHERS).path("state").asText()).isEqualTo("running");
    }

    @Test
    void aQueryThatMeansTheLettersOfBothActsOnOnesOwn() {
        // Given
        String doomed = dead(MEMBERS, "AS-10");
        String spared = dead(OTHERS, "AS-11");
        String both = "id:" + doomed + " or id:" + spared;

        // When
        HttpResponse<String> planned = ask(mona, "POST", "dead-letters/replays/plan", "{\"query\": \"" + both + "\"}");
        HttpResponse<String> discarded =
                ask(mona, "POST", "dead-letters/discard", "{\"query\": \"" + both + "\", \"reason\": \"a test\"}");

        // Then
        assertThat(HubFixture.json(planned).path("summary").path("open").asInt())
                .as(planned.body())
                .isOne();
        assertThat(HubFixture.json(discarded).path("discarded").asInt()).isOne();
        assertThat(stateOf(doomed)).isEqualTo("DISCARDED");
        assertThat(stateOf(spared)).isEqualTo("OPEN");
    }

    @Test
    void aCauseOfTheOtherIsReplayedByTheOtherOnlyAndTheJobIsThereForNobodyElse() {
        // Given
        String cause = hub.letter(his).path("group").asText();

        // When
        HttpResponse<String> nothing = ask(mona, "POST", "dead-letters/replays/plan", "{\"group\": \"" + cause + "\"}");
        String job = HubFixture.json(
                        ask(otto, "POST", "dead-letters/replays", "{\"ids\": [\"" + dead(OTHERS, "AS-20") + "\"]}"))
                .path("job")
                .asText();

        // Then
        assertThat(HubFixture.json(nothing).path("summary").path("open").asInt())
                .as(nothing.body())
                .isZero();
        assertThat(get(otto, "dead-letters/replays/" + job).path("job").asText())
                .isEqualTo(job);
        assertThat(get(otto, "dead-letters/replays").toString()).contains(job);
        assertThat(get(mona, "dead-letters/replays").toString()).doesNotContain(job);
        for (String address : new String[] {"", "/letters"}) {
            assertThat(ask(mona, "GET", "dead-letters/replays/" + job + address, "")
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(ask(mona, "POST", "dead-letters/replays/" + job + "/pause", "{}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(ask(mona, "DELETE", "dead-letters/replays/" + job, "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aReplayOfOnesOwnIsStartedOnTheCommandLineAndEndsWell() {
        // Given
        String letter = dead(MEMBERS, "AS-30");
        HttpResponse<String> edited = ask(
                mona,
                "POST",
                "dead-letters/" + letter + "/versions",
                "{\"version\": 0, \"reason\": \"too long\", \"body\": "
                        + com.fasterxml.jackson.databind.node.TextNode.valueOf(
                                member("AS-30").toString())
                        + "}");

        // When
        HubFixture.CliResult replayed = cliAs(mona, "dead-letters", "replay", letter, "--reason", "mended");

        // Then
        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(201);
        assertThat(replayed.exitCode()).as(replayed.toString()).isZero();
        hub.awaitState(hub.letter(letter).path("message").asText(), "delivered");
    }

    @Test
    void anExportOnTheCommandLineHasOnesOwnLettersOnly() {
        // When
        HubFixture.CliResult exported = cliAs(mona, "dead-letters", "export");
        HubFixture.CliResult listed = cliAs(otto, "dead-letters", "list");
        HubFixture.CliResult status = cliAs(otto, "status");

        // Then
        assertThat(exported.out()).contains(hers).doesNotContain(his, OTHERS);
        assertThat(listed.out()).contains(his).doesNotContain(hers);
        assertThat(status.out()).contains(OTHERS, "Broker:").doesNotContain(MEMBERS);
    }

    @Test
    void anIntegrationOfTheOtherIsAsUnknownAsOneThatIsNowhere() {
        // When
        String theOthers =
                get(mona, "dead-letters?query=integration:others").path("hint").asText();
        String nobodys =
                get(mona, "dead-letters?query=integration:otters").path("hint").asText();

        // Then
        assertThat(theOthers).isEqualTo(nobodys.replace("otters", "others")).contains("There is no integration");
    }

    @Test
    void theAuditTrailHasWhatWasDoneToOnesOwnLetters() {
        // Given
        String discarded = dead(MEMBERS, "AS-40");
        String elsewhere = dead(OTHERS, "AS-41");
        assertThat(ask(mona, "DELETE", "dead-letters/" + discarded + "?reason=hers", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(ask(otto, "DELETE", "dead-letters/" + elsewhere + "?reason=his", "")
                        .statusCode())
                .isEqualTo(200);

        // When
        String listed = get(mona, "audit?limit=500").toString();
        String exported = ask(mona, "GET", "audit/export", "").body();
        String traced = get(mona, "trace/" + discarded).toString();

        // Then
        assertThat(listed).contains(discarded).doesNotContain(elsewhere);
        assertThat(exported).contains(discarded).doesNotContain(elsewhere);
        assertThat(traced).contains("letter.discarded");
    }

    @ParameterizedTest
    @CsvSource({"POST, backups", "POST, dead-letters/import", "POST, webhooks", "GET, dataverse/registration"})
    void whatIsAboutTheWholeHubIsRefusedWithItsReason(String method, String path) {
        // When
        HttpResponse<String> answer = ask(mona, method, path, method.equals("POST") ? "{}" : "");

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(HubFixture.json(answer).path("why").asText())
                .isEqualTo("It is about the whole hub, and some integrations only are open to mona.");
        assertThat(HubFixture.json(answer).path("mend").asText()).isNotEmpty();
    }

    @Test
    void aLetterThatIsNowhereIsToldInTheSameWordsAsOneOfTheOther() {
        // Given
        String nowhere = UUID.randomUUID().toString();

        // When
        String unknown = ask(mona, "GET", "dead-letters/" + nowhere, "").body();
        String anothers = ask(mona, "GET", "dead-letters/" + his, "").body();

        // Then
        assertThat(anothers.replace(his, nowhere)).isEqualTo(unknown);
    }
}
