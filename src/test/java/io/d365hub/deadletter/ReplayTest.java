package io.d365hub.deadletter;

import static io.d365hub.deadletter.LettersFixture.ORDERS;
import static io.d365hub.deadletter.LettersFixture.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.broker.MessageCodec;
import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.message.HubMessage;
import io.d365hub.message.HubMessage.Replay;
import io.d365hub.message.RecordKeys;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayTest {

    @TempDir
    private Path folder;

    private ReplayFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void aReplayedMessageIsTheOneThatWasAcceptedPlusItsLineage(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        HubMessage message = LettersFixture.message(ORDERS, "order 1001", 42);
        UUID letter = hub.letters.died(message, REFUSED);
        // When
        UUID job = hub.job(List.of(letter));
        hub.work();
        // Then
        assertThat(hub.queued())
                .singleElement()
                .usingRecursiveComparison()
                .isEqualTo(message.asReplay(new Replay(letter, job)));
        assertThat(hub.letters.replaying).extracting(Letter::id).containsExactly(letter);
        assertThat(hub.letters.letter(letter).state()).isEqualTo(LetterState.REPLAYING);
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfTheFailureTravelsWithTheReplay(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        hub.job(List.of(hub.letters.died("a")));
        // When
        hub.work();
        // Then
        assertThat(hub.firstPropertyNames())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).doesNotContain("Failure", "Attempts", "DiedAt", "hubLetter"))
                .contains(MessageCodec.ID.toString());
    }

    @ParameterizedTest
    @EnumSource
    void aLetterWhoseRecordHasHadANewerDeliveryIsHeldAndStaysOpen(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID stale = hub.letters.died(LettersFixture.message(ORDERS, "a", 5), REFUSED);
        UUID newest = hub.letters.died(LettersFixture.message(ORDERS, "b", 5), REFUSED);
        hub.letters.newestDelivered.putAll(Map.of(RecordKeys.digest("a"), 6L, RecordKeys.digest("b"), 4L));
        // When
        UUID job = hub.job(List.of(stale, newest));
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).containsExactly(newest);
        assertThat(hub.report(job).held()).isEqualTo(1);
        assertThat(hub.letters.letter(stale)).satisfies(letter -> {
            assertThat(letter.state()).isEqualTo(LetterState.OPEN);
            assertThat(letter.note()).startsWith("Its record has had a newer delivery");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aForcedReplayOverwritesANewerDelivery(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID stale = hub.letters.died(LettersFixture.message(ORDERS, "a", 5), REFUSED);
        hub.letters.newestDelivered.put(RecordKeys.digest("a"), 6L);
        // When
        UUID unused =
                hub.replays.create(ReplayRequest.of(List.of(stale), "ann", "").forced());
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).containsExactly(stale);
    }

    @ParameterizedTest
    @EnumSource
    void lettersThatAreNotOpenAreSkippedWithTheirReason(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID discarded = hub.letters.died("a");
        UUID open = hub.letters.died("b");
        hub.letters.store.discard(List.of(discarded), "ann", "");
        UUID first = hub.job(List.of(discarded, open));
        UUID second = hub.job(List.of(discarded, open));
        // When
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).containsExactly(open);
        assertThat(hub.report(first).skipped()).isEqualTo(1);
        assertThat(hub.report(second).reasons())
                .isEqualTo(
                        Map.of("It was not open any more: DISCARDED.", 1L, "It was not open any more: REPLAYING.", 1L));
    }

    @ParameterizedTest
    @EnumSource
    void aLetterOfAnIntegrationThatDoesNotRunIsLeftOpenAndSaysSo(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID letter = hub.letters.died(LettersFixture.message("invoices", "a", 1), REFUSED);
        // When
        UUID job = hub.job(List.of(letter));
        hub.work();
        // Then
        assertThat(hub.report(job).reasons())
                .containsOnlyKeys("Integration 'invoices' does not run here. Start its route, then replay again.");
        assertThat(hub.letters.letter(letter).state()).isEqualTo(LetterState.OPEN);
    }

    @ParameterizedTest
    @EnumSource
    void lettersThatDieAfterTheJobWasMadeDoNotSlipIn(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID early = hub.letters.died("a");
        UUID group = hub.letters.letter(early).group();
        UUID job = hub.replays.create(ReplayRequest.of(LetterQuery.ALL.ofGroup(group), "ann", ""));
        // When
        UUID late = hub.letters.died("b");
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).containsExactly(early);
        assertThat(hub.report(job).selected()).isEqualTo(1);
        assertThat(hub.letters.ids(LetterQuery.OPEN)).containsExactly(late);
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledJobSendsNothingMore(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID job = hub.job(List.of(hub.letters.died("a")));
        // When
        boolean cancelled = hub.replays.cancel(job, "ann");
        hub.work();
        // Then
        assertThat(cancelled).isTrue();
        assertThat(hub.queued()).isEmpty();
        assertThat(hub.replays.cancel(job, "ann")).as("a second cancel").isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aReplayThatDiesAgainClosesTheOldLetterAndTellsTheJob(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        UUID first = hub.letters.died("a");
        UUID job = hub.job(List.of(first));
        hub.work();
        // When
        UUID second = hub.letters.died(hub.queued().get(0), REFUSED);
        // Then
        assertThat(hub.letters.letter(first).state()).isEqualTo(LetterState.REPLAYED);
        assertThat(hub.letters.letter(second).state()).isEqualTo(LetterState.OPEN);
        assertThat(hub.report(job).dead()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void bigBodiesMakeSmallChunks(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        HubMessage small = LettersFixture.message(ORDERS, "big", 1);
        List<UUID> letters = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            letters.add(hub.letters.died(
                    new HubMessage(
                            UUID.randomUUID(),
                            ORDERS,
                            "webshop",
                            "big",
                            n,
                            small.acceptedAt(),
                            "text/xml",
                            Map.of(),
                            new byte[ReplayTurns.MOST_BYTES / 2],
                            Optional.empty()),
                    REFUSED));
        }
        hub.job(letters);
        // When
        ReplayChunks.Chunk chunk = hub.claim();
        // Then
        assertThat(hub.chunks.letters(chunk)).hasSize(2);
        hub.work();
        assertThat(hub.queuedLetters()).isEqualTo(letters);
    }

    @ParameterizedTest
    @EnumSource
    void aLetterThatIsDiscardedBetweenTheLookAndTheClaimIsNotSent(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = hub.letters.diedInReverse(List.of(1, 2, 3));
        UUID job = hub.job(letters);
        hub.letters.afterLook = () -> hub.letters.store.discard(List.of(letters.get(1)), "bob", "not needed");
        // When
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).containsExactly(letters.get(0), letters.get(2));
        assertThat(hub.report(job).reasons()).isEqualTo(Map.of("It was not open any more: DISCARDED.", 1L));
    }

    @ParameterizedTest
    @EnumSource
    void aChunkThatAnotherProcessClaimsBetweenTheLookAndTheClaimIsSentOnce(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = hub.letters.diedInReverse(List.of(1, 2, 3));
        UUID job = hub.job(letters);
        ReplayChunks other =
                new ReplayChunks(hub.letters.database, hub.letters, hub.letters, hub.integrations, UUID.randomUUID());
        hub.letters.afterLook = () -> {
            try {
                assertThat(other.claim(job)).isPresent();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        };
        // When
        hub.work();
        // Then
        assertThat(hub.queuedLetters()).containsExactlyElementsOf(letters);
    }

    @ParameterizedTest
    @EnumSource
    void aJobIsOfEachIntegrationThatHasALetterInIt(TestDatabases kind) throws Exception {
        // Given
        hub = new ReplayFixture(kind, folder);
        List<UUID> letters = new ArrayList<>();
        for (int n = 1; n <= 150; n++) {
            letters.add(hub.letters.died(LettersFixture.message(ORDERS, "order " + n, n), REFUSED));
        }
        letters.add(hub.letters.died(LettersFixture.message("returns", "return 1", 151), REFUSED));
        // When
        UUID job = hub.job(letters);
        // Then
        assertThat(new SubjectIntegrations(hub.letters.database).of(List.of(job)))
                .isEqualTo(Map.of(job, Set.of(ORDERS, "returns")));
    }
}
