package io.d365hub.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.query.LetterQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Discarded letters are kept, restored and purged. */
class LetterArchiveTest {

    @TempDir
    private Path folder;

    private LettersFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    private LetterArchive archive(TestDatabases kind) {
        hub = new LettersFixture(kind, folder);
        return new LetterArchive(hub.database, hub, hub, hub.store);
    }

    private List<UUID> died(int number) throws Exception {
        List<UUID> letters = new ArrayList<>();
        for (int n = 0; n < number; n++) {
            letters.add(hub.died("key " + n));
        }
        return letters;
    }

    @ParameterizedTest
    @EnumSource
    void allLettersOfAQueryAreDiscarded(TestDatabases kind) throws Exception {
        // Given
        LetterArchive archive = archive(kind);
        died(3);
        // When
        long discarded = archive.discard(LetterChoice.of(LetterQuery.ALL).expecting(3), "ann", "old");
        // Then
        assertThat(discarded).isEqualTo(3);
        assertThat(hub.ids(LetterQuery.OPEN)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void restoredLettersAreOpenAndTheirMessagesDeadAgain(TestDatabases kind) throws Exception {
        // Given
        LetterArchive archive = archive(kind);
        List<UUID> letters = died(2);
        hub.store.discard(letters, "ann", "a mistake");
        // When
        long restored = archive.restore(LetterChoice.of(letters), "bob", "it was a mistake");
        // Then
        assertThat(restored).isEqualTo(2);
        assertThat(hub.ids(LetterQuery.OPEN)).containsExactlyInAnyOrderElementsOf(letters);
        assertThat(hub.restored).extracting(Letter::id).containsExactlyInAnyOrderElementsOf(letters);
        assertThat(hub.letter(letters.get(0)).closeReason()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void openLettersAreNotPurged(TestDatabases kind) throws Exception {
        // Given
        LetterArchive archive = archive(kind);
        List<UUID> letters = died(2);
        hub.store.discard(letters.subList(0, 1), "ann", "old");
        // When
        long purged = archive.purge(LetterChoice.of(letters).expecting(1), "ann", "");
        // Then
        assertThat(purged).isEqualTo(1);
        assertThat(hub.store.show(letters.get(0))).isEmpty();
        assertThat(hub.store.show(letters.get(1))).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void aPurgeOfAnotherNumberDeletesNothing(TestDatabases kind) throws Exception {
        // Given
        LetterArchive archive = archive(kind);
        List<UUID> letters = died(2);
        hub.store.discard(letters, "ann", "old");
        // When / Then
        assertThatThrownBy(() -> archive.purge(LetterChoice.of(letters).expecting(3), "ann", ""))
                .isInstanceOf(SelectionChangedException.class);
        assertThat(archive.count(LetterChoice.of(letters), LetterState.DISCARDED))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aPurgeWithoutNumberIsRefused(TestDatabases kind) throws Exception {
        // Given
        LetterArchive archive = archive(kind);
        LetterChoice all = LetterChoice.of(LetterQuery.ALL);
        // When / Then
        assertThatThrownBy(() -> archive.purge(all, "ann", "")).hasMessageContaining("number of letters");
    }

    @ParameterizedTest
    @EnumSource
    void retentionDeletesWhatEndedLongAgoAndNeverWhatIsOpen(TestDatabases kind) throws Exception {
        // Given
        LetterArchive archive = archive(kind);
        List<UUID> letters = died(3);
        hub.store.discard(letters.subList(0, 1), "ann", "old");
        hub.now = hub.now.plus(Duration.ofDays(31));
        hub.store.discard(letters.subList(1, 2), "ann", "new");
        // When
        long deleted = archive.prune(hub.now.minus(Duration.ofDays(30)));
        // Then
        assertThat(deleted).isEqualTo(1);
        assertThat(hub.ids(LetterQuery.ALL)).containsExactlyInAnyOrder(letters.get(1), letters.get(2));
        long hours = hub.database.jdbi().withHandle(handle -> handle.createQuery(
                        "select count(*) from dead_letter_hour")
                .mapTo(Long.class)
                .one());
        assertThat(hours).as("hours of the trends").isZero();
    }
}
