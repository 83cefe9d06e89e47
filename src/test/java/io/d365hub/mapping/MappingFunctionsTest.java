package io.d365hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.JsltException;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingFunctionsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "decimal(\"12.50\"), 12.50",
        "decimal(\" -0.1 \"), -0.1",
        "decimal(\"922337203685477.5807\"), 922337203685477.5807",
        "decimal(7), 7",
        "decimal(null), null",
        "'decimal(\"12,50\", \"no\")', '\"no\"'",
        "'decimal-sum([\"0.1\", \"0.2\", null, 3])', 3.3",
        "decimal-sum(null), 0",
        "decimal-sum([]), 0",
        "timestamp(\"2026-03-01T10:15:00+01:00\"), '\"2026-03-01T09:15:00Z\"'",
        "timestamp(\"2026-03-01T10:15:00.987654Z\"), '\"2026-03-01T10:15:00Z\"'",
        "timestamp(null), null",
        "'timestamp(\"2026-02-30T10:15:00Z\", false)', false",
        "'timestamp(\"2026-03-01T10:15:00\", false)', false",
        "'timestamp(20260301, false)', false"
    })
    void functionsGiveExactValues(String expression, String expected) throws IOException {
        // When
        JsonNode result = apply(expression, "{}");
        // Then
        assertThat(result).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "decimal(\"1e9\")",
                "decimal(\"12,50 €\")",
                "decimal(\"\")",
                "decimal(true)",
                "decimal-sum([\"x\"])",
                "decimal-sum(\"1\")",
                "timestamp(\"tomorrow\")"
            })
    void whatIsNoneFailsWithoutAFallback(String expression) {
        assertThatExceptionOfType(JsltException.class).isThrownBy(() -> apply(expression, "{}"));
    }

    @Test
    void decimalsOfTheMessageKeepTheirDigits() throws IOException {
        // When
        JsonNode result = apply("{\"price\": .price}", "{\"price\": 922337203685477.5800}");
        // Then
        assertThat(result).hasToString("{\"price\":922337203685477.5800}");
    }

    @Test
    void refuseGivesTheThreeSentencesOfADeadLetter() {
        // When
        Failure failure = failureOf("refuse(\"Order 1 was not sent.\", \"It is empty.\", \"Fill it.\")", "{}");
        // Then
        assertThat(failure)
                .isEqualTo(Failure.of(
                        FailureKind.UNREADABLE, "mapping", "Order 1 was not sent.", "It is empty.", "Fill it."));
    }

    @Test
    void theErrorFunctionOfJsltGivesItsWordsAsReason() {
        // When
        Failure failure = failureOf("error(\"No number\")", "{}");
        // Then
        assertThat(failure.why()).isEqualTo("No number");
    }

    @Test
    void aMappingThatStumblesIsNamedWithItsLine() {
        // When
        Failure failure = failureOf("{\n  \"a\": .a - 1\n}", "{\"a\": \"five\"}");
        // Then
        assertThat(failure.what())
                .startsWith("The mapping stumbled over the message (")
                .endsWith("line 2).");
    }

    @Test
    void aMessageThatIsNoJsonIsUnreadable() {
        // When
        Failure failure = failureOf(".", "{\"a\": ");
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE);
    }

    @Test
    void aLongValueInAReasonIsCutOff() {
        // When
        Failure failure = failureOf("number(.a)", "{\"a\": \"" + "x".repeat(100_000) + "\"}");
        // Then
        assertThat(failure.why()).hasSizeLessThan(400);
    }

    private JsonNode apply(String mapping, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("m.jslt"), mapping);
        return Mappings.apply(Mappings.compile(file), message);
    }

    private Failure failureOf(String mapping, String message) {
        try {
            throw new AssertionError("It did not fail but gave " + apply(mapping, message));
        } catch (Exception e) {
            return new FailureClassifier(List.of(new MappingFailures())).classify(e);
        }
    }
}
