package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.deadletter.Replays;
import io.d365hub.ledger.FoldedVerdicts;
import io.d365hub.ledger.FoldedVerdicts.First;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplayMannersTest implements InstantSource {

    private static final String ORDERS = "orders";

    private final ReplayManners manners = new ReplayManners(this::told, this, this::nanos);
    private long millis = 1_000_000;
    private int room = -1;
    private long restUntil;

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    private long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void told(int told, long until) {
        room = told;
        restUntil = until;
    }

    /** So many live messages one after another, each of which takes so long, with replays beside them. */
    private void live(int times, long took, int replays) {
        for (int i = 0; i < times; i++) {
            long accepted = millis;
            millis += took;
            manners.folded(new FoldedVerdicts(List.of(new First(ORDERS, accepted)), replays));
        }
    }

    @Test
    void replaysAreFreeWithoutLiveMessages() {
        // When
        manners.folded(new FoldedVerdicts(List.of(), 500));
        // Then
        assertThat(room).isEqualTo(Replays.MOST_UNDER_WAY);
        assertThat(restUntil).isZero();
    }

    @Test
    void replaysThatMakeLiveMessagesSlowGetLessRoom() {
        // Given
        live(30, 20, 0);
        // When
        live(10, 150, 100);
        // Then
        assertThat(room).isBetween(1, 100);
    }

    @Test
    void replaysThatKeepMakingThemSlowPauseBetweenLetters() {
        // Given
        live(30, 20, 0);
        // When
        live(80, 150, 1);
        // Then
        assertThat(room).isEqualTo(1);
        assertThat(restUntil).isBetween(millis + 1, millis + 2_000);
    }

    @Test
    void aPauseIsCountedFromTheLastReplay() {
        // Given
        live(30, 20, 0);
        live(80, 150, 1);
        // When
        live(20, 150, 0);
        // Then
        assertThat(restUntil).isLessThan(millis);
    }

    @Test
    void replaysRestWhenNothingIsKnownOfLiveMessagesAlone() {
        // When
        live(3, 120, 10);
        // Then
        assertThat(restUntil).isGreaterThan(millis);
    }

    @Test
    void replaysAreFreeAgainWhenLiveMessagesEnd() {
        // Given
        live(30, 20, 0);
        live(80, 150, 1);
        // When
        millis += 3_000;
        manners.folded(new FoldedVerdicts(List.of(), 1));
        // Then
        assertThat(room).isEqualTo(Replays.MOST_UNDER_WAY);
        assertThat(restUntil).isZero();
    }

    @Test
    void messagesThatWaitedForTheirTargetSayNothingOfReplays() {
        // Given
        live(30, 20, 0);
        // When
        live(5, 60_000, 1);
        // Then
        assertThat(room).isEqualTo(Replays.MOST_UNDER_WAY);
    }
}
