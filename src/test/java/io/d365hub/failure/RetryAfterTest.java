package io.d365hub.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "30, 30000",
        "0, 0",
        "1.5, 1500",
        "99999999999999999999, 86400000",
        "' 7 ', 7000",
        "'Mon, 2 Mar 2026 10:01:00 GMT', 60000",
        "'Mon, 2 Mar 2026 09:00:00 GMT', 0"
    })
    void secondsAndDatesAreUnderstood(String value, long millis) {
        // Given
        Optional<String> header = Optional.of(value);
        // When
        Optional<Duration> wait = RetryAfter.of(header, Optional.empty(), NOW);
        // Then
        assertThat(wait).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "", "1,200", "2026-03-02", "NaN"})
    void whatCannotBeReadCountsAsNotSent(String value) {
        // Given
        Optional<String> header = Optional.of(value);
        // When
        Optional<Duration> wait = RetryAfter.of(header, Optional.empty(), NOW);
        // Then
        assertThat(wait).isEmpty();
    }

    @Test
    void aClockThatIsTenMinutesWrongDoesNotChangeTheWait() {
        // Given
        Optional<String> header = Optional.of("Mon, 2 Mar 2026 10:11:00 GMT");
        Optional<String> date = Optional.of("Mon, 2 Mar 2026 10:10:00 GMT");
        // When
        Optional<Duration> wait = RetryAfter.of(header, date, NOW);
        // Then
        assertThat(wait).contains(Duration.ofMinutes(1));
    }
}
