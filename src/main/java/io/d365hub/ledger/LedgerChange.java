package io.d365hub.ledger;

import io.d365hub.ledger.MessageRow.Ref;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * One transaction's changes of the ledger: loads the rows it touches, works on them in memory, and saves rows and counters
 * together. Holds the ledger's lock from its making to the end of the transaction.
 */
final class LedgerChange {

    private final LedgerTables tables;
    private final Map<String, Integer> integrations;
    private final Buckets buckets;
    private final Map<Ref, MessageRow> stored = new HashMap<>();
    private final Map<Ref, MessageRow> current = new HashMap<>();
    private final Map<KeyRef, Long> storedKeys = new HashMap<>();
    private final Map<KeyRef, Long> currentKeys = new HashMap<>();
    private final List<Replayed> replayed = new ArrayList<>();
    private final List<FoldedVerdicts.First> firsts = new ArrayList<>();
    private int replays;
    /** Of the counters, beside those of {@link #current}: messages that were moved at once, or whose rows are deleted. */
    private final Map<CounterRef, Long> changes = new HashMap<>();

    /** A record key of an integration. */
    record KeyRef(int integration, UUID digest) {}

    /** One of the counters. */
    record CounterRef(int integration, MessageState state) {}

    LedgerChange(Handle handle) throws SQLException {
        this.tables = new LedgerTables(handle.getConnection());
        tables.lock();
        this.integrations = tables.integrations();
        this.buckets = new Buckets(tables.buckets());
    }

    LedgerTables tables() {
        return tables;
    }

    /** Must be called once, for everything that is going to be said. */
    void load(Collection<Ref> messages, Collection<UUID> keyDigests) throws SQLException {
        Map<Long, List<UUID>> byBucket = new HashMap<>();
        for (Ref message : messages) {
            byBucket.computeIfAbsent(buckets.of(message.sequence()), bucket -> new ArrayList<>())
                    .add(message.id());
        }
        for (Map.Entry<Long, List<UUID>> bucket : byBucket.entrySet()) {
            for (MessageRow row : tables.messages().find(bucket.getKey(), bucket.getValue())) {
                stored.put(row.ref(), row);
            }
        }
        current.putAll(stored);
        storedKeys.putAll(tables.keys(keyDigests));
        currentKeys.putAll(storedKeys);
    }

    void fold(Receipt receipt) throws SQLException {
        int integration = integration(receipt.integration());
        for (Receipt.Entry entry : receipt.entries()) {
            MessageRow row = current.get(Ref.of(entry));
            boolean unnamed = entry.reachedTarget() && entry.replay().isEmpty();
            if (unnamed && row != null && row.state() == MessageState.REPLAYING) {
                replayed.add(Replayed.of(entry));
            }
            if (row == null && entry.outcome() != Outcome.PARKED) {
                firsts.add(new FoldedVerdicts.First(receipt.integration(), entry.acceptedAt()));
            } else if (row != null && row.state() == MessageState.REPLAYING && entry.outcome() != Outcome.PARKED) {
                replays++;
            }
            KeyRef key = new KeyRef(integration, entry.keyDigest());
            switch (entry.outcome()) {
                case DEAD -> currentKeys.putIfAbsent(key, 0L);
                case DELIVERED -> currentKeys.computeIfPresent(key, (k, newest) -> Math.max(newest, entry.sequence()));
                default -> {}
            }
            current.put(Ref.of(entry), row == null ? MessageRow.first(integration, entry) : row.after(entry));
        }
    }

    /**
     * An operator acts on the dead letters of messages, most of which are dead and nothing else. Those are moved at once where the
     * database can do so; returns the others, which are to be loaded and acted upon one by one.
     */
    List<DeadMessage> actAtOnce(Collection<DeadMessage> messages, MessageState next, long now) throws SQLException {
        if (!tables.isPostgresql() || messages.isEmpty()) {
            return List.copyOf(messages);
        }
        Map<Ref, DeadMessage> first = new LinkedHashMap<>();
        List<DeadMessage> others = new ArrayList<>();
        for (DeadMessage message : messages) {
            if (first.putIfAbsent(Ref.of(message), message) != null) {
                others.add(message);
            }
        }
        Map<Ref, Integer> moved = tables.messages().moveDead(first.keySet(), buckets, next, now);
        moved.values().forEach(integration -> {
            changes.merge(new CounterRef(integration, MessageState.DEAD), -1L, Long::sum);
            changes.merge(new CounterRef(integration, next), 1L, Long::sum);
        });
        first.keySet().removeAll(moved.keySet());
        others.addAll(0, first.values());
        return others;
    }

    /** An operator acts on the dead letter of a message. */
    void act(DeadMessage message, MessageState next, long now) throws SQLException {
        int integration = integration(message.integration());
        MessageRow row = current.get(Ref.of(message));
        currentKeys.putIfAbsent(new KeyRef(integration, message.keyDigest()), 0L);
        current.put(
                Ref.of(message),
                row == null ? MessageRow.first(integration, message, next, now) : row.after(next, now));
    }

    /** A message that an operator gave up is dead again, also when retention has deleted its row. */
    void restore(DeadMessage message, long now) throws SQLException {
        int integration = integration(message.integration());
        currentKeys.putIfAbsent(new KeyRef(integration, message.keyDigest()), 0L);
        MessageRow row = current.get(Ref.of(message));
        if (row == null) {
            changes.merge(new CounterRef(integration, MessageState.DISCARDED), -1L, Long::sum);
        }
        current.put(Ref.of(message), row == null ? MessageRow.dead(integration, message, now) : row.restored(now));
    }

    List<Replayed> replayed() {
        return replayed;
    }

    FoldedVerdicts verdicts() {
        return new FoldedVerdicts(firsts, replays);
    }

    void save(long now) throws SQLException {
        Map<CounterRef, Long> counters = new HashMap<>(changes);
        List<MessageRow> fresh = new ArrayList<>();
        List<MessageRow> changed = new ArrayList<>();
        current.forEach((ref, row) -> {
            MessageRow before = stored.get(ref);
            if (before == null) {
                fresh.add(row);
                buckets.added(ref.sequence());
                count(counters, row, 1);
            } else if (!before.equals(row)) {
                changed.add(row);
                count(counters, before, -1);
                count(counters, row, 1);
            }
        });
        tables.messages().insert(fresh, buckets);
        tables.messages().update(changed, buckets);
        tables.saveLast(buckets);
        saveKeys(now);
        tables.count(counters);
    }

    private void saveKeys(long now) throws SQLException {
        Map<KeyRef, Long> fresh = new HashMap<>(currentKeys);
        fresh.keySet().removeAll(storedKeys.keySet());
        Map<KeyRef, Long> raised = new HashMap<>(currentKeys);
        raised.keySet().retainAll(storedKeys.keySet());
        raised.entrySet().removeAll(storedKeys.entrySet());
        tables.insertKeys(fresh, now);
        tables.updateKeys(raised, now);
    }

    private static void count(Map<CounterRef, Long> counters, MessageRow row, long by) {
        counters.merge(new CounterRef(row.integration(), row.state()), by, Long::sum);
    }

    private int integration(String name) throws SQLException {
        Integer known = integrations.get(name);
        if (known == null) {
            known = tables.addIntegration(name);
            integrations.put(name, known);
        }
        return known;
    }
}
