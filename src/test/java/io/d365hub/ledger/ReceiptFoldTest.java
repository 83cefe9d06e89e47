package io.d365hub.ledger;

import static io.d365hub.ledger.LedgerFixture.ORDERS;
import static io.d365hub.ledger.Outcome.DEAD;
import static io.d365hub.ledger.Outcome.DELIVERED;
import static io.d365hub.ledger.Outcome.FILTERED;
import static io.d365hub.ledger.Outcome.PARKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.database.TestDatabases;
import io.d365hub.message.HubMessage.Replay;
import io.d365hub.message.RecordKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReceiptFoldTest {

    @TempDir
    private Path folder;

    private LedgerFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyOutcomeIsCountedOnce(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        // When
        hub.fold(hub.receipt(hub.entry(1, DELIVERED), hub.entry(2, FILTERED), hub.entry(3, DEAD)));
        // Then
        assertThat(hub.balance()).isEqualTo(new Balance(ORDERS, 3, 0, 1, 1, 1, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void aReceiptThatComesAgainChangesNothing(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        Receipt first = hub.receipt(hub.entry(1, DEAD));
        Receipt second = hub.receipt(hub.entry(1, DELIVERED), hub.entry(2, DELIVERED));
        hub.fold(first, second);
        // When
        hub.fold(first);
        hub.fold(first, second, second);
        // Then
        assertThat(hub.balance()).isEqualTo(new Balance(ORDERS, 2, 0, 2, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void aParkedMessageIsQueuedUntilItsVerdict(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, PARKED)));
        assertThat(hub.state(1)).contains(MessageState.PARKED);
        // When
        hub.fold(hub.receipt(hub.entry(1, DELIVERED)));
        // Then
        assertThat(hub.state(1)).contains(MessageState.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource
    void aReplayMovesTheMessageFromDeadToQueuedToDelivered(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, DEAD)));
        // When
        hub.replaying(1);
        Balance while_ = hub.balance();
        hub.fold(hub.receipt(hub.entry(1, PARKED)));
        hub.fold(hub.receipt(hub.entry(1, DELIVERED)));
        // Then
        assertThat(List.of(while_, hub.balance()))
                .containsExactly(new Balance(ORDERS, 1, 1, 0, 0, 0, 0, 0), new Balance(ORDERS, 1, 0, 1, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void aReplayThatIsDeliveredIsTold(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, DEAD), hub.entry(2, DELIVERED)));
        hub.replaying(1);
        // When
        hub.fold(hub.receipt(hub.entry(1, DELIVERED), hub.entry(3, DELIVERED)));
        // Then
        assertThat(hub.replayed).extracting(Replayed::message).containsExactly(LedgerFixture.id(1));
    }

    @ParameterizedTest
    @EnumSource
    void aReplayThatItsReceiptNamesIsToldWithLetterAndJobAlsoWhenTheReceiptComesAgain(TestDatabases kind)
            throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        Replay replay = new Replay(UUID.randomUUID(), UUID.randomUUID());
        hub.fold(hub.receipt(hub.entry(1, DEAD)));
        hub.replaying(1);
        Receipt receipt = hub.receipt(hub.replayed(1, DELIVERED, replay), hub.entry(2, DELIVERED));
        // When
        hub.fold(receipt);
        hub.fold(receipt);
        // Then
        assertThat(hub.replayed).extracting(Replayed::replay).containsExactly(Optional.of(replay), Optional.of(replay));
        assertThat(hub.balance()).isEqualTo(new Balance(ORDERS, 2, 0, 2, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void aReceiptWhoseLettersCannotBeClosedIsOfferedAgain(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        Replay replay = new Replay(UUID.randomUUID(), UUID.randomUUID());
        hub.fold(hub.receipt(hub.entry(1, DEAD)));
        hub.replaying(1);
        Receipt receipt = hub.receipt(hub.replayed(1, DELIVERED, replay));
        hub.failNext = Optional.of(new IllegalStateException("the connection was lost"));
        // When
        assertThatThrownBy(() -> hub.fold(receipt)).hasMessageContaining("the connection was lost");
        hub.fold(receipt);
        // Then
        assertThat(hub.replayed).extracting(Replayed::replay).containsExactly(Optional.of(replay));
        assertThat(hub.balance()).isEqualTo(new Balance(ORDERS, 1, 0, 1, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void aDiscardedMessageStaysDiscardedWhenTheReceiptOfItsDeathComesLate(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.discard(1);
        // When
        hub.fold(hub.receipt(hub.entry(1, PARKED)), hub.receipt(hub.entry(1, DEAD)));
        // Then
        assertThat(hub.balance()).isEqualTo(new Balance(ORDERS, 1, 0, 0, 0, 0, 1, 0));
    }

    @ParameterizedTest
    @EnumSource
    void aReplayedMessageStaysQueuedWhenTheReceiptsOfTwoDeathsComeLate(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.replaying(1);
        hub.replaying(1);
        // When
        hub.fold(hub.receipt(hub.entry(1, DEAD)), hub.receipt(hub.entry(1, DEAD)));
        Balance late = hub.balance();
        hub.fold(hub.receipt(hub.entry(1, DEAD)));
        // Then
        assertThat(List.of(late, hub.balance()))
                .containsExactly(new Balance(ORDERS, 1, 1, 0, 0, 0, 0, 0), new Balance(ORDERS, 1, 0, 0, 0, 1, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void anIdThatIsAcceptedAgainIsAnotherMessage(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, DEAD)));
        hub.discard(1);
        // When
        hub.fold(hub.receipt(hub.entry(1, "key 1", 900, DELIVERED)));
        // Then
        assertThat(hub.balance()).isEqualTo(new Balance(ORDERS, 2, 0, 1, 0, 0, 1, 0));
        assertThat(hub.state(1)).contains(MessageState.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource
    void theNewestDeliveryAfterADeathOfItsKeyNeverGoesBack(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, "customer 7", 3, DEAD), hub.entry(2, "customer 7", 5, DELIVERED)));
        // When
        hub.fold(hub.receipt(hub.entry(3, "customer 7", 9, FILTERED), hub.entry(1, "customer 7", 3, DELIVERED)));
        // Then
        assertThat(newestDelivered("customer 7")).isEqualTo(Map.of(RecordKeys.digest("customer 7"), 5L));
    }

    @ParameterizedTest
    @EnumSource
    void aKeyWithoutADeathIsNotRemembered(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        // When
        hub.fold(hub.receipt(hub.entry(1, "customer 7", 3, DELIVERED)));
        // Then
        assertThat(newestDelivered("customer 7")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageIsFoundAgainWhenOtherBucketsFollowed(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, PARKED)));
        for (int n = 2; n < Buckets.FULL + 2000; n += Receipt.MOST_ENTRIES) {
            int first = n;
            hub.fold(hub.receipt(IntStream.range(first, first + Receipt.MOST_ENTRIES)
                    .mapToObj(number -> hub.entry(number, FILTERED))
                    .toArray(Receipt.Entry[]::new)));
        }
        // When
        hub.fold(hub.receipt(hub.entry(1, DELIVERED)));
        // Then
        assertThat(hub.state(1)).contains(MessageState.DELIVERED);
        assertThat(hub.balance().delivered()).isEqualTo(1);
    }

    private Map<UUID, Long> newestDelivered(String key) {
        return hub.database
                .jdbi()
                .withHandle(handle -> hub.acts.newestDelivered(handle, ORDERS, List.of(RecordKeys.digest(key))));
    }
}
