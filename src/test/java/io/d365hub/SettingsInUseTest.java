package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A setting that is listed and does nothing is worse than none. */
class SettingsInUseTest {

    @Test
    void everySettingThatIsListedIsRead() throws IOException {
        // Given
        Properties listed = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(Settings.DEFAULT_FILE))) {
            listed.load(file);
        }
        String code = mainCode();

        // When
        List<String> unread = listed.stringPropertyNames().stream()
                .filter(setting -> !code.contains('"' + setting + '"'))
                .sorted()
                .toList();

        // Then
        assertThat(unread).isEmpty();
    }

    private static String mainCode() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(SettingsInUseTest::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
