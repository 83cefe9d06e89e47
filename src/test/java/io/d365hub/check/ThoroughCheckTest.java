package io.d365hub.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThoroughCheckTest {

    @TempDir
    Path home;

    @Test
    void whatOnlyShowsAtTheStartOfARouteIsFoundByStartingIt() throws IOException {
        // Given
        Files.createDirectories(home.resolve("routes"));
        Files.writeString(home.resolve("routes/a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      uri: direct:a
                      steps:
                        - log: hello
                        - toD: "http:example.org/${header.a"
                """);
        // When
        List<Finding> findings = Checks.thorough(home, Path.of("routes"), Map.of(), TargetTables.none())
                .findings();
        // Then
        assertThat(findings)
                .singleElement()
                .extracting(Finding::toString)
                .asString()
                .startsWith("routes/a.camel.yaml:7:17: The route does not start")
                .contains("expected symbol functionEnd but was eol");
    }

    @Test
    void theRouteIsThePlaceOfWhatNoStepOfTheFileIsToldFor() throws IOException {
        // Given
        Files.createDirectories(home.resolve("routes"));
        Files.writeString(home.resolve("routes/a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      uri: direct:a
                      parameters: {synchronous: "{{nobody.set.this}}"}
                      steps:
                        - log: hello
                """);
        // When
        List<Finding> findings = Checks.thorough(home, Path.of("routes"), Map.of(), TargetTables.none())
                .findings();
        // Then
        assertThat(findings)
                .extracting(Finding::toString)
                .anySatisfy(finding ->
                        assertThat(finding).startsWith("routes/a.camel.yaml:").contains("nobody.set.this"))
                .noneMatch(finding -> finding.startsWith("routes/a.camel.yaml: "));
    }
}
