package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code config/hub.properties} is the file of the jar with every setting switched off, whatever a site has switched on in it. */
class SettingsFilesTest {

    private static final Path SITE = Path.of(Settings.DEFAULT_FILE);
    private static final Path JAR = Path.of("src/main/resources/io/d365hub/" + SettingCatalog.RESOURCE);

    private static final String HEAD = """
            # Your settings. Every one is here with its default: take the '#' away from a line and change it. A line with '#:' says what a
            # setting takes where it is not any text. Each can be overridden by an environment variable of the same name in capitals, dots and
            # dashes as underscores: hub.http.port = HUB_HTTP_PORT. Secrets belong there and not into this file.
            """;

    @Test
    void theSitesFileHasEverySettingOfTheJarSwitchedOff() throws IOException {
        if (Boolean.getBoolean("settings.write")) {
            Files.writeString(SITE, HEAD + String.join("\n", body(JAR, Set.of())) + "\n");
        }
        // Given
        Set<String> switchedOn = lines(SITE).stream()
                .map(PropertyLines.Line::key)
                .filter(key -> !key.isEmpty())
                .collect(Collectors.toSet());
        // When
        List<String> site = body(SITE, switchedOn);
        // Then
        assertThat(site)
                .as("'mvn test -Dtest=SettingsFilesTest -Dsettings.write=true' writes %s anew from %s", SITE, JAR)
                .isEqualTo(body(JAR, switchedOn));
    }

    @Test
    void everyDefaultIsOfTheKindThatItsSettingTakes() {
        assertThat(SettingCatalog.shipped().entries()).hasSizeGreaterThan(90).allSatisfy(setting -> assertThat(
                        setting.byDefault().isEmpty() || setting.kind().takes(setting.byDefault()))
                .as(setting.toString())
                .isTrue());
    }

    @Test
    void everySettingHasASentence() {
        assertThat(SettingCatalog.shipped().entries())
                .allSatisfy(
                        setting -> assertThat(setting.about()).as(setting.key()).endsWith("."));
    }

    /** Behind the head, each entry as one that is switched off, without those that the site has switched on. */
    private static List<String> body(Path file, Set<String> without) throws IOException {
        List<String> body = new ArrayList<>();
        boolean head = true;
        for (PropertyLines.Line line : lines(file)) {
            head &= line.isComment();
            String key = line.key().isEmpty() ? switchedOff(line.text()) : line.key();
            if (!head && !without.contains(key)) {
                body.add(line.key().isEmpty() ? line.text() : "#" + line.text().replace("\n", "\n#"));
            }
        }
        return List.of(String.join("\n", body).split("\n", -1));
    }

    private static String switchedOff(String text) {
        return text.startsWith("#hub.") ? text.substring(1).split("[ =]", 2)[0] : "";
    }

    private static List<PropertyLines.Line> lines(Path file) throws IOException {
        return PropertyLines.of(new StringReader(Files.readString(file, StandardCharsets.UTF_8)), file);
    }
}
