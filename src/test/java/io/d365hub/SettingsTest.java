package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                .hasMessageContaining("some.properties:1: 'hub.htp.port' is no setting")
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
        assertThatThrownBy(() -> load("", Map.of("HUB_HTTP_PORT", value)))
                .isInstanceOf(HubStartException.class)
                .hasMessageContaining("hub.http.port = '" + value + "'")
                .hasMessageContaining("from 0 to 65535")
                .hasMessageContaining("HUB_HTTP_PORT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hub.simulator.enabled = yes | true or false",
                "hub.mode = staging | development or production",
                "hub.alerts.mail.security = ssl | starttls, tls or none",
                "hub.dataverse.url = contoso.crm4.dynamics.com | an address that begins with https:// or http://",
                "hub.mapping.limit-seconds = ten | a whole number from 1 to 86400",
                "hub.mapping.limit-seconds = 0 | a whole number from 1 to 86400",
                "hub.datasource.erp.connections = many | a whole number from 1 to 200",
                "hub.datasource.erp.url = postgresql://erp | an address that begins with jdbc:",
                "hub.bus.erp.profile = kafka | artemis, amqp or servicebus"
            })
    void aValueOfAnotherKindIsRefusedWithItsLineAndWhatItTakes(String entry, String taken) {
        assertThatThrownBy(() -> load("# mine\n\n" + entry, Map.of()))
                .isInstanceOf(HubStartException.class)
                .hasMessageContaining("some.properties:3: Setting " + entry.replaceFirst("= (.*)", "= '$1'"))
                .hasMessageContaining("It takes " + taken + ".")
                .hasMessageContaining("Correct it here.");
    }

    @Test
    void allThatIsWrongIsFoundAtOnceEachWithItsLine() {
        // When
        Settings settings = read("""
                hub.http.port = seventy
                hub.htp.host = here
                hub.reload = true
                hub.reload = false
                hub.personal.columns = a, \\
                  b
                hub.mode = staging
                """);
        // Then
        assertThat(settings.problems())
                .extracting(finding -> finding.place() + " " + finding.what())
                .containsExactly(
                        "some.properties:1 Setting hub.http.port = 'seventy' cannot be used.",
                        "some.properties:2 'hub.htp.host' is no setting.",
                        "some.properties:4 'hub.reload' is set twice.",
                        "some.properties:7 Setting hub.mode = 'staging' cannot be used.");
    }

    @Test
    void whatIsWrongIsReplacedByTheDefaultForThoseWhoGoOn() {
        assertThat(read("hub.management.port = seventy").port("hub.management.port"))
                .isEqualTo(8081);
    }

    @Test
    void theEnvironmentMendsWhatTheFileSays() {
        assertThat(load("hub.http.port = seventy", Map.of("HUB_HTTP_PORT", "18080"))
                        .port("hub.http.port"))
                .isEqualTo(18080);
    }

    @Test
    void aFileThatBeginsWithAByteOrderMarkIsRead() {
        assertThat(load("\uFEFFhub.http.port = 18080", Map.of()).port("hub.http.port"))
                .isEqualTo(18080);
    }

    @Test
    void aBackslashThatSaysNothingIsToldWithItsLine() {
        assertThatThrownBy(() -> load("hub.mode = development\nhub.data = C:\\users", Map.of()))
                .isInstanceOf(HubStartException.class)
                .hasMessageContaining("some.properties:2: ");
    }

    @Test
    void aPartThatAFamilyDoesNotHaveIsToldWithThePartThatIsMeant() {
        assertThatThrownBy(() -> load("hub.datasource.erp.usr = hub", Map.of()))
                .hasMessageContaining("'hub.datasource.erp.user'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.dataverse.client-secret", "hub.broker.password", "hub.database.password"})
    void theValueOfASecretIsNotShown(String key) {
        Settings settings = load("", Map.of(Settings.environmentName(key), "not-for-eyes"));
        assertThat(settings.wrong(key, "right")).hasMessageNotContaining("not-for-eyes");
    }

    @Test
    void thePasswordInAnAddressIsNotShown() {
        assertThatThrownBy(() -> load("hub.datasource.erp.url = postgresql://hub:secret@erp/erp", Map.of()))
                .hasMessageContaining("postgresql://***@erp/erp")
                .hasMessageNotContaining("secret");
    }

    @Test
    void everySettingIsReadBySomebody() throws IOException {
        // Given
        String sources = sources();
        // When
        List<String> unread = SettingCatalog.shipped().entries().stream()
                .map(SettingCatalog.Entry::key)
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

    private Settings load(String file, Map<String, String> environment) {
        return file.isEmpty()
                ? Settings.load(home, ABSENT, environment)
                : Settings.load(home, written(file), environment);
    }

    private Settings read(String file) {
        return Settings.read(home, written(file), Map.of());
    }

    private Path written(String file) {
        try {
            Files.writeString(home.resolve("some.properties"), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Path.of("some.properties");
    }
}
