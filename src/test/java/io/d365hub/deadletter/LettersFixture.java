package io.d365hub.deadletter;

import io.d365hub.audit.AuditTrail;
import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.message.HubMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/** Dead letters in a database of their own, a clock that the test holds, and letters in few words. No broker. */
final class LettersFixture implements AutoCloseable, InstantSource, MessageLedger {

    static final String ORDERS = "orders";
    static final Failure REFUSED = failure("Account 'A-17' does not exist.");

    final HubDatabase database;
    final LetterIntake intake;
    final DeadLetterStore store;
    final AuditTrail audit;
    final Causes causes;

    final List<Letter> discarded = new ArrayList<>();
    final List<Letter> restored = new ArrayList<>();
    final List<Letter> replaying = new ArrayList<>();
    final Map<UUID, Long> newestDelivered = new HashMap<>();
    Runnable afterLook = () -> {};
    int releases;
    Optional<SQLException> failNext = Optional.empty();

    Instant now = Instant.parse("2026-01-05T08:00:00Z");

    LettersFixture(TestDatabases kind, Path folder) {
        database = HubDatabase.open(kind.settings(folder));
        intake = new LetterIntake(database, message -> Map.of("order", message.recordKey()), PublicWords.ALL);
        audit = new AuditTrail(database, this);
        causes = new Causes(database, this, audit);
        store = new DeadLetterStore(database, this, this, () -> Set.of("order"), () -> releases++);
    }

    static Failure failure(String why) {
        return Failure.of(
                FailureKind.REFUSED,
                "0x80060891",
                "The order was not written.",
                why,
                "Create the account, then replay.");
    }

    static HubMessage message(String integration, String key, long sequence) {
        return new HubMessage(
                UUID.randomUUID(),
                integration,
                "webshop",
                key,
                sequence,
                Instant.parse("2026-01-05T07:59:00Z"),
                "application/json",
                Map.of("x-shop", "north"),
                "{\"order\":1001}".getBytes(StandardCharsets.UTF_8),
                Optional.empty());
    }

    /** A message dies now; a second later it is the next one's turn. */
    Dying dying(HubMessage message, Failure failure) {
        Dying dying = new Dying(UUID.randomUUID(), message, failure, 3, now.minusSeconds(9), now);
        now = now.plusSeconds(1);
        return dying;
    }

    /** A letter is stored; returns its id. */
    UUID died(HubMessage message, Failure failure) throws SQLException {
        Dying dying = dying(message, failure);
        intake.store(List.of(dying));
        return dying.letter();
    }

    UUID died(String key) throws SQLException {
        return died(message(ORDERS, key, 1), REFUSED);
    }

    /** Letters of messages with these sequences, the last one first to die; returned in the order of the sequences. */
    List<UUID> diedInReverse(List<Integer> sequences) throws SQLException {
        List<Dying> dying = new ArrayList<>();
        for (int i = sequences.size() - 1; i >= 0; i--) {
            dying.add(dying(message(ORDERS, "key " + i, sequences.get(i)), REFUSED));
        }
        intake.store(dying);
        Collections.reverse(dying);
        return dying.stream().map(Dying::letter).toList();
    }

    Letter letter(UUID id) {
        return store.show(id).orElseThrow().letter();
    }

    List<UUID> ids(LetterQuery query) {
        return store.list(query, 100, Optional.empty()).letters().stream()
                .map(Letter::id)
                .toList();
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Nothing else works on this database. */
    @Override
    public void lock(Handle handle) {
        // Nobody to wait for.
    }

    @Override
    public void replaying(Handle handle, Collection<Letter> letters) throws SQLException {
        if (failNext.isPresent()) {
            SQLException failure = failNext.get();
            failNext = Optional.empty();
            throw failure;
        }
        replaying.addAll(letters);
    }

    @Override
    public void discarded(Handle handle, Collection<Letter> letters) {
        discarded.addAll(letters);
    }

    @Override
    public void restored(Handle handle, Collection<Letter> letters) {
        restored.addAll(letters);
    }

    @Override
    public Map<UUID, Long> newestDelivered(Handle handle, String integration, Collection<UUID> keyDigests) {
        Runnable happening = afterLook;
        afterLook = () -> {};
        // On another thread, because Jdbi would have this one use the same transaction.
        CompletableFuture.runAsync(happening).join();
        Map<UUID, Long> found = new HashMap<>(newestDelivered);
        found.keySet().retainAll(keyDigests);
        return found;
    }

    @Override
    public void close() {
        database.close();
    }
}
