package io.d365hub.dataverse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When two writers met at one key, each waits for a moment of its own: spec §4.3 and §16. */
class ProgressTest {

    /** Draws the least number, and keeps the ranges that it was to draw from. */
    private static final class Drawn extends Random {

        private static final long serialVersionUID = 1;
        private final transient List<Integer> ranges = new ArrayList<>();

        @Override
        public int nextInt(int bound) {
            ranges.add(bound);
            return 0;
        }
    }

    private final Drawn random = new Drawn();
    private final Progress progress =
            new Progress(new Deadline(Duration.ofMinutes(1), System::nanoTime, () -> true), random);

    private void race(int times) {
        for (int i = 0; i < times; i++) {
            progress.afterRace(() -> CompletableFuture.completedFuture("done")).join();
        }
    }

    @Test
    void theMomentIsDrawnFromAWiderRangeAfterEachRace() {
        // When
        race(3);
        // Then
        assertThat(random.ranges).containsExactly(40, 80, 160);
    }

    @Test
    void afterThreeRacesThereIsNoFurtherTry() {
        // Given
        race(2);
        boolean after2 = progress.mayRaceAgain();
        // When
        race(1);
        // Then
        assertThat(after2).isTrue();
        assertThat(progress.mayRaceAgain()).isFalse();
    }
}
