package io.d365hub.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.message.HubMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replay jobs that begin small, stop by themselves, and are paused, resumed and cancelled. */
class ReplayRampTest {

    private static final ReplayPacing RAMP = new ReplayPacing(List.of(1, 3), 40, 0);

    @TempDir
    private Path folder;

    private ReplayFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void theFirstStageIsAllThatIsSentBeforeItsVerdict(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(10);
        // When
        hub.job(letters, RAMP);
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).containsExactly(letters.get(0));
    }

    @ParameterizedTest
    @EnumSource
    void eachStageFollowsWhenTheOneBeforeHasItsVerdicts(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID job = hub.job(died(10), RAMP);
        // When
        hub.work();
        hub.delivered(hub.take(1));
        hub.work();
        int second = hub.queued().size();
        hub.delivered(hub.take(3));
        hub.work();
        int rest = hub.queued().size();
        hub.delivered(hub.take(6));
        hub.work();
        // Then
        assertThat(List.of(second, rest)).containsExactly(3, 6);
        assertThat(hub.report(job)).satisfies(report -> {
            assertThat(report.state()).isEqualTo(ReplayReport.State.DONE);
            assertThat(report.delivered()).isEqualTo(10);
            assertThat(report.isOver()).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aBadCanaryStopsTheJobAndLeavesTheOthersAlone(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID job = hub.job(died(10), RAMP);
        hub.work();
        // When
        hub.diedAgain(hub.take(1));
        hub.work();
        // Then
        assertThat(hub.queued()).isEmpty();
        assertThat(hub.report(job)).satisfies(report -> {
            assertThat(report.state()).isEqualTo(ReplayReport.State.STOPPED);
            assertThat(report.note()).contains("stopped by itself", "1 died again", "40 %");
            assertThat(report.waiting()).isEqualTo(9);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aStageWithFewerFailuresThanTheLimitGoesOn(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        hub.job(died(10), RAMP);
        hub.work();
        hub.delivered(hub.take(1));
        hub.work();
        // When
        List<HubMessage> stage = hub.take(3);
        hub.diedAgain(stage.subList(0, 1));
        hub.delivered(stage.subList(1, 3));
        hub.work();
        // Then
        assertThat(hub.queued()).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource
    void aStoppedJobThatIsResumedBeginsWithItsFirstStage(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID job = hub.job(died(10), RAMP);
        hub.work();
        hub.diedAgain(hub.take(1));
        hub.work();
        // When
        boolean resumed = hub.replays.resume(job, "ann");
        hub.work();
        // Then
        assertThat(resumed).isTrue();
        assertThat(hub.queued()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void lettersThatAreHeldDoNotCountAsCanaries(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(4);
        hub.letters.newestDelivered.put(hub.letters.letter(letters.get(0)).keyDigest(), 100L);
        // When
        hub.job(letters, RAMP);
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).containsExactly(letters.get(1));
    }

    @ParameterizedTest
    @EnumSource
    void aPausedJobSendsNothingUntilItIsResumed(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID job = hub.job(died(3));
        // When
        hub.replays.pause(job, "ann");
        hub.work();
        int paused = hub.queued().size();
        hub.replays.resume(job, "ann");
        hub.work();
        // Then
        assertThat(List.of(paused, hub.queued().size())).containsExactly(0, 3);
    }

    @ParameterizedTest
    @EnumSource
    void lettersThatComeBackUntriedAreOpenAndWaitAgain(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(3);
        UUID job = hub.job(letters);
        hub.work();
        List<HubMessage> taken = hub.take(3);
        hub.replays.pause(job, "ann");
        // When
        hub.delivered(taken.subList(0, 1));
        hub.returned(taken.subList(1, 3), ReplayReturns.recalled());
        // Then
        assertThat(hub.report(job)).satisfies(report -> {
            assertThat(report.delivered()).isEqualTo(1);
            assertThat(report.waiting()).isEqualTo(2);
            assertThat(report.sent()).isZero();
        });
        assertThat(hub.letters.ids(LetterQuery.OPEN)).containsExactlyInAnyOrder(letters.get(1), letters.get(2));
    }

    @ParameterizedTest
    @EnumSource
    void lettersThatCameBackAreSentAgainWhenTheJobIsResumed(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(3);
        UUID job = hub.job(letters, new ReplayPacing(List.of(), 50, 0));
        hub.work();
        hub.replays.pause(job, "ann");
        List<HubMessage> taken = hub.take(3);
        hub.delivered(taken.subList(1, 2));
        hub.returned(List.of(taken.get(0), taken.get(2)), ReplayReturns.recalled());
        // When
        hub.replays.resume(job, "ann");
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).containsExactly(letters.get(0), letters.get(2));
    }

    @ParameterizedTest
    @EnumSource
    void aReturnThatIsToldTwiceCountsOnce(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID job = hub.job(died(1), new ReplayPacing(List.of(), 50, 0));
        hub.work();
        HubMessage taken = hub.take(1).get(0);
        var dying = hub.returning(taken, ReplayReturns.recalled());
        hub.letters.intake.store(List.of(dying));
        hub.work();
        // When
        hub.letters.intake.store(List.of(dying));
        hub.work();
        // Then
        assertThat(hub.report(job).sent()).isEqualTo(1);
        assertThat(hub.queued()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aReplayThatWouldOverwriteWhatWasDeliveredWhileItWaitedIsHeld(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID letter = died(1).get(0);
        UUID job = hub.job(List.of(letter));
        hub.work();
        // When
        hub.returned(hub.take(1), ReplayReturns.stale());
        hub.work();
        // Then
        assertThat(hub.report(job).held()).isEqualTo(1);
        assertThat(hub.letters.letter(letter)).satisfies(open -> {
            assertThat(open.state()).isEqualTo(LetterState.OPEN);
            assertThat(open.note()).contains("newer delivery");
        });
    }

    @ParameterizedTest
    @EnumSource
    void noMoreAreUnderWayThanTheLanesCanTake(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID job = hub.job(died(Pace.MOST_UNDER_WAY + 5));
        // When
        hub.work();
        // Then
        assertThat(hub.report(job).sent()).isEqualTo(Pace.MOST_UNDER_WAY);
        hub.delivered(hub.take(Pace.MOST_UNDER_WAY / 2));
        hub.work();
        assertThat(hub.report(job).sent()).isEqualTo(Pace.MOST_UNDER_WAY / 2 + 5);
    }

    @ParameterizedTest
    @EnumSource
    void aSelectionThatHasChangedSinceItWasShownIsNotReplayed(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        died(3);
        ReplayRequest request = ReplayRequest.of(LetterQuery.OPEN, "ann", "").expecting(2);
        // When / Then
        assertThatThrownBy(() -> hub.replays.create(request)).isInstanceOf(SelectionChangedException.class);
        assertThat(hub.replays.latest(10)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aPersonsOldJobsAreListedHoweverManyNewerOnesAreNotThePersons(TestDatabases kind) throws Exception {
        // Given a job of a person without any integration, and a newer one of another operator
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(2);
        UUID old = hub.replays.create(ReplayRequest.of(LetterQuery.OPEN, "carl", ""));
        hub.letters.now = hub.letters.now.plusSeconds(60);
        UUID newer = hub.job(letters);

        // When
        List<UUID> all = jobs(hub.replays.latest(1));
        List<UUID> own = jobs(hub.replays.latest(1, "carl", Set.of()));
        List<UUID> ofHisIntegration = jobs(hub.replays.latest(1, "ben", Set.of(LettersFixture.ORDERS, "other")));
        List<UUID> ofAnother = jobs(hub.replays.latest(1, "ben", Set.of("other")));

        // Then
        assertThat(all).containsExactly(newer);
        assertThat(own).containsExactly(old);
        assertThat(ofHisIntegration).containsExactly(newer);
        assertThat(ofAnother).isEmpty();
    }

    private static List<UUID> jobs(List<ReplayReport> reports) {
        return reports.stream().map(ReplayReport::job).toList();
    }

    @ParameterizedTest
    @EnumSource
    void twoOperatorsOnTheSameLettersSendThemOnce(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(20);
        UUID one = hub.job(letters);
        UUID other = hub.job(letters);
        // When
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).containsExactlyInAnyOrderElementsOf(letters);
        assertThat(hub.report(one).sent() + hub.report(other).sent()).isEqualTo(20);
        assertThat(hub.report(one).skipped() + hub.report(other).skipped()).isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource
    void whileTheBrokerIsAwayTheChunkWaitsAndIsSentOnceAfterwards(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(3);
        UUID job = hub.job(letters);
        hub.broker.close();
        // When
        assertThatThrownBy(() -> hub.work()).isInstanceOf(Exception.class);
        hub.restartBroker();
        hub.crash();
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).isEqualTo(letters);
        assertThat(hub.report(job).sent()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void twoHubsThatWorkAtTheSameTimeSendEachLetterOnce(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(700);
        UUID one = hub.job(letters.subList(0, 400));
        UUID other = hub.job(letters.subList(300, 700));
        // When
        try (Replays first = hub.process();
                Replays second = hub.process()) {
            first.start();
            second.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> hub.report(one).waiting() + hub.report(other).waiting() == 0
                            && hub.queued().size() == 700);
        }
        // Then
        assertThat(hub.queuedLetters()).containsExactlyInAnyOrderElementsOf(letters);
        assertThat(hub.report(one).skipped() + hub.report(other).skipped()).isEqualTo(100);
    }

    private List<UUID> died(int number) throws Exception {
        return hub.letters.diedInReverse(IntStream.range(0, number).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource
    void aJobHasNoMoreUnderWayThanLiveMessagesLeaveRoomFor(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID job = hub.job(died(10));
        // When
        hub.replays.leaveRoom(3, 0);
        hub.work();
        // Then
        assertThat(hub.report(job).sent()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void aJobRestsForLiveMessagesAndGoesOnAfterwards(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID job = hub.job(died(2));
        hub.replays.leaveRoom(100, hub.letters.now.toEpochMilli() + 1000);
        hub.work();
        assertThat(hub.report(job).sent()).isZero();
        // When
        hub.letters.now = hub.letters.now.plusSeconds(2);
        hub.work();
        // Then
        assertThat(hub.report(job).sent()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aRestThatAWrongClockBeganDoesNotStopAJob(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID job = hub.job(died(2));
        // When
        hub.replays.leaveRoom(100, hub.letters.now.plusSeconds(3600).toEpochMilli());
        hub.work();
        // Then
        assertThat(hub.report(job).sent()).isEqualTo(2);
    }
}
