package io.d365hub;

import static io.d365hub.HubAssertions.assertThatLetter;
import static io.d365hub.TestMessages.memberOf;
import static io.d365hub.TestMessages.memberWithTooLongName;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Letters that an operator mends, sends elsewhere, gives up and takes back, on the command line of a running hub. */
@Timeout(300)
class LetterEditsJourneyTest {

    private static final String MEMBERS = "mended-members";
    private static final String OTHERS = "other-members";

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
            TestRoute.members(MEMBERS).with("parentWait", "1s"),
            TestRoute.members(OTHERS).with("parentWait", "1s"));

    @Test
    void aLetterIsShownAsTodaysMappingMakesIt() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-90021").toString()));

        // When
        HubFixture.CliResult mapped = hub.cli("dead-letters", "show", letter, "--mapped");

        // Then
        assertThat(mapped.exitCode()).as(mapped.toString()).isZero();
        assertThat(mapped.out())
                .contains("nothing was sent", "emailaddress1", "•••••")
                .doesNotContain("zoe@");
    }

    @Test
    void anEditedLetterIsDeliveredAsItWasMended() {
        // Given
        String message = hub.accepted(MEMBERS, memberWithTooLongName("P-90001").toString());
        String letter = letterOf(message);

        // When
        HubFixture.CliResult edited =
                hub.cli("dead-letters", "edit", letter, "--set", "/firstName=Ann", "--reason", "too long");
        hub.cli("dead-letters", "replay", letter);

        // Then
        assertThat(edited.exitCode()).as(edited.toString()).isZero();
        assertThat(edited.out()).contains("+++ version 1", "+  \"firstName\" : \"Ann\"", "Kept as version 1");
        hub.awaitState(message, "delivered");
        assertThat(member("P-90001").path("firstname").asText()).isEqualTo("Ann");
    }

    @Test
    void digitsSetWhereTextIsStayText() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-90011").toString()));

        // When
        HubFixture.CliResult edited =
                hub.cli("dead-letters", "edit", letter, "--set", "/firstName=10115", "--reason", "a number as a name");

        // Then
        assertThat(edited.out()).as(edited.toString()).contains("+  \"firstName\" : \"10115\"");
    }

    @Test
    void anEditThatChangesTheRecordKeyIsRefused() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-90002").toString()));

        // When
        HubFixture.CliResult edited =
                hub.cli("dead-letters", "edit", letter, "--set", "/memberId=P-99999", "--reason", "a try");

        // Then
        assertThat(edited.exitCode()).as(edited.toString()).isOne();
        assertThat(edited.err()).contains("record key", "new message");
    }

    @Test
    void anEditOfAnOlderVersionIsRefused() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-90003").toString()));
        hub.cli("dead-letters", "edit", letter, "--set", "/firstName=Ann", "--reason", "first");

        // When
        HttpResponse<String> late = hub.admin(
                "POST",
                "dead-letters/" + letter + "/versions",
                "{\"version\":0,\"reason\":\"late\",\"unchecked\":true}");

        // Then
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Somebody else has edited it");
    }

    @Test
    void aRedirectedLetterIsDeliveredByTheOtherIntegration() {
        // Given
        String account = "C-96001";
        String letter =
                letterOf(hub.accepted(MEMBERS, memberOf("P-90004", account).toString()));
        hub.dataverse().createAccount(account);

        // When
        JsonNode redirected = hub.cli(
                        "dead-letters", "redirect", letter, "--to", OTHERS, "--reason", "it is theirs", "--json")
                .json();

        // Then
        hub.awaitState(redirected.path("message").asText(), "delivered");
        assertThatLetter(hub.letter(letter)).has("state", "REDIRECTED");
        assertThat(hub.letter(letter).path("closeReason").asText()).contains(OTHERS, "it is theirs");
    }

    @Test
    void aTraceLeadsFromARedirectedLetterToWhatBecameOfItAndBack() {
        // Given
        String account = "C-96002";
        String letter =
                letterOf(hub.accepted(MEMBERS, memberOf("P-90014", account).toString()));
        hub.dataverse().createAccount(account);
        String message = hub.cli(
                        "dead-letters", "redirect", letter, "--to", OTHERS, "--reason", "it is theirs", "--json")
                .json()
                .path("message")
                .asText();
        hub.awaitState(message, "delivered");

        // When
        HubFixture.CliResult before = hub.cli("trace", letter);
        HubFixture.CliResult after = hub.cli("trace", message);

        // Then
        assertThat(before.out())
                .contains("record key  P-90014 in contacts", "went to     " + OTHERS + " as message " + message);
        assertThat(after.out()).contains(": delivered.", "came from   letter " + letter + " of " + MEMBERS);
    }

    @Test
    void aLetterIsNotRedirectedToAnIntegrationThatIsNotThere() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-90005").toString()));

        // When
        HubFixture.CliResult redirected =
                hub.cli("dead-letters", "redirect", letter, "--to", "nobody", "--reason", "a try");

        // Then
        assertThat(redirected.exitCode()).isOne();
        assertThat(redirected.err()).contains("no integration 'nobody'");
    }

    @Test
    void anExampleHasTheShapeOfTheMessageAndNothingPersonal() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-90008").toString()));

        // When
        HubFixture.CliResult example = hub.cli("dead-letters", "example", letter);

        // Then
        assertThat(example.exitCode()).as(example.toString()).isZero();
        assertThat(example.out())
                .startsWith("- name: \"dead letter " + letter)
                .contains("\"memberId\":\"X-11111\"", "  out: {")
                .doesNotContain("P-90008", "ukasiewicz", "zoe@");
    }

    @Test
    void aDiscardedLetterIsRestored() {
        // Given
        String message = hub.accepted(MEMBERS, memberWithTooLongName("P-90006").toString());
        String letter = letterOf(message);
        hub.cli("dead-letters", "discard", letter, "--reason", "a mistake");

        // When
        HubFixture.CliResult restored = hub.cli("dead-letters", "restore", letter, "--reason", "taken back");

        // Then
        assertThat(restored.out()).contains("1 letter restored");
        assertThatLetter(hub.letter(letter)).has("state", "OPEN");
        assertThat(hub.message(message).path("state").asText()).isEqualTo("dead");
    }

    @Test
    void aPurgeTellsTheNumberThatMustBeTypedAndDeletesOnlyThen() {
        // Given
        String letter =
                letterOf(hub.accepted(MEMBERS, memberWithTooLongName("P-90007").toString()));
        hub.cli("dead-letters", "discard", letter);

        // When
        HubFixture.CliResult asked = hub.cli("dead-letters", "purge", letter);
        HubFixture.CliResult purged = hub.cli("dead-letters", "purge", letter, "--count", "1");
        HubFixture.CliResult shown = hub.cli("dead-letters", "show", letter);

        // Then
        assertThat(asked.exitCode()).isOne();
        assertThat(asked.err()).contains("It would be 1 discarded letters");
        assertThat(purged.out()).contains("1 letter purged");
        assertThat(shown.exitCode()).isOne();
    }

    private static String letterOf(String message) {
        return hub.awaitLetter(message).path("id").asText();
    }

    private static JsonNode member(String number) {
        return hub.dataverse().row("contacts", "hub_externalid", number);
    }
}
