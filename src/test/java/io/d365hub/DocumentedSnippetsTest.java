package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.DocumentationPages.Shown;
import io.d365hub.check.Checks;
import io.d365hub.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show is what the hub takes: routes and steps pass the check, declarations can be read, settings exist. */
class DocumentedSnippetsTest {

    private static final Pattern MAPPING = Pattern.compile("file:(transformations/[\\w.-]+)");
    private static final Pattern ROUTE_ID = Pattern.compile("(?m)^ {4}id: ([\\w-]+)$");
    private static final Pattern SETTING = Pattern.compile("(?m)^(hub[\\w.-]+) *=");

    @TempDir
    Path home;

    static Stream<Shown> routes() {
        return yaml().filter(block -> first(block).startsWith("- route:"));
    }

    static Stream<Shown> steps() {
        return yaml().filter(
                        block -> (first(block).startsWith("- ") && !first(block).startsWith("- route:"))
                                || first(block).startsWith("steps:"))
                .filter(block -> !first(block).startsWith("- name:"));
    }

    static Stream<Shown> tableMaps() {
        return yaml().filter(block -> block.text().contains("\nfields:\n"));
    }

    static Stream<Shown> parameters() {
        return yaml().filter(block -> first(block).startsWith("directory:"));
    }

    /** The cases of a page are run by {@link DocumentedCommandsRunTest}. */
    static Stream<Shown> cases() {
        return yaml().filter(block -> first(block).startsWith("- name:"));
    }

    static Stream<Shown> virtualTables() {
        return yaml().filter(block ->
                block.text().startsWith("source:\n") || block.text().contains(".table.yaml\n"));
    }

    static Stream<Shown> subscriptions() {
        return yaml().filter(block -> first(block).startsWith("url:"));
    }

    static Stream<Shown> settings() {
        return DocumentationPages.blocks().filter(block -> block.language().equals("properties"));
    }

    static Stream<Shown> json() {
        return DocumentationPages.blocks().filter(block -> block.language().equals("json"));
    }

    private static Stream<Shown> yaml() {
        return DocumentationPages.blocks()
                .filter(block -> block.language().equals("yaml"))
                .filter(block -> !block.page().endsWith("tutorial.md")); // TutorialTest types it
    }

    private static String first(Shown block) {
        return block.text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event-push",
                "jms-door",
                "service-bus",
                "dataverse-events",
                "batch-pull",
                "batch-files",
                "virtual-tables",
                "webhook-out"
            })
    void pageOfAPattern_saysWhenWhenNotHowItLooksAndHowFastItIs(String pattern) throws IOException {
        // When
        String page = Files.readString(Path.of("docs/patterns/" + pattern + ".md"));
        // Then
        assertThat(page)
                .containsIgnoringCase("when not")
                .contains("**Figures**", "\n```\n")
                .containsPattern("(?i)dead letter|can go wrong");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void routeOfAPage_passesTheCheck(Shown shown) throws IOException {
        // When
        List<String> findings = findings(shown.text());
        // Then
        assertThat(findings).as(shown.toString()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void stepsOfAPage_passTheCheck(Shown shown) throws IOException {
        // Given
        String steps = shown.text().stripTrailing().stripIndent().replaceFirst("^steps:\n", "");
        // When
        List<String> findings = findings("""
                - route:
                    id: shown
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: shown, recordKey: /id}
                      steps:
                """ + steps.stripIndent().indent(8));
        // Then
        assertThat(findings).as(shown.toString()).isEmpty();
    }

    private List<String> findings(String route) throws IOException {
        copy(Path.of("routes/kamelets"), home.resolve("routes/kamelets"));
        Matcher mappings = MAPPING.matcher(route);
        while (mappings.find()) {
            if (!mappings.group(1).endsWith(".map.yaml")) {
                write(home.resolve(mappings.group(1)), ".");
            }
        }
        Matcher id = ROUTE_ID.matcher(route);
        assertThat(id.find()).as("a route with an id").isTrue();
        write(home.resolve("routes/" + id.group(1) + ".camel.yaml"), route);
        return Checks.files(home, Path.of("routes")).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    void everyBlockOfYamlIsOfOneKindThatATestTries() {
        // Given
        List<Shown> tried = Stream.of(
                        routes(), steps(), tableMaps(), parameters(), cases(), virtualTables(), subscriptions())
                .flatMap(kind -> kind)
                .toList();
        // Then
        assertThat(tried).containsExactlyInAnyOrderElementsOf(yaml().toList());
        assertThat(cases().map(DocumentedSnippetsTest::first))
                .containsExactlyInAnyOrderElementsOf(DocumentedJourney.CASES.keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tableMaps")
    void tableMapOfAPage_passesTheCheck(Shown shown) throws IOException {
        // Given
        write(home.resolve("transformations/shown.map.yaml"), shown.text());
        // When
        List<String> findings = findings("""
                - route:
                    id: shown
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: shown, recordKey: /id}
                      steps:
                        - to: table-map:file:transformations/shown.map.yaml
                """);
        // Then
        assertThat(findings).as(shown.toString()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parameters")
    void parametersOfAPage_passTheCheck(Shown shown) throws IOException {
        // When
        List<String> findings =
                findings("""
                - route:
                    id: shown
                    from:
                      uri: kamelet:batch-file-source
                      parameters:
                        batch: shown
                        recordKey: /id
                """ + shown.text().stripTrailing().stripIndent().indent(8) + """
                      steps:
                        - to: dataverse:accounts?operation=upsert&key=accountnumber
                """);
        // Then
        assertThat(findings).as(shown.toString()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("virtualTables")
    void tableOfAPage_passesTheCheck(Shown shown) throws IOException {
        // Given: where a page shows a part, the rest
        String table = shown.text()
                + (shown.text().contains("key:") ? "" : "key: { name: ItemId, column: id, type: string }\n")
                + (shown.text().contains("columns:") ? "" : "columns:\n  ValidOn: { column: day, type: datetime }\n");
        write(home.resolve("virtual/company/Items.table.yaml"), table);
        write(home.resolve("virtual/company/Suppliers.table.yaml"), """
                source: { route: {} }
                key: { name: SupplierId, column: number, type: string }
                columns:
                  Name: { column: name, type: string }
                """);
        // When
        List<Finding> findings = VirtualTableCheck.findings(settings(Map.of(
                "HUB_VIRTUAL_FOLDER", home.resolve("virtual").toString(),
                "HUB_DATASOURCE_ERP_URL", "jdbc:h2:mem:shown",
                "HUB_CREDENTIALS_LIBRARY_TYPE", "basic",
                "HUB_CREDENTIALS_LIBRARY_USER", "hub",
                "HUB_CREDENTIALS_LIBRARY_PASSWORD", "secret")));
        // Then
        assertThat(findings).as(shown.toString()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("subscriptions")
    void subscriptionOfAPage_passesTheCheck(Shown shown) throws IOException {
        // Given
        write(home.resolve("webhooks/shown.yaml"), shown.text());
        // When
        List<Finding> findings = WebhookFiles.findings(
                settings(Map.of("HUB_WEBHOOK_FOLDER", home.resolve("webhooks").toString())));
        // Then
        assertThat(findings).as(shown.toString()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void settingOfAPage_isOneOfTheHub(Shown shown) throws IOException {
        // Given
        String known = Files.readString(Path.of(Settings.DEFAULT_FILE));
        // When
        List<String> unknown = SETTING.matcher(shown.text())
                .results()
                .map(setting -> setting.group(1))
                .filter(setting -> !known.contains(setting)
                        && !known.contains(setting.replaceFirst("^(hub\\.[a-z]+)\\.[a-z]+\\.", "$1.<name>.")))
                .toList();
        // Then
        assertThat(unknown).as(shown.toString()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("json")
    void jsonOfAPage_canBeRead(Shown shown) {
        // Then
        assertThatCode(() -> new ObjectMapper().readTree(shown.text()))
                .as(shown.toString())
                .doesNotThrowAnyException();
    }

    private Settings settings(Map<String, String> environment) {
        return Settings.load(home, Path.of(Settings.DEFAULT_FILE).toAbsolutePath(), environment);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.list(from)) {
            files.addAll(found.collect(Collectors.toList()));
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }
}
