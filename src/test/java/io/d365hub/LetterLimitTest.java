package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LetterLimitTest {

    @RegisterExtension
    static final PrintedLog log = new PrintedLog();

    private final AtomicLong dead = new AtomicLong();
    private final LetterLimit limit = new LetterLimit(dead::get, 100);

    @Test
    void theDoorsAreOpenBelowTheLimit() {
        // Given
        dead.set(99);
        // When
        limit.sample();
        // Then
        assertThat(limit.closed()).isEmpty();
    }

    @Test
    void theDoorsAreClosedAtTheLimitAndSayWhy() {
        // Given
        dead.set(100);
        // When
        limit.sample();
        // Then
        assertThat(limit.closed()).hasValueSatisfying(why -> assertThat(why).contains("100 open dead letters"));
    }

    @Test
    void theDoorsOpenAgainWhenLettersAreGone() {
        // Given
        dead.set(100);
        limit.sample();
        // When
        dead.set(50);
        limit.sample();
        // Then
        assertThat(limit.closed()).isEmpty();
    }

    @Test
    void aWarningComesBeforeTheLimit() {
        // Given
        dead.set(80);
        // When
        limit.sample();
        // Then
        assertThat(log.lines())
                .anySatisfy(line -> assertThat(line).contains("80 open dead letters", "hub.dead-letters.limit"));
    }
}
