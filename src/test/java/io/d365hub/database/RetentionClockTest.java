package io.d365hub.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetentionClockTest {

    private static final Instant START = Instant.parse("2026-11-23T03:00:00Z");

    private Instant wall = START;
    private long nanos = 7;
    private final RetentionClock clock = new RetentionClock(() -> wall, () -> nanos);

    private void goBy(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    @Test
    void itGoesWithTheWallClock() {
        // When
        goBy(Duration.ofDays(90));
        // Then
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofDays(90)));
    }

    @Test
    void aClockThatIsPutRightByMinutesIsFollowed() {
        // When
        wall = wall.plus(Duration.ofMinutes(50));
        // Then
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(50)));
    }

    @Test
    void aJumpOfAMonthMakesNothingAMonthOlder() {
        // Given
        goBy(Duration.ofHours(5));
        // When
        wall = wall.plus(Duration.ofDays(30));
        goBy(Duration.ofHours(1));
        // Then
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(6)));
    }

    @Test
    void aClockThatIsPutBackIsFollowedAgain() {
        // Given
        wall = START.plus(Duration.ofDays(30));
        assertThat(clock.instant()).isEqualTo(START);
        // When
        wall = START;
        goBy(Duration.ofMinutes(3));
        // Then
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(3)));
    }

    @Test
    void aJumpBackKeepsThingsLonger() {
        // When
        wall = START.minus(Duration.ofDays(2));
        // Then
        assertThat(clock.instant()).isEqualTo(START.minus(Duration.ofDays(2)));
    }
}
