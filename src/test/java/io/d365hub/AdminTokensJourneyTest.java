package io.d365hub;

import static io.d365hub.TestMessages.memberWithTooLongName;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People who call the admin API, or use the command line, with tokens of their own: they may do there what they may do on pages. */
@Timeout(300)
class AdminTokensJourneyTest {

    private static final String MEMBERS = "members";

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(TestRoute.members(MEMBERS).with("parentWait", "1s"));

    @TempDir
    static Path folder;

    private static String vera;
    private static String otto;
    private static String letter;

    @BeforeAll
    static void usersAndALetter() {
        vera = token("vera", "--role", "viewer");
        otto = token("otto", "--role", "operator");
        letter = dead("AT-1");
    }

    private static String token(String name, String... options) {
        hub.user(name, options);
        String printed = hub.cli("users", "token", name).out().strip();
        String token = printed.substring(printed.lastIndexOf(' ') + 1);
        Awaitility.await()
                .atMost(HubFixture.PATIENCE)
                .until(() -> ask("GET", "codes/0x80040237", token).statusCode() != 401);
        return token;
    }

    private static HttpResponse<String> ask(String method, String path, String token) {
        return hub.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.managementPort() + "/admin/" + path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.ofString(method.equals("POST") ? "{}" : "")));
    }

    private static String dead(String key) {
        return hub.awaitLetter(hub.accepted(MEMBERS, memberWithTooLongName(key).toString()))
                .path("id")
                .asText();
    }

    /** The command line of a person. */
    private static HubFixture.CliResult cliAs(String token, String... arguments) {
        try {
            Path file = Files.writeString(Files.createTempFile(folder, "token", ""), token + "\n");
            String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
            all[arguments.length] = "--token";
            all[arguments.length + 1] = file.toString();
            return hub.cli(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aViewerSeesLettersWithoutPersonalData() {
        assertThat(cliAs(vera, "dead-letters", "show", letter).out())
                .contains("AT-1", "•••••")
                .doesNotContain("zoe@");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, dead-letters/discard, operator",
        "POST, dead-letters/replays, operator",
        "DELETE, dead-letters/ID, operator",
        "POST, integrations/members/suspend, operator",
        "POST, dead-letters/purge, administrator",
        "POST, dead-letters/import, administrator",
        "POST, backups, administrator",
        "POST, webhooks, administrator",
        "GET, audit, administrator",
        "GET, audit/export, administrator"
    })
    void aViewerIsRefusedWhatNeedsAnotherRole(String method, String path, String role) {
        // When
        HttpResponse<String> answer = ask(method, path.replace("ID", letter), vera);

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("It needs the role " + role + ", and vera is viewer.");
        assertThat(hub.letter(letter).path("state").asText()).isEqualTo("OPEN");
    }

    @Test
    void whoMayNotRevealIsShownNothingAndThatIsWrittenDown() {
        // When
        HubFixture.CliResult shown = cliAs(otto, "dead-letters", "show", letter, "--reveal", "--reason", "curious");
        HubFixture.CliResult exported =
                cliAs(otto, "dead-letters", "export", "id:" + letter, "--reveal", "--reason", "curious");

        // Then
        assertThat(shown.exitCode()).isOne();
        assertThat(shown.err()).contains("Personal data may not be shown to you");
        assertThat(exported.out()).doesNotContain("zoe@");
        assertThat(exported.err()).contains("Personal data may not be shown to you");
        assertThat(hub.cli("audit", "export").out().lines())
                .anyMatch(line -> line.contains("letter.reveal-refused") && line.contains("otto"));
    }

    @Test
    void whoActsWithATokenIsKnownWhateverNameIsGiven() {
        // Given
        String doomed = dead("AT-2");

        // When
        HubFixture.CliResult discarded =
                cliAs(otto, "dead-letters", "discard", doomed, "--reason", "a test", "--as", "somebody-else");

        // Then
        assertThat(discarded.exitCode()).as(discarded.toString()).isZero();
        assertThat(hub.letter(doomed).path("closedBy").asText()).isEqualTo("otto");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "d365hub_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' or 1=1 --", "admin-token"})
    void aForgedTokenIsRefused(String forged) {
        assertThat(ask("GET", "status", forged).statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenEndsWithItsUser() {
        // Given
        String token = token("shortly", "--role", "viewer");

        // When
        hub.cli("users", "remove", "shortly");

        // Then
        Awaitility.await()
                .atMost(HubFixture.PATIENCE)
                .until(() -> ask("GET", "codes/0x80040237", token).statusCode() == 401);
    }

    @Test
    void aTokenThatCannotBeReadIsToldByItsFile() {
        // When
        HubFixture.CliResult result =
                hub.cli("status", "--token", folder.resolve("none").toString());

        // Then
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("No hub was asked", "none");
    }
}
