package io.d365hub.deadletter;

import static io.d365hub.deadletter.LettersFixture.ORDERS;
import static io.d365hub.deadletter.LettersFixture.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.TestDatabases;
import io.d365hub.message.HubMessage;
import io.d365hub.message.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that come again by themselves and find the letters that they have. */
class StandingLettersTest {

    @TempDir
    private Path folder;

    private LettersFixture hub;
    private StandingLetters standing;

    @AfterEach
    void close() {
        hub.close();
    }

    private void open(TestDatabases kind) {
        hub = new LettersFixture(kind, folder);
        standing = new StandingLetters(hub.database, hub, PublicWords.ALL);
    }

    private static HubMessage message(String key, long sequence, String body) {
        HubMessage message = LettersFixture.message(ORDERS, key, sequence);
        return new HubMessage(
                message.id(),
                ORDERS,
                message.client(),
                key,
                sequence,
                message.acceptedAt(),
                message.contentType(),
                message.headers(),
                body.getBytes(StandardCharsets.UTF_8),
                Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void aMessageFindsTheOpenLetterWithItsKeyAndItsContent(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        UUID letter = hub.died(message("K1", 1, "{\"a\":1}"), REFUSED);
        hub.died(message("K1", 2, "{\"a\":2}"), REFUSED);
        hub.died(message("K2", 3, "{\"a\":1}"), REFUSED);
        HubMessage again = message("K1", 10, "{\"a\":1}");
        HubMessage other = message("K1", 11, "{\"a\":9}");
        // When
        Map<UUID, UUID> found = standing.find(ORDERS, List.of(again, other));
        // Then
        assertThat(found).isEqualTo(Map.of(again.id(), letter));
    }

    @ParameterizedTest
    @EnumSource
    void aLetterThatWasDealtWithIsNotFound(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        UUID letter = hub.died(message("K1", 1, "{}"), REFUSED);
        hub.store.discard(List.of(letter), "ann", "");
        // When, then
        assertThat(standing.find(ORDERS, List.of(message("K1", 2, "{}")))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRenewedLetterCountsTheAttemptsAndTellsTheNewestFailure(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        HubMessage message = message("K1", 1, "{}");
        UUID letter = hub.died(message, REFUSED);
        // When
        standing.renew(Map.of(letter, hub.dying(message, LettersFixture.failure("Currency is missing."))));
        // Then
        Letter renewed = hub.letter(letter);
        assertThat(renewed.attempts()).isEqualTo(6);
        assertThat(renewed.why()).isEqualTo("Currency is missing.");
        assertThat(hub.ids(hub.store.query("text:currency"))).containsExactly(letter);
        assertThat(hub.store.groups(hub.store.query(""), 10)).singleElement().satisfies(group -> {
            assertThat(group.why()).isEqualTo("Currency is missing.");
            assertThat(group.letters()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aRenewedLetterIsFoundByTheWordsOfItsNewestFailure(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        HubMessage message = message("K1", 1, "{}");
        UUID letter = hub.died(message, REFUSED);
        // When
        standing.renew(Map.of(letter, hub.dying(message, LettersFixture.failure("Currency is missing."))));
        // Then
        assertThat(hub.store.groups(hub.store.query("text:currency"), 10)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void onlyOpenLettersAreRenewed(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        HubMessage message = message("K1", 1, "{}");
        UUID letter = hub.died(message, REFUSED);
        hub.store.discard(List.of(letter), "ann", "");
        // When, then
        assertThat(standing.renew(Map.of(letter, hub.dying(message, REFUSED)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aLetterIsOutdatedOnceANewerMessageOfItsKeyWasDelivered(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        UUID old = hub.died(message("K1", 5, "{}"), REFUSED);
        hub.died(message("K2", 5, "{}"), REFUSED);
        hub.newestDelivered.put(RecordKeys.digest("K1"), 6L);
        hub.newestDelivered.put(RecordKeys.digest("K2"), 4L);
        // When, then
        assertThat(standing.outdated(ORDERS)).containsExactly(old);
    }
}
