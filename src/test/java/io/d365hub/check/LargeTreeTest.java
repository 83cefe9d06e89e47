package io.d365hub.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees that are larger than any sample. */
class LargeTreeTest {

    private static final int ROUTES = 200;

    @TempDir
    Path home;

    @BeforeEach
    void base() {
        RouteCheckTest.copy(Path.of("src/test/resources/check/base"), home);
    }

    @Test
    void aMistakeBehindTenThousandLinesIsFoundInItsLine() throws IOException {
        // Given
        String steps = IntStream.range(0, 9_990)
                .mapToObj(line -> "        - log: line " + line + "\n")
                .collect(Collectors.joining());
        route("a", steps + "        - logg: here\n");
        // When
        List<Finding> findings = Checks.files(home, Path.of("routes")).findings();
        // Then
        assertThat(findings)
                .extracting(Finding::toString)
                .containsExactly(
                        "routes/a.camel.yaml:9997:11: Camel cannot read this route. It says: Unknown node id: logg."
                                + " Check the spelling and the indentation here; steps and their fields are those of Camel's YAML DSL.");
    }

    @Test
    void twoHundredRoutesAreCheckedAndStartedTogether() throws IOException {
        // Given
        for (int i = 0; i < ROUTES; i++) {
            route(
                    "route-" + i,
                    "        - to: jslt:file:transformations/order.jslt\n        - log: \"${body}\"\n"
                            + (i == 77 ? "        - toD: \"http:example.org/${header.a\"\n" : ""));
        }
        // When
        List<Finding> findings = Checks.thorough(home, Path.of("routes"), Map.of(), TargetTables.none())
                .findings();
        // Then
        assertThat(findings).extracting(Finding::file).containsExactly(Path.of("routes/route-77.camel.yaml"));
    }

    private void route(String name, String steps) throws IOException {
        Files.writeString(home.resolve("routes/" + name + ".camel.yaml"), """
                - route:
                    id: %s
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: %s, recordKey: /a}
                      steps:
                """.formatted(name, name) + steps);
    }
}
