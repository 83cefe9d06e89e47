package io.d365hub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.d365hub.DocumentationPages;
import io.d365hub.DocumentationPages.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;

/** Each {@code ./hub} of a page is one that the command line takes, as it stands there. */
class DocumentedCommandsTest {

    private static final String HUB = "./hub ";

    /** Knows nothing of a line once it reads the next. */
    private static final CommandLine HUB_COMMAND =
            new CommandLine(new HubCommand()).setCaseInsensitiveEnumValuesAllowed(true);

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /** What a reader puts a number for. */
    private static final Pattern NUMBER = Pattern.compile("(?<= )N\\b|NUMBER");

    static Stream<Shown> commandsInBlocks() {
        return DocumentationPages.blocks().flatMap(block -> block.text()
                .lines()
                .map(line -> line.replaceFirst("^\\$ ", ""))
                .filter(line -> line.startsWith(HUB))
                .flatMap(DocumentedCommandsTest::alternatives)
                .map(line -> new Shown(block.page(), block.language(), line)));
    }

    /** {@code ./hub webhooks add FILE | remove NAME} are two. */
    private static Stream<String> alternatives(String line) {
        String[] parts = line.replaceFirst("\\s+#.*", "").split(" \\| ", -1);
        String verb = parts[0].replaceFirst("^(\\S+ \\S+ ).*", "$1");
        return Stream.concat(Stream.of(parts[0]), Stream.of(parts).skip(1).map(part -> verb + part));
    }

    static Stream<Shown> commandsInLines() {
        return DocumentationPages.spans().filter(span -> span.text().startsWith(HUB));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commandsInBlocks")
    void commandOfABlock_isTaken(Shown shown) {
        // Then
        assertThatCode(() -> parse(shown.text())).as(shown.toString()).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commandsInLines")
    void commandOfALine_isTaken_asFarAsItIsNamed(Shown shown) {
        // Then
        assertThatCode(() -> {
                    try {
                        parse(shown.text());
                    } catch (MissingParameterException e) {
                        assertThat(e).hasMessageContaining("Missing required");
                    }
                })
                .as(shown.toString())
                .doesNotThrowAnyException();
    }

    private static void parse(String line) {
        String meant = NUMBER.matcher(line.substring(HUB.length())
                        .replaceFirst(" >>? \\S+$", "")
                        .replaceAll("[\\[\\]<>]", ""))
                .replaceAll("7");
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(meant);
        while (word.find()) {
            words.add(Stream.of(word.group(1), word.group(2), word.group(3))
                    .filter(found -> found != null)
                    .findFirst()
                    .orElseThrow());
        }
        assertThat(HUB_COMMAND.parseArgs(words.toArray(String[]::new)).subcommand())
                .isNotNull();
    }
}
