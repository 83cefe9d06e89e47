package io.d365hub.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GovernorTest {

    private static final Instant START = Instant.parse("2026-03-02T10:30:00Z");

    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();
    private Duration passed = Duration.ZERO;
    private final Governor governor = governor(4, 52);

    @Test
    void noMoreCallsThanAllowedAreUnderWay() {
        // Given
        List<CompletableFuture<Permit>> wishes = ask(6);
        // When
        long granted = wishes.stream().filter(CompletableFuture::isDone).count();
        // Then
        assertThat(granted).isEqualTo(4);
    }

    @Test
    void anEndedCallMakesRoomForTheOneThatWaitsLongest() {
        // Given
        List<CompletableFuture<Permit>> wishes = ask(6);
        // When
        wishes.get(2).join().answered(OptionalInt.empty());
        // Then
        assertThat(wishes).extracting(CompletableFuture::isDone).containsExactly(true, true, true, true, true, false);
    }

    @Test
    void aReportCountsOnce() {
        // Given
        List<CompletableFuture<Permit>> wishes = ask(6);
        Permit first = wishes.get(0).join();
        first.unused();
        // When
        first.unused();
        // Then
        assertThat(wishes.get(5)).isNotDone();
    }

    @Test
    void aCancelledWishLetsTheNextOnePass() {
        // Given
        List<CompletableFuture<Permit>> wishes = ask(6);
        wishes.get(4).cancel(false);
        // When
        wishes.get(0).join().answered(OptionalInt.empty());
        // Then
        assertThat(wishes.get(5)).isCompleted();
    }

    @Test
    void theHintOfTheFarSideSetsHowManyGoAtOnce() {
        // Given
        for (int i = 0; i < 10; i++) {
            governor.acquire().join().answered(OptionalInt.of(10));
        }
        // When
        long granted = ask(20).stream().filter(CompletableFuture::isDone).count();
        // Then
        assertThat(granted).isEqualTo(10);
    }

    @Test
    void noHintExceedsTheMaximum() {
        // Given
        for (int i = 0; i < 100; i++) {
            ask(1).get(0).join().answered(OptionalInt.of(400));
        }
        // When
        long granted = ask(100).stream().filter(CompletableFuture::isDone).count();
        // Then
        assertThat(granted).isEqualTo(52);
    }

    @Test
    void aHintThatFallsIsFollowedAtOnce() {
        // Given
        for (int i = 0; i < 50; i++) {
            governor.acquire().join().answered(OptionalInt.of(50));
        }
        // When
        ask(1).get(0).join().answered(OptionalInt.of(5));
        // Then
        assertThat(ask(20).stream().filter(CompletableFuture::isDone)).hasSize(5);
    }

    @Test
    void aRefusalSendsAwayAllWhoWaitAndTellsThemHowLong() {
        // Given
        List<CompletableFuture<Permit>> wishes = ask(6);
        // When
        refuse(wishes.get(0), Duration.ofSeconds(30));
        // Then
        assertThat(remaining(wishes.get(5))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whilePausedACallFailsAtOnceWithTheTimeThatIsLeft() {
        // Given
        refuse(ask(1).get(0), Duration.ofSeconds(30));
        // When
        pass(Duration.ofSeconds(12));
        // Then
        assertThat(remaining(governor.acquire())).isEqualTo(Duration.ofSeconds(18));
    }

    @Test
    void afterThePauseOneCallGoesFirst() {
        // Given
        refuse(ask(1).get(0), Duration.ofSeconds(30));
        // When
        pass(Duration.ofSeconds(30));
        // Then
        assertThat(ask(8).stream().filter(CompletableFuture::isDone)).hasSize(1);
    }

    @Test
    void eachAnsweredRoundDoublesTheNextOne() {
        // Given
        Governor wide = governor(32, 52);
        wide.acquire().join().refused("busy", Optional.of(Duration.ofSeconds(1)), false);
        pass(Duration.ofSeconds(1));
        List<CompletableFuture<Permit>> wishes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            wishes.add(wide.acquire());
        }
        // When
        List<Long> rounds = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            List<CompletableFuture<Permit>> granted =
                    wishes.stream().filter(CompletableFuture::isDone).toList();
            rounds.add((long) granted.size());
            wishes.removeIf(CompletableFuture::isDone);
            granted.forEach(g -> g.join().answered(OptionalInt.empty()));
        }
        // Then
        assertThat(rounds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L);
    }

    @Test
    void refusalsWithoutATimePauseLongerEachTimeUpToALimit() {
        // Given
        List<Duration> pauses = new ArrayList<>();
        // When
        for (int i = 0; i < 6; i++) {
            governor.acquire().join().refused("no connection", Optional.empty(), false);
            pauses.add(governor.paused().orElseThrow().remaining());
            pass(pauses.get(i));
        }
        // Then
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(500L, 1000L, 2000L, 4000L, 5000L, 5000L);
    }

    @Test
    void manyCallsRefusedAtTheSameTimeAreOneRefusal() {
        // Given
        List<CompletableFuture<Permit>> wishes = ask(4);
        // When
        wishes.forEach(w -> w.join().refused("no connection", Optional.empty(), false));
        // Then
        assertThat(governor.paused().orElseThrow().remaining()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void anAnswerAfterThePauseMakesTheNextPauseShortAgain() {
        // Given
        for (int i = 0; i < 3; i++) {
            governor.acquire().join().refused("no connection", Optional.empty(), false);
            pass(Duration.ofSeconds(5));
        }
        governor.acquire().join().answered(OptionalInt.empty());
        // When
        governor.acquire().join().refused("no connection", Optional.empty(), false);
        // Then
        assertThat(governor.paused().orElseThrow().remaining()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aShorterRefusalNeverShortensThePauseThatRuns() {
        // Given
        List<CompletableFuture<Permit>> wishes = ask(2);
        refuse(wishes.get(0), Duration.ofSeconds(30));
        // When
        refuse(wishes.get(1), Duration.ofSeconds(2));
        // Then
        assertThat(governor.paused().orElseThrow().remaining()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void anAbsurdRetryAfterIsBelievedForTenMinutesOnly() {
        // Given
        CompletableFuture<Permit> wish = ask(1).get(0);
        // When
        refuse(wish, Duration.ofDays(4000));
        // Then
        assertThat(governor.paused().orElseThrow().remaining()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void tooManyCallsAtOnceHalvesTheirNumber() {
        // Given
        ask(1).get(0).join().refused("52 at once", Optional.of(Duration.ofSeconds(1)), true);
        pass(Duration.ofSeconds(1));
        governor.acquire().join().answered(OptionalInt.empty());
        governor.acquire().join().answered(OptionalInt.empty());
        // When
        long granted = ask(8).stream().filter(CompletableFuture::isDone).count();
        // Then
        assertThat(granted).isEqualTo(2);
    }

    @Test
    void answersOpenACutLimitAgainAfterAMinute() {
        // Given
        ask(1).get(0).join().refused("52 at once", Optional.of(Duration.ofSeconds(1)), true);
        pass(Duration.ofMinutes(1));
        // When
        for (int i = 0; i < 20; i++) {
            governor.acquire().join().answered(OptionalInt.empty());
        }
        // Then
        assertThat(ask(8).stream().filter(CompletableFuture::isDone)).hasSize(4);
    }

    @Test
    void lostAnswersInARowPauseEverybody() {
        // Given
        for (int i = 0; i < 4; i++) {
            governor.acquire().join().lost("no answer");
        }
        boolean pausedBefore = governor.paused().isPresent();
        // When
        governor.acquire().join().lost("no answer");
        // Then
        assertThat(List.of(pausedBefore, governor.paused().isPresent())).containsExactly(false, true);
    }

    @Test
    void callsArePacedByWhatAnswersSayIsLeft() {
        assertThat(grantedAfterNothingIsLeft(GovernorSettings.DEFAULT)).isLessThan(4);
    }

    @Test
    void whatAnswersSayIsLeftCanBeLeftUnheard() {
        assertThat(grantedAfterNothingIsLeft(GovernorSettings.DEFAULT.withCountdown(false)))
                .isEqualTo(4);
    }

    private long grantedAfterNothingIsLeft(GovernorSettings settings) {
        // Given
        Governor told = new Governor("contoso", settings, () -> START, () -> nanos);
        told.acquire().join().answered(new Told(OptionalInt.empty(), OptionalDouble.of(0), OptionalDouble.of(0)));
        // When
        List<CompletableFuture<Permit>> wishes =
                List.of(told.acquire(), told.acquire(), told.acquire(), told.acquire());
        // Then
        return wishes.stream()
                .filter(wish -> wish.isDone() && !wish.isCompletedExceptionally())
                .count();
    }

    @Test
    void callsBeyondTheWaitingRoomAreRefusedAtOnce() {
        // Given
        GovernorSettings tight = new GovernorSettings(
                1,
                1,
                2,
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofMinutes(10),
                GovernorSettings.WINDOW,
                5,
                true,
                1.1);
        Governor small = new Governor("contoso", tight, () -> START, () -> nanos);
        // When
        List<CompletableFuture<Permit>> wishes =
                List.of(small.acquire(), small.acquire(), small.acquire(), small.acquire());
        // Then
        assertThat(wishes)
                .extracting(CompletableFuture::isCompletedExceptionally)
                .containsExactly(false, false, false, true);
    }

    @Test
    void aHundredThousandCallsThatEndAtOnceDoNotExhaustTheStack() {
        // Given
        AtomicInteger ended = new AtomicInteger();
        Governor one = governor(1, 1);
        CompletableFuture<Permit> holder = one.acquire();
        for (int i = 0; i < 100_000; i++) {
            var unused = one.acquire().thenAccept(permit -> {
                ended.incrementAndGet();
                permit.unused();
            });
        }
        // When
        holder.join().unused();
        // Then
        assertThat(ended).hasValue(100_000);
    }

    @Test
    void theDescriptionSaysWhyWorkWaitsAndUntilWhen() {
        // Given
        ask(1).get(0)
                .join()
                .refused("it answered 429 with code 0x80072321", Optional.of(Duration.ofSeconds(67)), false);
        // When
        String sentence = governor.describe();
        // Then
        assertThat(sentence)
                .matches("contoso: paused until \\d\\d:31:07 \\(67 s\\): it answered 429 with code 0x80072321\\.");
    }

    @Test
    void theDescriptionCountsThoseWhoWait() {
        // Given
        ask(6);
        // When
        String sentence = governor.describe();
        // Then
        assertThat(sentence).isEqualTo("4 of 4 calls to contoso are under way; 2 wait for their turn.");
    }

    @Test
    void callersOfOneEnvironmentAsOneUserShareTheirGovernor() {
        // Given
        Governors governors = new Governors(() -> START, () -> nanos);
        Governor first = governors.of("contoso", "int-03", GovernorSettings.DEFAULT);
        // When
        Governor second = governors.of("contoso", "int-03", GovernorSettings.DEFAULT);
        // Then
        assertThat(second).isSameAs(first).isNotSameAs(governors.of("contoso", "int-04", GovernorSettings.DEFAULT));
    }

    @Test
    void aStartAboveTheMaximumIsRefusedInWords() {
        // Given
        ThrowingCallable settings = () -> GovernorSettings.DEFAULT.withConcurrency(10, 5);
        // When / Then
        assertThatThrownBy(settings)
                .hasMessage("startConcurrency is 10 and maxConcurrency is 5: "
                        + "the first must be at least 1, the second not below it");
    }

    private Governor governor(int start, int max) {
        return new Governor(
                "contoso", GovernorSettings.DEFAULT.withConcurrency(start, max), () -> START.plus(passed), () -> nanos);
    }

    private List<CompletableFuture<Permit>> ask(int times) {
        List<CompletableFuture<Permit>> wishes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            wishes.add(governor.acquire());
        }
        return wishes;
    }

    private static void refuse(CompletableFuture<Permit> wish, Duration retryAfter) {
        wish.join().refused("busy", Optional.of(retryAfter), false);
    }

    /** The counter begins near its overflow, as System.nanoTime() may. */
    private void pass(Duration time) {
        nanos += time.toNanos();
        passed = passed.plus(time);
    }

    private static Duration remaining(CompletableFuture<Permit> wish) {
        try {
            wish.get();
            throw new AssertionError("a permit was granted");
        } catch (ExecutionException e) {
            return ((PausedException) e.getCause()).remaining();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
