package io.d365hub.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveWindowTest {

    private static final int MOST = 2000;
    private static final long ALONE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(200);

    private final LiveWindow window = new LiveWindow(1.1, MOST);
    private long now;

    private void live(int times, long took, boolean alone) {
        for (int i = 0; i < times; i++) {
            now += took;
            window.live("orders", took, alone, now);
        }
    }

    @Test
    void aLoadIsFreeWhileThereIsNoLiveWork() {
        assertThat(window.places(now)).isEqualTo(MOST);
    }

    @Test
    void slowLiveWorkLeavesTheLoadLittle() {
        // Given
        live(20, ALONE, true);
        // When
        live(60, SLOW, false);
        // Then
        assertThat(window.places(now)).isLessThan(1).isPositive();
    }

    @Test
    void oneSlowPieceOfTwentyIsInBalance() {
        // Given
        live(20, ALONE, true);
        live(10, SLOW, false);
        double before = window.places(now);
        // When
        for (int i = 0; i < 50; i++) {
            live(19, ALONE, false);
            live(1, SLOW, false);
        }
        // Then
        assertThat(window.places(now)).isBetween(before * 0.9, before * 1.1);
    }

    @Test
    void aLoadIsFreeAgainWhenLiveWorkEnds() {
        // Given
        live(20, ALONE, true);
        live(60, SLOW, false);
        // When
        now += TimeUnit.SECONDS.toNanos(3);
        // Then
        assertThat(window.places(now)).isEqualTo(MOST);
    }

    @Test
    void aLoadRestsUntilEnoughIsKnownOfLiveWorkAlone() {
        // Given
        live(1, ALONE, false);
        assertThat(window.rests(true, now)).isTrue();
        // When
        live(32, ALONE, true);
        // Then
        assertThat(window.rests(true, now)).isFalse();
    }

    @Test
    void kindsAreNotComparedWithEachOther() {
        // Given
        live(20, ALONE, true);
        // When
        for (int i = 0; i < 40; i++) {
            window.live("slow by nature", SLOW, false, now);
        }
        // Then
        assertThat(window.places(now)).isEqualTo(MOST);
    }
}
