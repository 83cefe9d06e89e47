package io.d365hub.simulator.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 6.3 of the fact sheet. The clock stands at noon of Wednesday, 18 February 2026. */
class DateWindowsTest {

    private static final Instant NOW = Instant.parse("2026-02-18T12:00:00Z");

    private static List<Object> values(String text) {
        return text == null || text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(" "))
                        .map(part ->
                                part.contains("-") ? (Object) LocalDate.parse(part) : (Object) Integer.valueOf(part))
                        .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "TODAY, , 2026-02-18T00:00:00Z, 2026-02-18T23:59:59Z",
        "YESTERDAY, , 2026-02-17T00:00:00Z, 2026-02-17T23:59:59Z",
        "THIS_WEEK, , 2026-02-15T00:00:00Z, 2026-02-21T23:59:59Z",
        "LAST_MONTH, , 2026-01-01T00:00:00Z, 2026-01-31T23:59:59Z",
        "NEXT_YEAR, , 2027-01-01T00:00:00Z, 2027-12-31T23:59:59Z",
        "LAST_7_DAYS, , 2026-02-11T00:00:00Z, 2026-02-18T12:00:00Z",
        "NEXT_7_DAYS, , 2026-02-18T12:00:00Z, 2026-02-25T23:59:59Z",
        "LAST_X_HOURS, 2, 2026-02-18T10:00:00Z, 2026-02-18T12:00:00Z",
        "LAST_X_DAYS, 2, 2026-02-16T00:00:00Z, 2026-02-18T12:00:00Z",
        "NEXT_X_MONTHS, 1, 2026-02-18T12:00:00Z, 2026-03-18T23:59:59Z",
        "THIS_FISCAL_PERIOD, , 2026-01-01T00:00:00Z, 2026-03-31T23:59:59Z",
        "LAST_X_FISCAL_PERIODS, 2, 2025-07-01T00:00:00Z, 2025-12-31T23:59:59Z",
        "IN_FISCAL_PERIOD_AND_YEAR, 4 2025, 2025-10-01T00:00:00Z, 2025-12-31T23:59:59Z",
        "ON, 2026-02-03, 2026-02-03T00:00:00Z, 2026-02-03T23:59:59Z"
    })
    @DisplayName("[D names, U bounds] §6.3: a date condition holds from its first second to its last")
    void aDateConditionHoldsWithinItsWindow(ConditionFunction function, String values, String first, String last) {
        // When
        DateWindow window = DateWindows.of(function, values(values), NOW);
        // Then
        assertThat(List.of(
                        window.contains(Instant.parse(first).minusSeconds(1)),
                        window.contains(Instant.parse(first)),
                        window.contains(Instant.parse(last)),
                        window.contains(Instant.parse(last).plusSeconds(1))))
                .isEqualTo(List.of(false, true, true, false));
    }

    @ParameterizedTest
    @CsvSource({
        "OLDER_THAN_X_MINUTES, 5, 2026-02-18T11:54:59Z",
        "OLDER_THAN_X_DAYS, 1, 2026-02-16T23:59:59Z",
        "ON_OR_BEFORE, 2026-02-03, 2026-02-03T23:59:59Z"
    })
    @DisplayName("[D names, U bounds] §6.3: a date condition without beginning holds up to its last second")
    void aDateConditionWithoutBeginningHoldsUpToItsEnd(ConditionFunction function, String values, String last) {
        // When
        DateWindow window = DateWindows.of(function, values(values), NOW);
        // Then
        assertThat(List.of(
                        window.contains(Instant.parse(last)),
                        window.contains(Instant.parse(last).plusSeconds(1))))
                .isEqualTo(List.of(true, false));
    }
}
