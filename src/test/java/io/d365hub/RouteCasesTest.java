package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./hub check} says of cases. */
class RouteCasesTest {

    @TempDir
    private Path home;

    @Test
    void aCaseThatCannotBeRunIsAFindingWithItsPlace() throws IOException {
        // Given
        Files.createDirectories(home.resolve("routes"));
        Files.writeString(home.resolve("routes/a.cases.yaml"), """
                - {name: good, in: {}, out: {}}
                - {name: bad, in: {}, expect: {calls: {upsrt: 0}}}
                """);
        // When
        List<Finding> findings = RouteCases.findings(home);
        // Then
        assertThat(findings)
                .singleElement()
                .asString()
                .startsWith("routes/a.cases.yaml:2:39: The case cannot be run: 'upsrt' is no part of 'expect.calls'");
    }
}
