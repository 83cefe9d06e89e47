package io.d365hub;

import static io.d365hub.HubAssertions.assertThatLetter;
import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.memberOf;
import static io.d365hub.TestMessages.memberWithTooLongName;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Letters that come from another hub, as lines of JSON. */
@Timeout(300)
class LetterImportJourneyTest {

    private static final String MEMBERS = "members";
    private static final String HELD = "held-members";
    private static final byte[] NO_TEXT = {
        (byte) 0xff, (byte) 0xfe, 0, '<', 's', 'c', 'r', 'i', 'p', 't', '>', (byte) 0xc3
    };

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
            TestRoute.members(MEMBERS).with("parentWait", "1s"),
            TestRoute.members(HELD).with("parentWait", "1s").with("afterDeadLetter", "hold-key"));

    @TempDir
    private Path folder;

    @Test
    void lettersOfAnotherHubAreImportedOnceAndReplayed() throws Exception {
        // Given
        String account = "C-97101";
        ObjectNode line = foreign(
                letterOf(hub.accepted(MEMBERS, memberOf("P-85003", account).toString())));
        Path file = Files.writeString(folder.resolve("letters.ndjson"), line + "\n");

        // When
        HubFixture.CliResult first = hub.cli("dead-letters", "import", file.toString());
        String message = line.path("message").asText();
        String letter = letterOf(message);
        HubFixture.CliResult second = hub.cli("dead-letters", "import", file.toString());

        // Then
        assertThat(first.out()).contains("1 dead letter imported");
        assertThat(second.out()).contains("0 dead letters imported, 1 known already, 0 refused");
        hub.awaitState(message, "dead");
        hub.dataverse().createAccount(account);
        hub.cli("dead-letters", "replay", letter, "--reason", "the account is there");
        hub.awaitState(message, "delivered");
        assertThat(hub.cli("audit", "list").out()).contains("the account is there");
    }

    @Test
    void anImportedLetterHoldsItsRecordUntilItIsReplayed() throws Exception {
        // Given
        String account = "C-97102";
        ObjectNode line = foreign(letterOf(hub.accepted(
                MEMBERS, memberOf("P-85013", account).put("mobile", "first").toString())));
        line.put("integration", HELD);
        Path file = Files.writeString(folder.resolve("letters.ndjson"), line + "\n");
        hub.cli("dead-letters", "import", file.toString());
        String message = line.path("message").asText();
        String letter = letterOf(message);

        // When
        String second =
                hub.accepted(HELD, member("P-85013").put("mobile", "second").toString());
        hub.awaitParked(HELD, 1);
        String meanwhile = hub.message(second).path("state").asText();
        hub.dataverse().createAccount(account);
        hub.cli("dead-letters", "replay", letter, "--reason", "the account is there");

        // Then
        assertThat(meanwhile).isEqualTo("queued");
        hub.awaitState(message, "delivered");
        hub.awaitState(second, "delivered");
        assertThat(mobile("P-85013")).isEqualTo("second");
    }

    @Test
    void badLinesOfAnImportAreRefusedByNumberAndTheOthersTaken() throws Exception {
        // Given
        String own =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-85004").toString()));
        ObjectNode good = foreign(own);
        ObjectNode known =
                foreign(own).put("message", hub.letter(own).path("message").asText());
        ObjectNode elsewhere = foreign(own).put("integration", "nowhere");
        String masked = hub.cli("dead-letters", "export", "id:" + own).out().strip();
        Path file = Files.write(
                folder.resolve("letters.ndjson"),
                List.of("nonsense", good.toString(), "", known.toString(), elsewhere.toString(), masked, "{}"));

        // When
        HubFixture.CliResult imported = hub.cli("dead-letters", "import", file.toString());

        // Then
        assertThat(imported.exitCode()).isOne();
        assertThat(imported.out()).contains("1 dead letter imported, 0 known already, 5 refused");
        assertThat(imported.err())
                .contains(
                        "Line 1: It is no JSON object.",
                        "Line 4: Its message is known here already, as dead.",
                        "Line 5: Its integration does not run here.",
                        "Line 6: It is masked",
                        "Line 7: It has no text 'id'.");
        letterOf(good.path("message").asText());
    }

    @Test
    void anImportedLetterOfARecordThatWasDeliveredSinceIsHeldBack() throws Exception {
        // Given
        String account = "C-97103";
        String own = letterOf(hub.accepted(
                MEMBERS, memberOf("P-85021", account).put("mobile", "old").toString()));
        ObjectNode line = foreign(own);
        hub.cli("dead-letters", "discard", own, "--reason", "it is imported again");
        String letter = imported(line);
        hub.awaitState(
                hub.accepted(MEMBERS, member("P-85021").put("mobile", "new").toString()), "delivered");
        hub.ledger(MEMBERS);
        hub.dataverse().createAccount(account);

        // When
        HubFixture.CliResult replay = hub.cli("dead-letters", "replay", letter);

        // Then
        assertThat(replay.exitCode()).as(replay.toString()).isOne();
        assertThat(replay.out()).contains("1 held", "newer");
        assertThatLetter(hub.letter(letter)).has("state", "OPEN");
        assertThat(mobile("P-85021")).isEqualTo("new");
    }

    @Test
    void aLetterThatIsNoTextIsShownEverywhereAndChangedByNobody() throws Exception {
        // Given
        ObjectNode line = lineOfNoText("P-85022");
        String letter = imported(line);
        ConsoleVisitor ada = hub.visitor("ada", hub.user("ada", "--role", "administrator", "--reveals"));

        // When
        String page = ada.get("/console/letters/" + letter).body();
        String revealed = ada.act("/console/letters/" + letter + "/reveal", "reason", "what is it")
                .body();
        String form = ada.get("/console/letters/" + letter + "/edit").body();
        HubFixture.CliResult shown = hub.cli("dead-letters", "show", letter);
        HubFixture.CliResult mapped = hub.cli("dead-letters", "show", letter, "--mapped");
        JsonNode exported = hub.cli("dead-letters", "export", "id:" + letter, "--reveal", "--reason", "a copy")
                .json();

        // Then
        assertThat(page).contains("12 bytes that are no UTF-8 text").doesNotContain("<script>\u00c3", "\ufffd");
        assertThat(revealed).contains("no UTF-8 text");
        assertThat(form).doesNotContain("\ufffd");
        assertThat(shown.out()).contains("no UTF-8 text").doesNotContain("\ufffd");
        assertThat(mapped.exitCode()).as(mapped.toString()).isLessThan(3);
        assertThat(Base64.getDecoder().decode(exported.path("bodyBase64").asText()))
                .isEqualTo(NO_TEXT);
    }

    @Test
    void aLetterThatIsNoTextDiesAgainWhenItIsReplayed() throws Exception {
        // Given
        ObjectNode line = lineOfNoText("P-85023");
        String letter = imported(line);

        // When
        HubFixture.CliResult replay = hub.cli("replays", "start", "--query", "id:" + letter, "--reason", "again");

        // Then
        assertThat(replay.exitCode()).as(replay.toString()).isOne();
        assertThat(hub.awaitLetter(line.path("message").asText()).path("kind").asText())
                .isEqualTo("UNREADABLE");
    }

    private static ObjectNode lineOfNoText(String member) {
        ObjectNode line = foreign(
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName(member).toString())));
        line.remove("body");
        return line.put("bodyBase64", Base64.getEncoder().encodeToString(NO_TEXT));
    }

    private String imported(ObjectNode line) throws IOException {
        Path file = Files.writeString(folder.resolve(line.path("id").asText() + ".ndjson"), line + "\n");
        HubFixture.CliResult imported = hub.cli("dead-letters", "import", file.toString());
        assertThat(imported.out()).as(imported.toString()).contains("1 dead letter imported");
        return letterOf(line.path("message").asText());
    }

    /** A letter as another hub exports it: the same under other ids. */
    private static ObjectNode foreign(String letter) {
        JsonNode line = hub.cli("dead-letters", "export", "id:" + letter, "--reveal", "--reason", "copy")
                .json();
        return ((ObjectNode) line)
                .put("id", UUID.randomUUID().toString())
                .put("message", UUID.randomUUID().toString());
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
