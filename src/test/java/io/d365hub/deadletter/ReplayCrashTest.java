package io.d365hub.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.QueueNames;
import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.ReplayChunks.Chunk;
import io.d365hub.deadletter.query.LetterQuery;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A replay that is stopped after any of its steps goes on later, and sends each letter once. */
class ReplayCrashTest {

    @TempDir
    private Path folder;

    private ReplayFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void aJobThatWasOnlyMadeIsDoneAfterTheCrash(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(3);
        UUID job = hub.job(letters);
        // When
        hub.crash();
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).isEqualTo(letters);
        assertThat(hub.report(job).state()).isEqualTo(ReplayReport.State.DONE);
    }

    @ParameterizedTest
    @EnumSource
    void aChunkThatWasClaimedButNotSentIsSentAfterTheCrash(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(3);
        hub.job(letters);
        Chunk unused = hub.claim();
        // When
        hub.crash();
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).isEqualTo(letters);
    }

    @ParameterizedTest
    @EnumSource
    void aChunkThatWasSentButNotMarkedIsNotSentAgainAfterTheCrash(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(3);
        UUID job = hub.job(letters);
        hub.send(hub.claim());
        // When
        hub.crash();
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).isEqualTo(letters);
        assertThat(hub.report(job).sent()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void theBrokerKnowsAfterItsOwnRestartWhatWasSent(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(3);
        hub.job(letters);
        hub.send(hub.claim());
        // When
        hub.restartBroker();
        hub.crash();
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).isEqualTo(letters);
    }

    @ParameterizedTest
    @EnumSource
    void verdictsThatCameBeforeTheCrashStay(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(2);
        UUID job = hub.job(letters);
        hub.send(hub.claim());
        Letter first = hub.letters.letter(letters.get(0));
        hub.letters
                .database
                .jdbi()
                .useTransaction(handle -> ReplayArrivals.close(
                        handle,
                        List.of(new Arrival(
                                first.message(),
                                first.sequence(),
                                ReplayOutcome.DELIVERED,
                                Instant.EPOCH,
                                Optional.empty()))));
        // When
        hub.crash();
        hub.work();
        // Then
        assertThat(hub.report(job)).satisfies(report -> {
            assertThat(report.delivered()).isEqualTo(1);
            assertThat(report.sent()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aChunkThatTheLedgerCouldNotTakeIsEnteredAndSentAtTheNextTry(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(3);
        hub.job(letters);
        hub.letters.failNext = Optional.of(new SQLException("the connection was lost"));
        // When
        assertThatThrownBy(() -> hub.work()).hasMessageContaining("the connection was lost");
        // Then
        assertThat(hub.queued()).isEmpty();
        hub.work();
        assertThat(hub.queuedLetters()).isEqualTo(letters);
        assertThat(hub.letters.replaying).extracting(Letter::id).isEqualTo(letters);
    }

    @ParameterizedTest
    @EnumSource
    void aCrashBetweenTheLedgerAndTheBrokerEntersNoMessageTwice(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(3);
        hub.job(letters);
        hub.enter(hub.claim());
        // When
        hub.crash();
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).isEqualTo(letters);
        assertThat(hub.letters.replaying).extracting(Letter::id).isEqualTo(letters);
    }

    @ParameterizedTest
    @EnumSource
    void aCrashAfterEveryStepOfAJobOfSeveralChunksSendsEachLetterOnce(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = died(ReplayChunks.MOST_LETTERS + 7);
        UUID job = hub.job(letters);
        // When
        for (int chunk = 0; chunk < 2; chunk++) {
            hub.claim();
            hub.crash();
            hub.enter(hub.claim());
            hub.crash();
            hub.send(hub.claim());
            hub.crash();
            Chunk again = hub.claim();
            hub.send(again);
            hub.chunks.done(again);
            hub.crash();
        }
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).isEqualTo(letters);
        assertThat(hub.report(job).sent()).isEqualTo(letters.size());
        assertThat(hub.letters.replaying).hasSize(letters.size());
    }

    @ParameterizedTest
    @EnumSource
    void aChunkOfACancelledJobThatWasClaimedIsStillSent(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID job = hub.job(died(ReplayChunks.MOST_LETTERS + 5));
        Chunk unused = hub.claim();
        hub.replays.cancel(job, "ann");
        // When
        hub.crash();
        hub.work();
        // Then
        assertThat(hub.report(job)).satisfies(report -> {
            assertThat(report.state()).isEqualTo(ReplayReport.State.CANCELLED);
            assertThat(report.sent()).isEqualTo(ReplayChunks.MOST_LETTERS);
            assertThat(report.waiting()).isEqualTo(5);
        });
        assertThat(hub.queued()).hasSize(ReplayChunks.MOST_LETTERS);
        assertThat(hub.letters.ids(LetterQuery.OPEN)).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource
    void anotherProcessTakesAJobOverOnlyWhenTheLeaseHasRunOut(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID job = hub.job(died(1));
        hub.chunks.leases();
        // When
        hub.startProcess();
        List<UUID> atOnce = hub.chunks.leases();
        hub.letters.now = hub.letters.now.plusSeconds(60);
        List<UUID> later = hub.chunks.leases();
        // Then
        assertThat(List.of(atOnce, later)).containsExactly(List.of(), List.of(job));
    }

    @ParameterizedTest
    @EnumSource
    void theMarkersOfManyChunksDoNotPileUp(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        // When
        for (UUID letter : died(5)) {
            hub.job(List.of(letter));
            hub.work();
        }
        // Then
        await().untilAsserted(() -> assertThat(hub.broker.connections.state().depth(QueueNames.REPLAYS))
                .isEqualTo(1));
    }

    /** Letters in the order of their messages' acceptance, which is not that of their deaths. */
    private List<UUID> died(int number) throws Exception {
        return hub.letters.diedInReverse(IntStream.range(0, number).boxed().toList());
    }
}
