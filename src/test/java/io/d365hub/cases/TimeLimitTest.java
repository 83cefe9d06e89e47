package io.d365hub.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Parser;
import io.d365hub.mapping.Mappings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

    private static final Case ONE = new Case(
            Path.of("a.cases.yaml"),
            3,
            "no end",
            "40",
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());

    @Test
    void aMappingThatTakesAgesIsGivenUpAndTheNextCaseRuns() {
        // Given: a recursion that does not fill the stack, and is longer than the limit
        Expression ages = Parser.compileString("def f(n) if ($n < 2) 1 else f($n - 1) + f($n - 2)\nf(. + 40)");
        try (TimeLimit limit = new TimeLimit(Duration.ofSeconds(1))) {
            // When
            CaseResult first = limit.within(ONE, Path.of("a.jslt"), () -> result(ages));
            CaseResult next = limit.within(ONE, Path.of("a.jslt"), () -> new CaseResult(ONE, Optional.empty()));
            // Then
            assertThat(first.problem())
                    .contains(
                            "a.cases.yaml:3 'no end': it has not ended within 1 s. Look for a loop or a function without end"
                                    + " in a.jslt.");
            assertThat(next.passed()).isTrue();
        }
    }

    private static CaseResult result(Expression mapping) {
        try {
            JsonNode made = Mappings.apply(mapping, ONE.input());
            return new CaseResult(ONE, Optional.of(made.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
