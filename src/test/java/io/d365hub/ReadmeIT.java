package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What README.md and the ready block tell a newcomer to type, typed; ports and data folder are the test's own. */
@Timeout(600)
class ReadmeIT {

    private static final Pattern BASH_BLOCK = Pattern.compile("(?ms)^```bash\\n(.*?)^```$");

    @TempDir
    Path folder;

    HubProcess hub;
    Launcher terminal;

    @BeforeEach
    void start() throws Exception {
        hub = new HubProcess(folder.resolve("data"));
        hub.launchScript("./hub", "run").get(HubProcess.START.toSeconds(), TimeUnit.SECONDS);
        terminal = new Launcher(folder);
        hub.settings().forEach(terminal::with);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void theCommandsOfTheReadmeWorkInTheirOrder() throws Exception {
        // Given
        List<String> commands = commandsOfReadme();
        assertThat(commands).startsWith("./hub run", "mvn -B verify").hasSizeGreaterThan(3);

        for (String command : commands.subList(2, commands.size())) {
            // When
            Launcher.Answer answer = terminal.shell(command);

            // Then
            if (command.startsWith("./hub send")) {
                // It found dirty orders, and says so by its exit code too.
                assertThat(answer.exitCode()).as("%s: %s", command, answer).isEqualTo(1);
                assertThat(answer.out().lines().findFirst())
                        .isEqualTo(readme().lines()
                                .filter(line -> line.startsWith("accepted "))
                                .findFirst());
            } else {
                assertThat(answer.exitCode()).as("%s: %s", command, answer).isZero();
            }
        }
    }

    @Test
    void theCurlOfTheReadyBlockIsAccepted() throws Exception {
        // Given
        Awaitility.await().until(() -> hub.output().contains("/push/webshop-orders"));
        String block = hub.output();
        String curl = block.substring(block.indexOf("  curl -i"));

        // When
        Launcher.Answer answer = terminal.shell(curl);

        // Then
        assertThat(answer.out()).as("%s", answer).contains("202 Accepted").containsPattern("\\{\"id\":\\s*\"");
    }

    @Test
    void askedToStopItEndsWithZero() throws Exception {
        assertThat(hub.stop()).isZero();
    }

    private static String readme() throws Exception {
        return Files.readString(Path.of("README.md"));
    }

    /** The lines of the blocks marked bash, without their comments. */
    private static List<String> commandsOfReadme() throws Exception {
        return BASH_BLOCK
                .matcher(readme())
                .results()
                .map((MatchResult match) -> match.group(1))
                .flatMap(String::lines)
                .map(line -> line.replaceAll("\\s+#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
