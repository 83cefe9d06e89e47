package io.d365hub.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.d365hub.RouteCases;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case beside a mapping or a route of this checkout, as a test of its own name. */
class CasesTest {

    private static final CasesRunner RUNNER = RouteCases.runner(Path.of(""));

    @TestFactory
    Stream<DynamicTest> cases() {
        return Stream.concat(RUNNER.cases().stream(), RUNNER.cases(Path.of("samples", "mappings")).stream())
                .map(one -> dynamicTest(one.file().getFileName() + ": " + one.name(), () -> {
                    // When
                    CaseResult result = RUNNER.run(one);
                    // Then
                    assertThat(result.problem().orElse("")).isEmpty();
                }));
    }

    @AfterAll
    static void close() {
        RUNNER.close();
    }
}
