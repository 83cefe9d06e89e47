package io.d365hub.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.deadletter.Pace.Act;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long NOON = 1_800_000_000_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @Test
    void aRateSendsPortionsOfAFifthOfASecond() {
        assertThat(Pace.next(atRate(100, 0), 500, NOON).letters()).isEqualTo(20);
    }

    @Test
    void aRateBelowFiveASecondSendsOneLetterAtATime() {
        assertThat(Pace.next(atRate(2, 0), 500, NOON).letters()).isEqualTo(1);
    }

    @Test
    void afterAPortionTheJobWaitsAsLongAsTheRateSays() {
        // Given
        long next = Pace.nextAt(atRate(100, 0), 20, NOON);
        // When / Then
        assertThat(next).isEqualTo(NOON + 200);
        assertThat(Pace.next(atRate(100, next), 500, NOON + 199).act()).isEqualTo(Act.WAIT);
        assertThat(Pace.next(atRate(100, next), 500, NOON + 200).act()).isEqualTo(Act.SEND);
    }

    @Test
    void aClockThatIsSetForwardEarnsNothing() {
        // Given
        JobRow job = atRate(100, NOON + 200);
        // When
        long next = Pace.nextAt(job, 20, NOON + HOUR);
        // Then
        assertThat(next).isEqualTo(NOON + HOUR + 200);
    }

    @Test
    void aClockThatIsSetBackDoesNotStopTheJob() {
        assertThat(Pace.next(atRate(100, NOON + 200), 500, NOON - HOUR).act()).isEqualTo(Act.SEND);
    }

    @Test
    void theRateHoldsAfterTheClockWasSetBack() {
        assertThat(Pace.nextAt(atRate(100, NOON + 200), 20, NOON - HOUR)).isEqualTo(NOON - HOUR + 200);
    }

    @Test
    void failuresBelowTwentyVerdictsDoNotStopTheLastStage() {
        assertThat(Pace.next(inLastStage(10, 9), 500, NOON).act()).isEqualTo(Act.SEND);
    }

    @Test
    void tooManyFailuresStopTheLastStage() {
        assertThat(Pace.next(inLastStage(17, 3), 500, NOON)).satisfies(step -> {
            assertThat(step.act()).isEqualTo(Act.STOP);
            assertThat(step.why()).contains("20 letters of the last stage", "3 died again", "10 %");
        });
    }

    @Test
    void exactlyTheShareThatIsAllowedDoesNotStopIt() {
        assertThat(Pace.next(inLastStage(18, 2), 500, NOON).act()).isEqualTo(Act.SEND);
    }

    @Test
    void aRampWithAnEmptyStageIsRefused() {
        assertThatThrownBy(() -> new ReplayPacing(List.of(1, 0), 10, 0)).hasMessageContaining("[1, 0]");
    }

    private static JobRow atRate(int perSecond, long nextAt) {
        return job(new ReplayPacing(List.of(), 100, perSecond), 0, 0, nextAt);
    }

    private static JobRow inLastStage(int delivered, int dead) {
        return job(new ReplayPacing(List.of(), 10, 0), delivered, dead, 0);
    }

    private static JobRow job(ReplayPacing pacing, int delivered, int dead, long nextAt) {
        return new JobRow(
                UUID.randomUUID(),
                ReplayReport.State.RUNNING,
                false,
                pacing,
                0,
                ReplayPacing.WITHOUT_END,
                delivered,
                dead,
                0,
                nextAt,
                1,
                0,
                Pace.MOST_UNDER_WAY,
                0);
    }
}
