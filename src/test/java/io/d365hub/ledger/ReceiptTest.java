package io.d365hub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.message.HubMessage.Replay;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReceiptTest {

    private static final int LARGE_TO_THE_BROKER = 100 << 10;

    @Test
    void aReceiptWithoutReplaysIsReadByOlderHubs() {
        // Given
        Receipt receipt = receipt(List.of(entry(Optional.empty())));
        // When
        byte[] bytes = receipt.toBytes();
        // Then
        assertThat(bytes[0]).isEqualTo((byte) 1);
        assertThat(Receipt.fromBytes(bytes)).isEqualTo(receipt);
    }

    @Test
    void aReceiptNamesLetterAndJobOfThoseThatAreReplays() {
        // Given
        Receipt receipt = receipt(
                List.of(entry(Optional.of(new Replay(UUID.randomUUID(), UUID.randomUUID()))), entry(Optional.empty())));
        // When
        Receipt read = Receipt.fromBytes(receipt.toBytes());
        // Then
        assertThat(read).isEqualTo(receipt);
    }

    @Test
    void aFullReceiptOfReplaysIsNotLargeToTheBroker() {
        // Given
        Replay replay = new Replay(UUID.randomUUID(), UUID.randomUUID());
        // When
        byte[] bytes = receipt(Collections.nCopies(Receipt.MOST_ENTRIES, entry(Optional.of(replay))))
                .toBytes();
        // Then
        assertThat(bytes).hasSizeLessThan(LARGE_TO_THE_BROKER);
    }

    @Test
    void aReceiptOfALaterVersionIsRefused() {
        // Given
        byte[] bytes = receipt(List.of(entry(Optional.empty()))).toBytes();
        bytes[0] = 3;
        // When, then
        assertThatThrownBy(() -> Receipt.fromBytes(bytes)).hasMessageContaining("version 3");
    }

    private static Receipt receipt(List<Receipt.Entry> entries) {
        return new Receipt(UUID.randomUUID(), "orders", Instant.ofEpochMilli(1_000), entries);
    }

    private static Receipt.Entry entry(Optional<Replay> replay) {
        return new Receipt.Entry(UUID.randomUUID(), Outcome.DELIVERED, UUID.randomUUID(), 7, 8, 9, replay);
    }
}
