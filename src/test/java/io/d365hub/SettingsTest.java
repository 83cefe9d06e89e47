package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Path ABSENT = Path.of(Settings.DEFAULT_FILE);

    @TempDir
    Path home;

    @Test
    void withoutAFileTheDefaultsHold() {
        assertThat(load("", Map.of()).port("hub.http.port")).isEqualTo(8080);
    }

    @Test
    void aFileOverridesADefault() {
        assertThat(load("hub.http.port = 18080", Map.of()).port("hub.http.port"))
                .isEqualTo(18080);
    }

    @Test
    void theEnvironmentOverridesAFile() {
        assertThat(load("hub.http.port = 18080", Map.of("HUB_HTTP_PORT", "28080"))
                        .port("hub.http.port"))
                .isEqualTo(28080);
    }

    @Test
    void dotsAndDashesAreUnderscoresInTheEnvironment() {
        assertThat(load("", Map.of("HUB_DATAVERSE_CLIENT_SECRET", "s")).text("hub.dataverse.client-secret"))
                .isEqualTo("s");
    }

    @Test
    void anEntryThatIsNoSettingIsRefusedWithTheNearestOne() {
        assertThatThrownBy(() -> load("hub.htp.port = 1", Map.of()))
                .isInstanceOf(HubStartException.class)
                .hasMessageContaining("'hub.htp.port' in some.properties is no setting")
                .hasMessageContaining("'hub.http.port'");
    }

    @Test
    void aNamedFileThatIsMissingIsRefused() {
        assertThatThrownBy(() -> Settings.load(home, Path.of("nowhere.properties"), Map.of()))
                .isInstanceOf(HubStartException.class)
                .hasMessageContaining("nowhere.properties does not exist")
                .hasMessageContaining("--config");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seventy", "-1", "65536", "80.5", ""})
    void aPortThatIsNoneIsRefusedByNameAndValue(String value) {
        Settings settings = load("", Map.of("HUB_HTTP_PORT", value));
        assertThatThrownBy(() -> settings.port("hub.http.port"))
                .isInstanceOf(HubStartException.class)
                .hasMessageContaining("hub.http.port = '" + value + "'")
                .hasMessageContaining("from 0 to 65535")
                .hasMessageContaining("HUB_HTTP_PORT");
    }

    @Test
    void aFlagThatIsNeitherTrueNorFalseIsRefused() {
        Settings settings = load("hub.simulator.enabled = yes", Map.of());
        assertThatThrownBy(() -> settings.flag("hub.simulator.enabled")).hasMessageContaining("true or false");
    }

    @Test
    void anUnknownModeIsRefused() {
        Settings settings = load("hub.mode = staging", Map.of());
        assertThatThrownBy(settings::development).hasMessageContaining("development or production");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.dataverse.client-secret", "hub.broker.password", "hub.database.password"})
    void theValueOfASecretIsNotShown(String key) {
        Settings settings = load("", Map.of(Settings.environmentName(key), "not-for-eyes"));
        assertThat(settings.wrong(key, "right")).hasMessageNotContaining("not-for-eyes");
    }

    @Test
    void everySettingIsReadBySomebody() throws IOException {
        // Given
        String sources = sources();
        // When
        List<String> unread = shipped().stringPropertyNames().stream()
                .filter(key -> !sources.contains('"' + key + '"'))
                .toList();
        // Then
        assertThat(unread).isEmpty();
    }

    @Test
    void theExampleForProductionHasOnlySettingsAndNoSecret() {
        // When
        Settings example = Settings.load(Path.of(""), Path.of("config", "production.example.properties"), Map.of());
        // Then
        assertThat(List.of("hub.broker.password", "hub.database.password", "hub.dataverse.client-secret"))
                .noneMatch(example::isSet);
    }

    private static String sources() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private static Properties shipped() throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(Settings.DEFAULT_FILE))) {
            properties.load(reader);
        }
        return properties;
    }

    private Settings load(String file, Map<String, String> environment) {
        if (file.isEmpty()) {
            return Settings.load(home, ABSENT, environment);
        }
        try {
            Files.writeString(home.resolve("some.properties"), file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return Settings.load(home, Path.of("some.properties"), environment);
    }
}
