package io.d365hub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.message.HubMessage.Replay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReceiptTest {

    private static final int LARGE_TO_THE_BROKER = 100 << 10;

    @Test
    void aReceiptWithoutReplaysAndRowsIsReadByOlderHubs() {
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
    void aReceiptNamesTheRowsOfThoseThatWereDelivered() {
        // Given
        Receipt receipt = receipt(List.of(entry("contacts(fullname='J\u00fcrgen')"), entry(Optional.empty())));
        // When
        Receipt read = Receipt.fromBytes(receipt.toBytes());
        // Then
        assertThat(read).isEqualTo(receipt);
    }

    @Test
    void longNamesOfRowsAreSpreadOverSeveralReceiptsInTheirOrder() {
        // Given
        List<Receipt.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            entries.add(entry(i % 3 == 0 ? "\u20ac".repeat(300) : ""));
        }
        // When
        List<List<Receipt.Entry>> portions = Receipt.portions(entries);
        // Then
        assertThat(portions)
                .allSatisfy(portion -> assertThat(receipt(portion).toBytes()).hasSizeLessThan(LARGE_TO_THE_BROKER));
        assertThat(portions.stream().flatMap(List::stream)).containsExactlyElementsOf(entries);
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
        bytes[0] = 4;
        // When, then
        assertThatThrownBy(() -> Receipt.fromBytes(bytes)).hasMessageContaining("version 4");
    }

    private static Receipt receipt(List<Receipt.Entry> entries) {
        return new Receipt(UUID.randomUUID(), "orders", Instant.ofEpochMilli(1_000), entries);
    }

    private static Receipt.Entry entry(Optional<Replay> replay) {
        return entry(replay, "");
    }

    private static Receipt.Entry entry(String row) {
        return entry(Optional.empty(), row);
    }

    private static Receipt.Entry entry(Optional<Replay> replay, String row) {
        return new Receipt.Entry(UUID.randomUUID(), Outcome.DELIVERED, UUID.randomUUID(), 7, 8, 9, replay, row);
    }
}
