package io.d365hub.ledger;

import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import io.d365hub.message.HubMessage.Replay;
import io.d365hub.message.RecordKeys;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A ledger in a database of its own, a clock that the test holds, and receipts in few words. */
final class LedgerFixture implements AutoCloseable, InstantSource, QueueDepths {

    static final String ORDERS = "orders";
    static final Duration RETENTION = Duration.ofDays(7);

    final HubDatabase database;
    final List<Replayed> replayed = Collections.synchronizedList(new ArrayList<>());
    volatile Optional<RuntimeException> failNext = Optional.empty();
    final Set<UUID> keysInUse = new HashSet<>();
    final ReceiptFold fold;
    final LedgerActs acts;
    final Ledger ledger;

    Instant now = Instant.parse("2026-01-05T08:00:00Z");
    Optional<Instant> oldestUnfolded = Optional.empty();
    long queued;
    long receipts;

    LedgerFixture(TestDatabases kind, Path folder) {
        database = HubDatabase.open(kind.settings(folder));
        LedgerRetention retention =
                new LedgerRetention(database, this, RETENTION, (handle, keys) -> intersection(keysInUse, keys));
        fold = new ReceiptFold(
                database, this, (handle, some) -> told(some), retention, row -> row.replace("secret", "-"));
        acts = new LedgerActs(this);
        ledger = new Ledger(database, this, this, () -> oldestUnfolded);
    }

    private static Set<UUID> intersection(Set<UUID> some, Collection<UUID> others) {
        Set<UUID> both = new HashSet<>(some);
        both.retainAll(others);
        return both;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Set<String> integrations() {
        return Set.of(ORDERS);
    }

    @Override
    public long queued(String integration) {
        return queued;
    }

    @Override
    public long receipts() {
        return receipts;
    }

    /** What happened to one message. The same number means the same message, key and sequence. */
    Receipt.Entry entry(int number, Outcome outcome) {
        return entry(number, "key " + number, number, outcome);
    }

    Receipt.Entry entry(int number, String key, long sequence, Outcome outcome) {
        return new Receipt.Entry(
                id(number), outcome, RecordKeys.digest(key), sequence, now.toEpochMilli() - 50, now.toEpochMilli());
    }

    /** The verdict of a replay. */
    Receipt.Entry replayed(int number, Outcome outcome, Replay replay) {
        Receipt.Entry entry = entry(number, outcome);
        return new Receipt.Entry(
                entry.message(),
                outcome,
                entry.keyDigest(),
                entry.sequence(),
                entry.acceptedAt(),
                entry.settledAt(),
                Optional.of(replay),
                entry.row());
    }

    /** It was delivered to this row. */
    Receipt.Entry delivered(int number, String row) {
        Receipt.Entry entry = entry(number, Outcome.DELIVERED);
        return new Receipt.Entry(
                entry.message(),
                entry.outcome(),
                entry.keyDigest(),
                entry.sequence(),
                entry.acceptedAt(),
                entry.settledAt(),
                Optional.empty(),
                row);
    }

    private void told(List<Replayed> some) {
        if (failNext.isPresent()) {
            RuntimeException failure = failNext.get();
            failNext = Optional.empty();
            throw failure;
        }
        replayed.addAll(some);
    }

    DeadMessage dead(int number) {
        return new DeadMessage(id(number), ORDERS, RecordKeys.digest("key " + number), number, now.toEpochMilli() - 50);
    }

    static UUID id(int number) {
        // The highest bit is set in some of them: databases differ in how they compare such.
        return new UUID(number * 0x9e3779b97f4a7c15L, number);
    }

    Receipt receipt(Receipt.Entry... entries) {
        return new Receipt(UUID.randomUUID(), ORDERS, now, List.of(entries));
    }

    void fold(Receipt... receipts) throws Exception {
        fold.store(List.of(receipts));
    }

    void replaying(int... numbers) throws SQLException {
        database.<Integer, SQLException>inTransaction(handle -> {
            acts.replaying(handle, Arrays.stream(numbers).mapToObj(this::dead).toList());
            return 0;
        });
    }

    void discard(int number) throws SQLException {
        database.<Integer, SQLException>inTransaction(handle -> {
            acts.discarded(handle, List.of(dead(number)));
            return 0;
        });
    }

    Optional<MessageState> state(int number) {
        return ledger.find(id(number)).map(LedgerEntry::state);
    }

    Balance balance() {
        return ledger.balances().get(0);
    }

    @Override
    public void close() {
        database.close();
    }
}
