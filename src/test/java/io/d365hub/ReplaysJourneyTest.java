package io.d365hub;

import static io.d365hub.HubAssertions.assertThatLetter;
import static io.d365hub.TestMessages.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replays of many letters, from the plan to the last verdict, on the command line of a running hub. */
@Timeout(300)
class ReplaysJourneyTest {

    private static final String MEMBERS = "careful-members";
    private static final String QUEUED = "queued-members";

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
            TestRoute.members(MEMBERS).with("parentWait", "1s"),
            TestRoute.members(QUEUED).with("parentWait", "1s"));

    /** An account that is not there, and no other test needs. */
    private static int accounts;

    private static String missingAccount() {
        return "C-97%03d".formatted(accounts++);
    }

    @Test
    void aPlanTellsWhatAReplayWouldDoAndDoesNothing() {
        // Given
        String letter = letters("P-84", missingAccount(), 1).get(0);

        // When
        HubFixture.CliResult plan = hub.cli("replays", "plan", letter);

        // Then
        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.out())
                .contains(
                        "1 letter would be replayed",
                        "Nothing has been sent",
                        MEMBERS,
                        "tables    contacts (1)",
                        "accepted  20",
                        "died      20",
                        "checked   1",
                        "0 would be refused again",
                        letter,
                        "--expect 1");
        assertThatLetter(hub.letter(letter)).has("state", "OPEN");
    }

    @Test
    void aBadCanaryStopsTheReplayAndAResumeAfterTheMendDeliversTheRest() {
        // Given
        String account = missingAccount();
        List<String> letters = letters("P-85", account, 4);

        // When
        HubFixture.CliResult bad = hub.cli(words("replays", "start", letters));
        String job = latest();
        JsonNode stopped = status(job);
        hub.dataverse().createAccount(account);
        HubFixture.CliResult resumed = hub.cli("replays", "resume", job);
        JsonNode done = await().atMost(HubFixture.PATIENCE).until(() -> status(job), status -> status.path("state")
                .asText()
                .equals("DONE"));

        // Then
        assertThat(bad.exitCode()).as(bad.toString()).isOne();
        assertThat(bad.out()).contains("stopped by itself", "1 died again", "./hub replays resume");
        assertThat(stopped.path("waiting").asInt()).isEqualTo(3);
        assertThat(resumed.exitCode()).as(resumed.toString()).isZero();
        assertThat(done.path("delivered").asInt()).isEqualTo(3);
    }

    @Test
    void aStartThatExpectsOtherLettersSendsNothing() {
        // Given
        String letter = letters("P-86", missingAccount(), 1).get(0);

        // When
        HubFixture.CliResult start = hub.cli("replays", "start", letter, "--expect", "2");

        // Then
        assertThat(start.exitCode()).isOne();
        assertThat(start.err()).contains("You expected 2 letters, and now it is 1");
        assertThatLetter(hub.letter(letter)).has("state", "OPEN");
    }

    @Test
    void aCancelledReplayLeavesItsLettersOpenAndCannotBeResumed() {
        // Given
        List<String> letters = letters("P-87", missingAccount(), 2);
        hub.cli(words("replays", "start", letters));
        String job = latest();

        // When
        HubFixture.CliResult cancelled = hub.cli("replays", "cancel", job);
        HubFixture.CliResult resumed = hub.cli("replays", "resume", job);

        // Then
        assertThat(cancelled.out()).contains("cancelled", "open dead letters");
        assertThat(resumed.exitCode()).isOne();
        assertThat(resumed.err()).contains("It is cancelled");
        assertThatLetter(hub.letter(letters.get(1))).has("state", "OPEN");
    }

    @Test
    void anOrderWithAWrongRampIsRefused() {
        // Given
        String letter = letters("P-88", missingAccount(), 1).get(0);

        // When
        HubFixture.CliResult start = hub.cli("replays", "start", letter, "--ramp", "5,-1");

        // Then
        assertThat(start.exitCode()).isOne();
        assertThat(start.err()).contains("The ramp [5, -1] is wrong");
    }

    @Test
    void aReplayThatANewerMessageOvertookInTheQueueIsHeld() {
        // Given
        String account = missingAccount();
        String letter = letterOf(hub.accepted(
                QUEUED, memberOf("P-89000", account).put("mobile", "old").toString()));
        hub.dataverse().createAccount(account);
        hub.cli("integrations", "suspend", QUEUED);
        String newer = hub.accepted(
                QUEUED, memberOf("P-89000", account).put("mobile", "new").toString());

        // When
        String job = hub.cli("replays", "start", letter, "--detach", "--json")
                .json()
                .path("job")
                .asText();
        await().atMost(HubFixture.PATIENCE).until(() -> status(job).path("sent").asInt() == 1);
        hub.cli("integrations", "resume", QUEUED);
        hub.awaitState(newer, "delivered");
        JsonNode done = await().atMost(HubFixture.PATIENCE)
                .until(() -> status(job), status -> status.path("sent").asInt() == 0);

        // Then
        assertThat(done.path("held").asInt()).as(done.toString()).isEqualTo(1);
        assertThatLetter(hub.letter(letter)).has("state", "OPEN");
        assertThat(hub.dataverse()
                        .row("contacts", "hub_externalid", "P-89000")
                        .path("mobilephone")
                        .asText())
                .isEqualTo("new");
    }

    @Test
    void lettersThatWaitInTheQueueComeBackWhenTheirReplayIsCancelled() {
        // Given
        String account = missingAccount();
        List<String> letters = IntStream.range(0, 3)
                .mapToObj(n ->
                        hub.accepted(QUEUED, memberOf("P-8910" + n, account).toString()))
                .toList()
                .stream()
                .map(ReplaysJourneyTest::letterOf)
                .toList();
        hub.cli("integrations", "suspend", QUEUED);
        hub.cli(words("replays", "start", "--ramp", "0", "--detach", letters));
        String job = latest();
        await().atMost(HubFixture.PATIENCE).until(() -> status(job).path("sent").asInt() == 3);

        // When
        hub.cli("replays", "cancel", job);
        hub.cli("integrations", "resume", QUEUED);
        JsonNode over = await().atMost(HubFixture.PATIENCE)
                .until(() -> status(job), status -> status.path("sent").asInt() == 0);

        // Then
        assertThat(over.path("waiting").asInt()).as(over.toString()).isEqualTo(3);
        assertThat(over.path("dead").asInt()).isZero();
        letters.forEach(letter -> assertThatLetter(hub.letter(letter)).has("state", "OPEN"));
    }

    private static String letterOf(String message) {
        return hub.awaitLetter(message).path("id").asText();
    }

    private static List<String> letters(String keys, String account, int number) {
        List<String> messages = IntStream.range(0, number)
                .mapToObj(n -> hub.accepted(
                        MEMBERS, memberOf("%s%03d".formatted(keys, n), account).toString()))
                .toList();
        return messages.stream().map(ReplaysJourneyTest::letterOf).toList();
    }

    /** Words and lists of words as the words of a command line. */
    private static String[] words(Object... words) {
        return Stream.of(words)
                .flatMap(word -> word instanceof List<?> list ? list.stream() : Stream.of(word))
                .map(Object::toString)
                .toArray(String[]::new);
    }

    private static String latest() {
        return hub.cli("replays", "list", "--json")
                .json()
                .path("replays")
                .path(0)
                .path("job")
                .asText();
    }

    private static JsonNode status(String job) {
        return hub.cli("replays", "status", job, "--json").json();
    }
}
