package io.d365hub.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What should wake somebody, over both databases. */
@Timeout(300)
class LetterSignalsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aCauseIsMetOnceWithinTheHourAndAgainWhenItWasResolved(TestDatabases kind) throws Exception {
        try (LettersFixture hub = new LettersFixture(kind, folder)) {
            // Given
            LetterSignals signals = new LetterSignals(hub.database, hub);
            hub.died("a");
            List<LetterSignals.CauseMet> first = signals.causesMet(HOUR);
            hub.now = hub.now.plus(Duration.ofHours(2));
            List<LetterSignals.CauseMet> later = signals.causesMet(HOUR);
            UUID cause = first.get(0).id();
            hub.causes.change(cause, CauseState.RESOLVED, "ann", "mended");
            hub.now = hub.now.plusSeconds(60);

            // When
            hub.died("b");

            // Then
            assertThat(first).extracting(LetterSignals.CauseMet::reopened).containsExactly(0);
            assertThat(later).isEmpty();
            assertThat(signals.causesMet(HOUR))
                    .extracting(LetterSignals.CauseMet::id, LetterSignals.CauseMet::reopened)
                    .containsExactly(tuple(cause, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void deathsCountSinceTheFullHourAndAFewMinutesBeforeIt(TestDatabases kind) throws Exception {
        try (LettersFixture hub = new LettersFixture(kind, folder)) {
            // Given
            LetterSignals signals = new LetterSignals(hub.database, hub);
            hub.now = hub.now.plus(Duration.ofMinutes(59));
            hub.died("a");
            hub.died("b");

            // When
            hub.now = hub.now.plus(Duration.ofMinutes(3));
            Map<String, Long> justAfter = signals.deathsOfThisHour();
            hub.now = hub.now.plus(Duration.ofMinutes(10));
            Map<String, Long> later = signals.deathsOfThisHour();

            // Then
            assertThat(justAfter).containsExactly(Map.entry(LettersFixture.ORDERS, 2L));
            assertThat(later).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyOpenLettersGrowOld(TestDatabases kind) throws Exception {
        try (LettersFixture hub = new LettersFixture(kind, folder)) {
            // Given
            LetterSignals signals = new LetterSignals(hub.database, hub);
            UUID letter = hub.died("a");
            List<String> young = signals.withOpenLettersOlderThan(HOUR);
            hub.now = hub.now.plus(Duration.ofHours(2));
            List<String> old = signals.withOpenLettersOlderThan(HOUR);

            // When
            hub.store.discard(List.of(letter), "ann", "");

            // Then
            assertThat(young).isEmpty();
            assertThat(old).containsExactly(LettersFixture.ORDERS);
            assertThat(signals.withOpenLettersOlderThan(HOUR)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplayThatStoppedByItselfIsSeen(TestDatabases kind) throws Exception {
        try (ReplayFixture hub = new ReplayFixture(kind, folder)) {
            // Given
            LetterSignals signals = new LetterSignals(hub.letters.database, hub.letters);
            List<UUID> letters = hub.letters.diedInReverse(List.of(1, 2, 3, 4));
            UUID job = hub.job(letters, ReplayPacing.CAREFUL);
            hub.work();
            List<LetterSignals.StoppedReplay> before = signals.stoppedReplays(HOUR);

            // When
            hub.diedAgain(hub.take(1));
            hub.work();

            // Then
            assertThat(before).isEmpty();
            assertThat(signals.stoppedReplays(HOUR))
                    .extracting(LetterSignals.StoppedReplay::job)
                    .containsExactly(job);
        }
    }
}
