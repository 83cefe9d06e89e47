package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.DocumentationPages.Shown;
import io.d365hub.DocumentedHub.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command that the pages show, in blocks and in lines, is typed at one running hub, page after page. What cannot be typed in a test says
 * why ({@link #ELSEWHERE}); a command that is neither makes {@link #everyCommandOfThePagesIsTypedOrSaysWhyNot} fail.
 */
@Timeout(600)
class DocumentedCommandsRunTest {

    private static final String HUB_RUNS = "the hub of this test is started so";
    private static final String BUILD = "the build itself; CI runs it";
    private static final String WAREHOUSE =
            "wants the reader's database; WarehouseJourneyTest runs this route with one";
    private static final String BENCH = "takes minutes of a quiet machine; docs/benchmarks.md has its figures";

    /** Held by the step that makes them. */
    private static final String EVENTS_TERMINAL = "docs/patterns/dataverse-events.md: demo-healthy got";
    /** Held by {@link ReadmeIT}. */
    private static final String README_OUTPUT = "README.md: accepted 994";

    /** What a line shows that is a command. */
    private static final Pattern COMMAND = Pattern.compile("(\\./hub |camel |curl |cp |mvn |bench/\\w).*");

    /** Commands that are not typed here, by their beginning, and where they are or why they cannot be. */
    private static final Map<String, String> ELSEWHERE = new LinkedHashMap<>();

    static {
        ELSEWHERE.put("./hub run", HUB_RUNS);
        ELSEWHERE.put("./hub simulator", "SimulatorCommandIT starts it, with and without options");
        ELSEWHERE.put("mvn -B verify", BUILD);
        ELSEWHERE.put("mvn verify", BUILD);
        ELSEWHERE.put("mvn -B spotless:apply", BUILD + ", with :check");
        ELSEWHERE.put(
                "mvn package",
                "PluginJourneyTest builds and runs samples/plugin; a build within the build would fetch for minutes");
        ELSEWHERE.put("mvn install -Dquick", "writes into the local repository of whoever builds");
        ELSEWHERE.put(
                "mvn test -Dtest=",
                "each writes files of this tree anew; the named test holds them against the tree in every build");
        ELSEWHERE.put(
                "mvn -o verify -Dit.test=ConsoleBrowserIT",
                "makes the pictures anew; ConsoleBrowserIT itself is part of the build");
        ELSEWHERE.put("bench/", BENCH);
        ELSEWHERE.put("./hub send webshop-orders", "ReadmeIT types it and holds its output");
        ELSEWHERE.put("export HUB_DATASOURCE_WAREHOUSE_PASSWORD", WAREHOUSE);
        ELSEWHERE.put("cp samples/routes/accounts-to-warehouse", WAREHOUSE);
        ELSEWHERE.put("./hub batch start accounts-to-warehouse", WAREHOUSE);
        ELSEWHERE.put("camel run", "CamelCliIT runs it");
        ELSEWHERE.put("curl --cacert", "names an option only");
    }

    private static final List<DocumentedStep> STEPS = DocumentedJourney.steps();

    @TempDir
    static Path home;

    static DocumentedHub hub;

    @BeforeAll
    static void start() throws IOException {
        hub = new DocumentedHub(home).start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        hub.close();
    }

    static Stream<DocumentedStep> steps() {
        return STEPS.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void whatThePageShows_doesWhatItSays(DocumentedStep step) throws Exception {
        // Given
        String text = commands()
                .filter(command -> name(command).equals(step.shown()))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("No page shows '" + step.shown() + "' any more: take it away here"))
                .text();
        // When
        Answer answer = step.run(hub, text);
        // Then
        step.assertFailures(answer.failed(), text + " said:\n" + answer.out());
    }

    @Test
    void everyCommandOfThePagesIsTypedOrSaysWhyNot() {
        // Given
        List<String> typed = STEPS.stream().map(DocumentedStep::shown).toList();
        // When
        List<String> forgotten = commands()
                .filter(command -> !typed.contains(name(command)))
                .filter(command -> !lines(command)
                        .allMatch(line -> ELSEWHERE.keySet().stream().anyMatch(line::startsWith)))
                .map(command -> command.page() + ": " + name(command))
                .distinct()
                .toList();
        // Then
        assertThat(forgotten)
                .as("type it in DocumentedJourney, or say in ELSEWHERE why it cannot be")
                .isEmpty();
    }

    @Test
    void everyOutputOfThePagesIsHeldAgainstARun() {
        // Given
        List<String> held = STEPS.stream()
                .flatMap(step -> step.outputs().stream())
                .collect(Collectors.toCollection(ArrayList::new));
        held.add(EVENTS_TERMINAL);
        held.add(README_OUTPUT);
        // Then
        assertThat(DocumentationPages.blocks()
                        .filter(block -> block.language().equals("output"))
                        .map(block -> block.page() + ": " + block.text()))
                .allSatisfy(output -> assertThat(held).anyMatch(output::startsWith));
    }

    @Test
    void noReasonStandsForCommandsThatAreGone() {
        // Given
        List<String> shown =
                commands().flatMap(DocumentedCommandsRunTest::lines).toList();
        // Then
        assertThat(ELSEWHERE.keySet())
                .allSatisfy(beginning -> assertThat(shown).as(beginning).anyMatch(line -> line.startsWith(beginning)));
    }

    /** Blocks of commands and commands in lines; those of the tutorial are typed by {@link TutorialTest}, in its checkout. */
    private static Stream<Shown> commands() {
        return Stream.concat(
                        DocumentationPages.blocks()
                                .filter(block -> block.language().equals("bash")),
                        DocumentationPages.spans()
                                .filter(span -> COMMAND.matcher(span.text()).matches()))
                .filter(command -> !command.page().endsWith("tutorial.md"));
    }

    /** A block by its page and its first command, a command of a line by itself. */
    private static String name(Shown command) {
        String first = lines(command).findFirst().orElseThrow();
        return command.language().isEmpty() ? first : command.page() + ": " + first;
    }

    /** Without comments. */
    private static Stream<String> lines(Shown command) {
        return command.text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                .filter(line -> !line.isEmpty());
    }
}
