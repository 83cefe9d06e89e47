package io.d365hub.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final Progress progress = new Progress(RunCounts.NONE, 0);

    /** So many rows are settled after so many seconds. */
    private void at(int seconds, long written) {
        progress.sample(new RunCounts(written, written, written, 0, 0, 0, 0), TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void speedShareAndTimeLeftFollowFromTheNumberOfRows() {
        // Given
        OptionalLong total = OptionalLong.of(5_000);
        at(0, 0);
        // When
        at(2, 1_000);
        // Then
        assertThat(progress.rowsPerSecond()).isEqualTo(500);
        assertThat(progress.share(total, -1)).hasValue(0.2);
        assertThat(progress.left(total, OptionalDouble.of(0.2))).contains(Duration.ofSeconds(8));
    }

    @Test
    void whereTheNumberOfRowsIsNotKnownTheShareOfTheSourceTellsTheTimeLeft() {
        // Given
        at(0, 0);
        // When
        at(1, 1_000);
        // Then
        assertThat(progress.share(OptionalLong.empty(), 0.25)).hasValue(0.25);
        assertThat(progress.left(OptionalLong.empty(), OptionalDouble.of(0.25))).contains(Duration.ofSeconds(3));
    }

    @Test
    void whereNeitherIsKnownNoTimeIsTold() {
        // Given
        at(0, 0);
        // When
        at(1, 1_000);
        // Then
        assertThat(progress.share(OptionalLong.empty(), -1)).isEmpty();
        assertThat(progress.left(OptionalLong.empty(), OptionalDouble.empty())).isEmpty();
    }

    @Test
    void theSpeedIsThatOfTheLastTenSamples() {
        // Given: slow at first
        for (int second = 0; second <= 10; second++) {
            at(second, second);
        }
        // When
        for (int second = 11; second <= 30; second++) {
            at(second, 100L * second);
        }
        // Then
        assertThat(progress.rowsPerSecond()).isEqualTo(100);
    }
}
