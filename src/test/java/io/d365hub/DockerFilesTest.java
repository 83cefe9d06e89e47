package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The container files say the same as the settings and as the example for production. */
class DockerFilesTest {

    private static final Path DOCKERFILE = Path.of("docker", "Dockerfile");
    private static final Path COMPOSE = Path.of("docker", "compose.yaml");
    private static final Pattern SETTING = Pattern.compile("\\bHUB_[A-Z0-9_]+\\b");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET)$");
    private static final String LINTER = "dockerfile-utils@0.16.3";

    @TempDir
    Path folder;

    @Test
    void everyVariableThatIsUsedIsASetting() throws IOException {
        // Given
        Set<String> known = SettingCatalog.shipped().entries().stream()
                .map(setting -> Settings.environmentName(setting.key()))
                .collect(Collectors.toSet());
        // When
        Set<String> used = new TreeSet<>();
        for (Path file : List.of(DOCKERFILE, COMPOSE)) {
            SETTING.matcher(Files.readString(file)).results().forEach(match -> used.add(match.group()));
        }
        // Then
        assertThat(used).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void composeSetsWhatTheExampleForProductionSetsAndTheSecrets() throws IOException {
        // Given
        Set<String> example =
                properties(Path.of("config", "production.example.properties")).stringPropertyNames().stream()
                        .map(Settings::environmentName)
                        .collect(Collectors.toSet());
        example.addAll(List.of("HUB_BROKER_PASSWORD", "HUB_DATABASE_PASSWORD", "HUB_DATAVERSE_CLIENT_SECRET"));
        // Then
        assertThat(environment("hub").keySet()).containsAll(example);
    }

    @Test
    void brokerAndDatabaseHaveTheAddressesAndUsersOfTheExample() throws IOException {
        // Given
        Properties example = properties(Path.of("config", "production.example.properties"));
        Map<String, String> hub = environment("hub");
        // Then
        assertThat(List.of(
                        "hub.mode",
                        "hub.broker.url",
                        "hub.broker.user",
                        "hub.database.url",
                        "hub.database.user",
                        "hub.simulator.enabled"))
                .allSatisfy(key ->
                        assertThat(hub.get(Settings.environmentName(key))).isEqualTo(example.getProperty(key)));
        assertThat(environment("broker")).containsEntry("ARTEMIS_USER", example.getProperty("hub.broker.user"));
        assertThat(environment("database"))
                .containsEntry("POSTGRES_USER", example.getProperty("hub.database.user"))
                .containsEntry("POSTGRES_DB", "hub");
    }

    @Test
    void theHubOfComposeStartsWithNothingMissing() throws IOException {
        // Given
        Map<String, String> environment = new HashMap<>(environment("hub"));
        environment.replaceAll((name, value) ->
                !value.startsWith("${") ? value : name.endsWith("_URL") ? "https://given.example" : "given");
        // When
        Settings settings = Settings.load(folder, Path.of(Settings.DEFAULT_FILE), environment);
        // Then
        StartNeeds.check(settings);
        assertThat(settings.development()).isFalse();
    }

    @Test
    void secretsComeFromTheEnvironmentOnly() throws IOException {
        for (String service : List.of("hub", "broker", "database")) {
            environment(service).forEach((name, value) -> {
                if (SECRET.matcher(name).matches()) {
                    assertThat(value).as(service + " " + name).matches("\\$\\{HUB_[A-Z_]+:\\?.*}");
                }
            });
        }
        assertThat(Files.readString(DOCKERFILE)).doesNotContainPattern("(PASSWORD|SECRET)");
    }

    @Test
    void theImageOpensThePortsOfTheSettings() throws IOException {
        assertThat(instruction("EXPOSE").split(" ", -1))
                .containsExactly(
                        byDefault("hub.http.port"), byDefault("hub.management.port"), byDefault("hub.broker.port"));
        assertThat(compose().at("/services/hub/ports/0").asText())
                .isEqualTo("%1$s:%1$s".formatted(byDefault("hub.http.port")));
    }

    @Test
    void theImageDoesNotRunAsRootAndSaysWhetherItIsHealthy() throws IOException {
        assertThat(instruction("USER")).isEqualTo("10001");
        assertThat(instruction("HEALTHCHECK"))
                .endsWith("\"http://127.0.0.1:" + byDefault("hub.management.port") + "/observe/health\"]");
        assertThat(instruction("ENTRYPOINT")).isEqualTo("[\"./hub\"]");
    }

    @Test
    void whatTheImageCopiesIsThere() throws IOException {
        for (String line : instructions()) {
            if (line.startsWith("COPY ") && !line.startsWith("COPY --from")) {
                String[] words = line.split(" +", -1);
                assertThat(Arrays.copyOfRange(words, 1, words.length - 1))
                        .allSatisfy(source -> assertThat(Path.of(source)).exists());
            }
        }
    }

    @Test
    void everyServiceHasAHealthCheckAndEveryVolumeIsDeclared() throws IOException {
        JsonNode compose = compose();
        assertThat(compose.at("/services/broker/healthcheck/test").isArray()).isTrue();
        assertThat(compose.at("/services/database/healthcheck/test").isArray()).isTrue();
        compose.path("services").forEach(service -> service.path("volumes").forEach(volume -> {
            String source = volume.asText().split(":", -1)[0];
            if (source.startsWith("./")) {
                assertThat(COMPOSE.resolveSibling(source)).exists();
            } else {
                assertThat(compose.path("volumes").has(source)).as(source).isTrue();
            }
        }));
    }

    @Test
    void theLinterFindsNothingInTheDockerfile() throws Exception {
        // Given
        boolean all = Boolean.parseBoolean(System.getenv("HUB_ALL_TESTS"));
        Assumptions.assumeTrue(
                all || new Launcher(folder).shell("command -v npx").exitCode() == 0,
                "npx is missing: apt-get install npm (Debian), or Node.js from nodejs.org");
        // When
        Launcher.Answer fetched = new Launcher(folder).shell("npx --yes " + LINTER + " version");
        Assumptions.assumeTrue(
                all || fetched.exitCode() == 0, () -> "npx cannot fetch " + LINTER + ": " + fetched.err());
        Launcher.Answer lint = new Launcher(folder).shell("npx --yes " + LINTER + " lint " + DOCKERFILE);
        // Then
        assertThat(lint.exitCode()).as("%s", lint).isZero();
        assertThat(lint.out()).isBlank();
    }

    /** The instructions of the Dockerfile, each in one line, comments left out. */
    private static List<String> instructions() throws IOException {
        List<String> instructions = new ArrayList<>();
        String text = Files.readString(DOCKERFILE).replaceAll("\\\\\\R\\s*", "");
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(instructions::add);
        return instructions;
    }

    /** What stands behind the last instruction of this name. */
    private static String instruction(String name) throws IOException {
        return instructions().stream()
                .filter(line -> line.startsWith(name + " "))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .substring(name.length() + 1);
    }

    private static JsonNode compose() throws IOException {
        Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(COMPOSE));
        return new ObjectMapper().valueToTree(yaml);
    }

    private static Map<String, String> environment(String service) throws IOException {
        JsonNode declared = compose().at("/services/" + service + "/environment");
        Map<String, String> environment = new HashMap<>();
        declared.fieldNames()
                .forEachRemaining(
                        name -> environment.put(name, declared.path(name).asText()));
        return environment;
    }

    private static String byDefault(String key) {
        return SettingCatalog.shipped().find(key).orElseThrow().byDefault();
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        return properties;
    }
}
