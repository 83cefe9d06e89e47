package io.d365hub.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import io.d365hub.intake.IdempotencyStore.Claimed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdempotencyStoreTest {

    private static final byte[] BODY = new byte[32];
    private static final byte[] OTHER = {1};
    private static final Duration DAY = Duration.ofHours(24);

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-05T08:00:00Z");
    private HubDatabase database;
    private IdempotencyStore store;

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void aNewKeyIsToSend(TestDatabases kind) throws Exception {
        open(kind);

        assertThat(get(store.claim(UUID.randomUUID(), "contacts", BODY))).isEqualTo(Claimed.TO_SEND);
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatWasNeverMarkedIsToSendAgain(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        UUID id = UUID.randomUUID();
        get(store.claim(id, "contacts", BODY));
        // When, then
        assertThat(get(store.claim(id, "contacts", BODY))).isEqualTo(Claimed.TO_SEND);
    }

    @ParameterizedTest
    @EnumSource
    void aMarkedKeyIsSent(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        UUID id = UUID.randomUUID();
        get(store.claim(id, "contacts", BODY));
        get(store.markSent(id));
        // When, then
        assertThat(get(store.claim(id, "contacts", BODY))).isEqualTo(Claimed.SENT);
    }

    @ParameterizedTest
    @EnumSource
    void theIntegrationOfASentMessageIsKnown(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        UUID claimed = UUID.randomUUID();
        UUID sent = UUID.randomUUID();
        get(store.claim(claimed, "contacts", BODY));
        get(store.claim(sent, "contacts", BODY));
        // When
        get(store.markSent(sent));
        // Then
        assertThat(store.sentTo(sent)).contains("contacts");
        assertThat(store.sentTo(claimed)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theFirstBodyWinsEvenBeforeItIsSent(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        UUID id = UUID.randomUUID();
        get(store.claim(id, "contacts", BODY));
        // When, then
        assertThat(get(store.claim(id, "contacts", OTHER))).isEqualTo(Claimed.OTHER_BODY);
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoProcessesWithTwoBodiesOneWinsForEachKey(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        List<CompletableFuture<Claimed>> ours = new ArrayList<>();
        List<CompletableFuture<Claimed>> theirs = new ArrayList<>();
        // When
        try (IdempotencyStore other = new IdempotencyStore(database, () -> now, DAY)) {
            for (int i = 0; i < 1_000; i++) {
                UUID id = UUID.randomUUID();
                ours.add(store.claim(id, "contacts", BODY).toCompletableFuture());
                theirs.add(other.claim(id, "contacts", OTHER).toCompletableFuture());
            }
            // Then
            for (int i = 0; i < ours.size(); i++) {
                assertThat(List.of(get(ours.get(i)), get(theirs.get(i))))
                        .containsExactlyInAnyOrder(Claimed.TO_SEND, Claimed.OTHER_BODY);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysAreForgottenAfterTheRetentionAndNotBefore(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        List<CompletionStage<Claimed>> old = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            old.add(store.claim(UUID.randomUUID(), "contacts", BODY));
        }
        for (CompletionStage<Claimed> claim : old) {
            get(claim);
        }
        now = now.plusSeconds(1);
        UUID young = UUID.randomUUID();
        get(store.claim(young, "contacts", BODY));
        // When
        now = now.plus(DAY);
        int forgotten = store.prune(now);
        // Then
        assertThat(forgotten).isEqualTo(2_500);
        assertThat(get(store.claim(young, "contacts", OTHER))).isEqualTo(Claimed.OTHER_BODY);
    }

    @ParameterizedTest
    @EnumSource
    void withoutDatabaseAClaimFails(TestDatabases kind) {
        // Given
        open(kind);
        database.close();
        // When, then
        assertThatThrownBy(() -> get(store.claim(UUID.randomUUID(), "contacts", BODY)))
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void afterTheCloseAClaimFailsAtOnce(TestDatabases kind) {
        // Given
        open(kind);
        store.close();
        // When, then
        assertThat(store.claim(UUID.randomUUID(), "contacts", BODY).toCompletableFuture())
                .isCompletedExceptionally();
    }

    private void open(TestDatabases kind) {
        database = HubDatabase.open(kind.settings(folder));
        store = new IdempotencyStore(database, () -> now, DAY);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
