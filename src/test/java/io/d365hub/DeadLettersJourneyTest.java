package io.d365hub;

import static io.d365hub.HubAssertions.assertThatLetter;
import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.memberOf;
import static io.d365hub.TestMessages.memberWithTooLongName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.cli.HubCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to dead letters, on the command line and over the admin API of a running hub. */
@Timeout(300)
class DeadLettersJourneyTest {

    private static final String MEMBERS = "members";
    private static final String HELD = "held-members";

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
            TestRoute.members(MEMBERS).with("parentWait", "1s"),
            TestRoute.members("grouped-members").with("parentWait", "1s"),
            TestRoute.members(HELD).with("parentWait", "1s").with("afterDeadLetter", "hold-key"));

    /** An account that is not there, and no other test needs. */
    private static int accounts;

    private static String missingAccount() {
        return "C-98%03d".formatted(accounts++);
    }

    // --- Looking

    @Test
    void theListShowsEachLetterWithItsReason() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-80001").toString()));

        // When
        HubFixture.CliResult list = hub.cli("dead-letters", "list");

        // Then
        assertThat(list.exitCode()).isZero();
        assertThat(list.out()).contains(letter, MEMBERS, "REFUSED", "firstname");
    }

    @Test
    void theListIsThereForProgramsToo() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-80002").toString()));

        // When
        JsonNode list = hub.cli("dead-letters", "list", "state:open key:P-80002", "--json")
                .json();

        // Then
        assertThat(list.path("deadLetters"))
                .extracting(found -> found.path("id").asText())
                .containsExactly(letter);
    }

    @Test
    void aLetterIsShownWithTheMessageAsItWasSent() {
        // Given
        String body = memberWithTooLongName("P-80003").toString();
        String letter = letterOf(hub.accepted(MEMBERS, body));

        // When
        HubFixture.CliResult shown =
                hub.cli("dead-letters", "show", letter, "--reveal", "--reason", "the sender asks", "--as", "ann");

        // Then
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out()).contains("why:", "mend:", "P-80003", body);
        assertThat(hub.cli("audit", "export").out().lines())
                .anyMatch(line -> line.contains("letter.revealed")
                        && line.contains("ann (admin-token)")
                        && line.contains("the sender asks")
                        && line.contains(letter));
    }

    @Test
    void controlCharactersOfAMessageAreNotSentToTheTerminal() {
        // Given
        ObjectNode member = memberWithTooLongName("P-80031");
        member.put("nickname", "\u009b31m\u202eeurt");
        String letter = letterOf(hub.accepted(MEMBERS, member.toString()));

        // When
        HubFixture.CliResult shown = hub.cli("dead-letters", "show", letter, "--reveal", "--reason", "the sender asks");

        // Then
        assertThat(shown.out()).contains("\\u009b31m\\u202eeurt").doesNotContain("\u009b", "\u202e");
    }

    @Test
    void withoutReasonALetterIsShownWithoutPersonalData() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-80023").toString()));

        // When
        HubFixture.CliResult shown = hub.cli("dead-letters", "show", letter);
        HubFixture.CliResult refused = hub.cli("dead-letters", "show", letter, "--reveal");

        // Then
        assertThat(shown.out())
                .contains("P-80023", "\"email\": \"•••••\"", "--reveal --reason TEXT")
                .doesNotContain("zoe@");
        assertThat(refused.exitCode()).isOne();
        assertThat(refused.err()).contains("nobody says why");
    }

    @Test
    void aLetterThatIsNotThereIsNotFound() {
        // When
        HubFixture.CliResult shown =
                hub.cli("dead-letters", "show", UUID.randomUUID().toString());

        // Then
        assertThat(shown.exitCode()).isOne();
        assertThat(shown.err()).contains("There is no dead letter", "./hub dead-letters list");
    }

    @Test
    void aCauseIsMarkedAndNotedFromTheCommandLine() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-80017").toString()));
        String cause = hub.cli("dead-letters", "show", letter, "--json")
                .json()
                .path("group")
                .asText();

        // When
        hub.cli("dead-letters", "causes", "note", cause, "the", "shop", "knows");
        hub.cli("dead-letters", "causes", "mark", cause, "acknowledged", "--reason", "called");

        // Then
        assertThat(hub.cli("dead-letters", "causes", "show", cause).out())
                .contains("the shop knows", "ACKNOWLEDGED", "called", "table", "step", "remedy:", "last 24 h");
        assertThat(hub.cli("dead-letters", "causes").out()).contains(cause, "acknowledged");
    }

    @Test
    void aCodeIsExplainedWithoutAHub() {
        assertThat(hub.cli("explain", "-2147220937").out()).contains("0x80040237", "usually:", "remedy:");
        assertThat(hub.cli("explain", "0x8fffffff").exitCode()).isOne();
    }

    @Test
    void aMessageIsTracedByItsOwnIdAndByThatOfItsLetter() {
        // Given
        String message = hub.accepted(MEMBERS, memberWithTooLongName("P-80018").toString());
        String letter = letterOf(message);

        // When
        HubFixture.CliResult byLetter = hub.cli("trace", letter);
        JsonNode byMessage = hub.cli("trace", message, "--json").json();

        // Then
        assertThat(byLetter.out())
                .contains(
                        message, ": dead.", "waits for   a person", "P-80018", "accepted", "died", letter, "firstname");
        assertThat(byMessage.path("waitsFor").asText()).isEqualTo("PERSON");
        assertThat(byMessage.path("lineage"))
                .extracting(step -> step.path("event").asText())
                .containsExactly("accepted", "died");
    }

    @Test
    void aMessageThatWasDeliveredAtOnceIsTracedToItsRow() {
        // Given
        String message = hub.accepted(MEMBERS, member("P-80041").toString());
        hub.awaitState(message, "delivered");

        // When
        HubFixture.CliResult trace = hub.cli("trace", message);
        JsonNode told = hub.message(message);

        // Then
        assertThat(trace.out())
                .contains(": delivered.", "delivered   to contacts(hub_externalid='P-80041')", "accepted");
        assertThat(told.path("row").asText()).isEqualTo("contacts(hub_externalid='P-80041')");
        assertThat(told.path("lineage"))
                .extracting(step -> step.path("event").asText())
                .containsExactly("accepted", "delivered");
    }

    @Test
    void aMisspeltQueryIsRefusedWithTheFieldsThatThereAre() {
        // When
        HubFixture.CliResult list = hub.cli("dead-letters", "list", "reason:late");

        // Then
        assertThat(list.exitCode()).isEqualTo(2);
        assertThat(list.err()).contains("character 1", "no field 'reason'", "integration, table", "reason:late");
    }

    @Test
    void anIncompleteCommandLineIsAMatterOfUsage() {
        assertThat(hub.cli("dead-letters", "replay").exitCode()).isEqualTo(2);
    }

    @Test
    void withoutARunningHubTheCommandLineSaysWhereItLooked(@TempDir Path folder) throws Exception {
        // Given
        Files.writeString(folder.resolve("admin-token"), "token");
        Path settings = Files.writeString(
                folder.resolve("hub.properties"),
                "hub.data = %s%nhub.management.port = %d%n".formatted(folder, HubProcess.freePort()));
        StringWriter err = new StringWriter();

        // When
        int exitCode = HubCommand.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                "dead-letters",
                "list",
                "--config",
                settings.toString());

        // Then
        assertThat(exitCode).isEqualTo(3);
        assertThat(err.toString()).contains("No hub was reached", "./hub run");
    }

    // --- Replaying

    @Test
    void aReplayedMessageIsTracedFromItsAcceptanceToItsRow() {
        // Given
        String account = missingAccount();
        String message = hub.accepted(MEMBERS, memberOf("P-80042", account).toString());
        String letter = letterOf(message);
        hub.dataverse().createAccount(account);

        // When
        hub.cli("dead-letters", "replay", letter, "--reason", "the account is there");
        hub.awaitState(message, "delivered");

        // Then
        JsonNode trace = hub.cli("trace", letter, "--json").json();
        assertThat(trace.path("lineage"))
                .extracting(step -> step.path("event").asText())
                .containsExactly("accepted", "died", "replayed", "delivered");
        assertThat(trace.path("row").asText()).isEqualTo("contacts(hub_externalid='P-80042')");
    }

    @Test
    void aGroupIsReplayedAsAWhole() {
        // Given
        String account = missingAccount();
        String one =
                hub.accepted("grouped-members", memberOf("P-81001", account).toString());
        String two =
                hub.accepted("grouped-members", memberOf("P-81002", account).toString());
        letterOf(one);
        String group = hub.awaitLetter(two).path("group").asText();
        JsonNode groups = hub.cli("dead-letters", "groups", "--json").json().path("groups");
        hub.dataverse().createAccount(account);

        // When
        HubFixture.CliResult replay = hub.cli("dead-letters", "replay", "--group", group, "--json");

        // Then
        assertThat(groups)
                .filteredOn(found -> found.path("group").asText().equals(group))
                .extracting(found -> found.path("count").asInt())
                .containsExactly(2);
        assertThat(replay.exitCode()).as(replay.toString()).isZero();
        assertThat(replay.json().path("selected").asInt()).isEqualTo(2);
        hub.awaitState(one, "delivered");
        hub.awaitState(two, "delivered");
    }

    @Test
    void severalLettersAreReplayedByTheirIds() {
        // Given
        String account = missingAccount();
        String one = hub.accepted(MEMBERS, memberOf("P-81003", account).toString());
        String two = hub.accepted(MEMBERS, memberOf("P-81004", account).toString());
        String first = letterOf(one);
        String second = letterOf(two);
        hub.dataverse().createAccount(account);

        // When
        HttpResponse<String> job =
                hub.admin("POST", "dead-letters/replays", "{\"ids\":[\"%s\",\"%s\"]}".formatted(first, second));

        // Then
        assertThat(job.statusCode()).as(job.body()).isEqualTo(202);
        hub.awaitState(one, "delivered");
        hub.awaitState(two, "delivered");
    }

    @Test
    void lettersOfOneRecordAreReplayedInTheOrderOfTheirMessages() {
        // Given
        String account = missingAccount();
        List<String> messages = new ArrayList<>();
        for (int change = 1; change <= 6; change++) {
            String message = hub.accepted(
                    MEMBERS,
                    memberOf("P-81015", account).put("mobile", "no. " + change).toString());
            letterOf(message);
            messages.add(message);
        }
        hub.dataverse().createAccount(account);

        // When
        HubFixture.CliResult replay = hub.cli(
                "replays", "start", "--query", "key:P-81015", "--ramp", "1,2", "--reason", "the account is there");

        // Then
        assertThat(replay.out()).as(replay.toString()).contains("6 delivered");
        hub.awaitDelivered(messages);
        assertThat(mobile("P-81015")).isEqualTo("no. 6");
    }

    @Test
    void aLetterOfARecordThatWasDeliveredSinceIsHeldBack() {
        // Given
        String account = missingAccount();
        String letter = letterOf(hub.accepted(
                MEMBERS, memberOf("P-81005", account).put("mobile", "old").toString()));
        hub.awaitState(
                hub.accepted(MEMBERS, member("P-81005").put("mobile", "new").toString()), "delivered");
        hub.ledger(MEMBERS);
        hub.dataverse().createAccount(account);

        // When
        HubFixture.CliResult replay = hub.cli("dead-letters", "replay", letter);

        // Then
        assertThat(replay.exitCode()).as(replay.toString()).isOne();
        assertThat(replay.out()).contains("1 held", "newer");
        assertThatLetter(hub.letter(letter)).has("state", "OPEN");
        assertThat(mobile("P-81005")).isEqualTo("new");
    }

    @Test
    void aLetterOfARecordThatWasDeliveredSinceIsSentWhenForced() {
        // Given
        String account = missingAccount();
        String message = hub.accepted(
                MEMBERS, memberOf("P-81006", account).put("mobile", "old").toString());
        String letter = letterOf(message);
        hub.awaitState(
                hub.accepted(MEMBERS, member("P-81006").put("mobile", "new").toString()), "delivered");
        hub.ledger(MEMBERS);
        hub.dataverse().createAccount(account);

        // When
        HubFixture.CliResult replay = hub.cli("dead-letters", "replay", letter, "--force");

        // Then
        assertThat(replay.exitCode()).as(replay.toString()).isZero();
        hub.awaitState(message, "delivered");
        assertThat(mobile("P-81006")).isEqualTo("old");
    }

    // --- Giving up

    @Test
    void aDiscardedLetterIsKeptButNoLongerOpen() {
        // Given
        String message = hub.accepted(MEMBERS, memberWithTooLongName("P-82001").toString());
        String letter = letterOf(message);

        // When
        HubFixture.CliResult discarded = hub.cli("dead-letters", "discard", letter, "--reason", "a test");

        // Then
        assertThat(discarded.exitCode()).as(discarded.toString()).isZero();
        assertThatLetter(hub.letter(letter)).has("state", "DISCARDED");
        assertThat(hub.message(message).path("state").asText()).isEqualTo("discarded");
    }

    @Test
    void aLetterCannotBeDiscardedTwice() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-82002").toString()));
        hub.cli("dead-letters", "discard", letter);

        // When
        HubFixture.CliResult again = hub.cli("dead-letters", "discard", letter);

        // Then
        assertThat(again.exitCode()).isOne();
        assertThat(again.err()).contains("It is not open");
    }

    @Test
    void aDiscardedLetterIsNotReplayed() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-82003").toString()));
        hub.cli("dead-letters", "discard", letter);

        // When
        HubFixture.CliResult replay = hub.cli("dead-letters", "replay", letter);

        // Then
        assertThat(replay.exitCode()).isOne();
        assertThat(replay.out()).contains("1 skipped");
    }

    // --- Holding the record back

    @Test
    void laterMessagesOfAHeldRecordWaitForTheReplayAndGoOnInOrder() {
        // Given
        String account = missingAccount();
        String first = hub.accepted(
                HELD, memberOf("P-83001", account).put("mobile", "first").toString());
        String letter = letterOf(first);
        String second =
                hub.accepted(HELD, member("P-83001").put("mobile", "second").toString());
        hub.awaitState(hub.accepted(HELD, member("P-83002").toString()), "delivered");
        String while_ = hub.message(second).path("state").asText();
        hub.dataverse().createAccount(account);

        // When
        HubFixture.CliResult replay = hub.cli("dead-letters", "replay", letter);

        // Then
        assertThat(while_).isEqualTo("queued");
        assertThat(replay.exitCode()).as(replay.toString()).isZero();
        hub.awaitState(first, "delivered");
        hub.awaitState(second, "delivered");
        assertThat(mobile("P-83001")).isEqualTo("second");
    }

    @Test
    void laterMessagesOfAHeldRecordGoOnWhenTheLetterIsDiscarded() {
        // Given
        String letter =
                letterOf(hub.accepted(HELD, memberWithTooLongName("P-83003").toString()));
        String second =
                hub.accepted(HELD, member("P-83003").put("mobile", "second").toString());
        hub.awaitParked(HELD, 1);

        // When
        hub.cli("dead-letters", "discard", letter);

        // Then
        hub.awaitState(second, "delivered");
        assertThat(mobile("P-83003")).isEqualTo("second");
    }

    @Test
    void aRestoredLetterHoldsItsRecordAgain() {
        // Given
        String letter =
                letterOf(hub.accepted(HELD, memberWithTooLongName("P-83004").toString()));
        hub.cli("dead-letters", "discard", letter);
        hub.awaitState(hub.accepted(HELD, member("P-83004").toString()), "delivered");

        // When
        HubFixture.CliResult restored = hub.cli("dead-letters", "restore", letter);

        // Then
        assertThat(restored.out()).isEqualToIgnoringNewLines("1 letter restored.");
        await().until(() -> heldKeys() > 0);
        String later = hub.accepted(HELD, member("P-83004").toString());
        hub.awaitParked(HELD, 1);
        hub.cli("dead-letters", "discard", letter);
        hub.awaitState(later, "delivered");
    }

    private static long heldKeys() {
        long held = 0;
        for (JsonNode partition : hub.status(HELD).path("partitions")) {
            held += partition.path("heldKeys").asLong();
        }
        return held;
    }

    // --- Taking letters elsewhere

    @Test
    void anExportIsMasked() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-85001").toString()));

        // When
        JsonNode line = hub.cli("dead-letters", "export", "id:" + letter).json();

        // Then
        assertThat(line.path("masked").asBoolean()).isTrue();
        assertThat(line.path("body").asText()).contains("memberId", "email").doesNotContain("zoe@", "ZZZ");
        assertThat(line.path("why").asText()).doesNotContain("ZZZ");
    }

    @Test
    void theAuditTrailTellsWhatWasExportedButNoRecordKey() {
        // When
        hub.cli("dead-letters", "export", "integration:" + MEMBERS + " and key:P-4711 and not kind:THROTTLED");

        // Then
        assertThat(hub.cli("audit", "export").out())
                .contains("integration:" + MEMBERS + " and key:... and not kind:THROTTLED")
                .doesNotContain("P-4711");
    }

    @Test
    void aFileOfLettersIsReadableByItsOwnerOnly(@TempDir Path folder) throws IOException {
        // Given
        Path file = folder.resolve("letters.ndjson");
        Assumptions.assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));

        // When
        HubFixture.CliResult exported = hub.cli("dead-letters", "export", "--out", file.toString());

        // Then
        assertThat(exported.exitCode()).as(exported.toString()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anExportRevealsOnlyForAReasonThatIsWrittenDown() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-85002").toString()));

        // When
        HubFixture.CliResult withoutReason = hub.cli("dead-letters", "export", "id:" + letter, "--reveal");
        JsonNode line = hub.cli(
                        "dead-letters",
                        "export",
                        "id:" + letter,
                        "--reveal",
                        "--reason",
                        "to the test hub",
                        "--as",
                        "Zoë")
                .json();

        // Then
        assertThat(withoutReason.exitCode()).isOne();
        assertThat(withoutReason.err()).contains("nobody says why");
        assertThat(line.path("body").asText()).contains("zoe@loyalty.example");
        assertThat(hub.cli("audit", "list").out())
                .contains("Zoë (admin-token)", "letters.exported-revealed", "to the test hub");
    }

    @Test
    void whoSuspendsAnIntegrationIsWrittenDown() {
        // When
        hub.cli("integrations", "suspend", "grouped-members", "--as", "olga", "--reason", "their release at ten");
        hub.cli("integrations", "resume", "grouped-members", "--as", "olga");

        // Then
        assertThat(hub.cli("audit", "list").out())
                .contains("olga (admin-token)", "integration.suspended", "their release at ten", "integration.resumed");
    }

    @Test
    void aQueryForAnIntegrationThatNobodyKnowsNamesTheNearest() {
        // When
        List<HubFixture.CliResult> answers = List.of(
                hub.cli("dead-letters", "list", "integration:hld-me"),
                hub.cli("dead-letters", "groups", "integration:hld-me"),
                hub.cli("replays", "plan", "--query", "integration:hld-me"));

        // Then
        assertThat(answers).extracting(HubFixture.CliResult::out).allSatisfy(out -> assertThat(out)
                .contains("no integration 'hld-me'", "nearest name is 'held-members'"));
    }

    @Test
    void theAuditTrailIsExportedAndChecked() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-85005").toString()));
        hub.cli("dead-letters", "discard", letter, "--reason", "a test", "--as", "ann");

        // When
        HubFixture.CliResult exported = hub.cli("audit", "export");
        HubFixture.CliResult verified = hub.cli("audit", "verify");

        // Then
        assertThat(exported.out().lines())
                .anyMatch(line -> line.contains(letter) && line.contains("ann (admin-token)"));
        assertThat(verified.exitCode()).isZero();
        assertThat(verified.out()).contains("all as they were written");
    }

    private static String letterOf(String message) {
        return hub.awaitLetter(message).path("id").asText();
    }

    private static String mobile(String member) {
        return hub.dataverse()
                .row("contacts", "hub_externalid", member)
                .path("mobilephone")
                .asText();
    }
}
