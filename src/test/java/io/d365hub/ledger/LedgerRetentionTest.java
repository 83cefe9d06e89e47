package io.d365hub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.TestDatabases;
import io.d365hub.message.RecordKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerRetentionTest {

    private static final UUID KEY = RecordKeys.digest("key 1");

    @TempDir
    private Path folder;

    private LedgerFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatEndedIsForgottenAfterTheRetentionAndStaysCounted(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, Outcome.DELIVERED)));
        // When
        afterTheRetention();
        // Then
        assertThat(hub.state(1)).isEmpty();
        assertThat(hub.balance().delivered()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aDeadMessageIsRememberedHoweverOldItIs(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, Outcome.DEAD)));
        // When
        afterTheRetention();
        // Then
        assertThat(hub.state(1)).contains(MessageState.DEAD);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageWithinTheRetentionIsRemembered(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, Outcome.DELIVERED)));
        // When
        hub.now = hub.now.plus(LedgerFixture.RETENTION);
        hub.fold.settled();
        // Then
        assertThat(hub.state(1)).contains(MessageState.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource
    void theNewestSequenceOfAKeyIsForgottenAfterTheRetention(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, Outcome.DEAD), hub.entry(2, "key 1", 2, Outcome.DELIVERED)));
        // When
        afterTheRetention();
        // Then
        assertThat(newestDelivered()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theNewestSequenceOfAKeyIsKeptWhileADeadLetterOfItMayBeReplayed(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, Outcome.DEAD), hub.entry(2, "key 1", 2, Outcome.DELIVERED)));
        hub.keysInUse.add(KEY);
        // When
        afterTheRetention();
        afterTheRetention();
        // Then
        assertThat(newestDelivered()).containsEntry(KEY, 2L);
    }

    @ParameterizedTest
    @EnumSource
    void moreThanOnePortionIsDeletedAtOnce(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        for (int r = 0; r < 5; r++) {
            Receipt.Entry[] entries = new Receipt.Entry[Receipt.MOST_ENTRIES];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = hub.entry(1 + r * entries.length + i, Outcome.FILTERED);
            }
            hub.fold(hub.receipt(entries));
        }
        // When
        afterTheRetention();
        // Then
        int[] left = {0};
        hub.ledger.forEach(LedgerFixture.ORDERS, (id, state) -> left[0]++);
        assertThat(left[0]).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatEndsAfterItsNeighboursWereForgottenIsForgottenInItsTurn(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, Outcome.DEAD), hub.entry(2, Outcome.DELIVERED)));
        afterTheRetention();
        hub.discard(1);
        // When
        afterTheRetention();
        // Then
        assertThat(hub.state(1)).isEmpty();
        assertThat(hub.balance().discarded()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatEndedLateStaysWhenItsNeighboursAreForgotten(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, Outcome.DELIVERED)));
        hub.now = hub.now.plus(LedgerFixture.RETENTION.dividedBy(2));
        hub.fold(hub.receipt(hub.entry(2, Outcome.DELIVERED)));
        // When
        hub.now = hub.now.plus(LedgerFixture.RETENTION.dividedBy(2)).plus(Duration.ofMinutes(2));
        hub.fold.settled();
        // Then
        assertThat(hub.state(1)).isEmpty();
        assertThat(hub.state(2)).contains(MessageState.DELIVERED);
    }

    private void afterTheRetention() {
        hub.now = hub.now.plus(LedgerFixture.RETENTION).plus(Duration.ofMinutes(2));
        hub.fold.settled();
    }

    private Map<UUID, Long> newestDelivered() {
        return hub.database
                .jdbi()
                .withHandle(handle -> hub.acts.newestDelivered(handle, LedgerFixture.ORDERS, List.of(KEY)));
    }
}
