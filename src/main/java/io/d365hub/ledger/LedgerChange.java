package io.d365hub.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
    private final Map<UUID, MessageRow> stored = new HashMap<>();
    private final Map<UUID, MessageRow> current = new HashMap<>();
    private final Map<KeyRef, Long> delivered = new HashMap<>();
    private final List<Replayed> replayed = new ArrayList<>();

    /** A record key of an integration. */
    record KeyRef(int integration, UUID digest) {}

    /** One of the counters. */
    record CounterRef(int integration, MessageState state) {}

    LedgerChange(Handle handle) throws SQLException {
        this.tables = new LedgerTables(handle.getConnection());
        tables.lock();
        this.integrations = tables.integrations();
    }

    LedgerTables tables() {
        return tables;
    }

    /** Must be called for all messages before anything is said of them. */
    void load(Collection<UUID> messages) throws SQLException {
        for (MessageRow row : tables.messages(messages)) {
            stored.put(row.id(), row);
            current.put(row.id(), row);
        }
    }

    void fold(Receipt receipt) throws SQLException {
        int integration = integration(receipt.integration());
        for (Receipt.Entry entry : receipt.entries()) {
            MessageRow row = current.get(entry.message());
            boolean reached = entry.outcome() == Outcome.DELIVERED || entry.outcome() == Outcome.FILTERED;
            if (reached && row != null && mayBeReplay(row, entry)) {
                replayed.add(new Replayed(entry.message(), entry.sequence(), entry.outcome(), entry.settledAt()));
            }
            if (entry.outcome() == Outcome.DELIVERED) {
                delivered.merge(new KeyRef(integration, entry.keyDigest()), entry.sequence(), Math::max);
            }
            current.put(entry.message(), row == null ? MessageRow.first(integration, entry) : row.after(entry));
        }
    }

    /** Also when the row tells of another acceptance: then it cannot say whether this one was a replay. */
    private static boolean mayBeReplay(MessageRow row, Receipt.Entry entry) {
        return row.state() == MessageState.REPLAYING || row.sequence() != entry.sequence();
    }

    /** An operator acts on the dead letter of a message. */
    void act(DeadMessage message, MessageState next, long now) throws SQLException {
        MessageRow row = current.get(message.message());
        if (row == null || row.sequence() < message.sequence()) {
            row = new MessageRow(
                    message.message(),
                    integration(message.integration()),
                    next,
                    message.keyDigest(),
                    message.sequence(),
                    message.acceptedAt(),
                    now,
                    1);
        } else {
            row = row.afterAct(next, message.sequence(), now);
        }
        current.put(message.message(), row);
    }

    List<Replayed> replayed() {
        return replayed;
    }

    void save(long now) throws SQLException {
        Map<CounterRef, Long> counters = new HashMap<>();
        List<MessageRow> fresh = new ArrayList<>();
        List<MessageRow> changed = new ArrayList<>();
        current.forEach((id, row) -> {
            MessageRow before = stored.get(id);
            if (before == null) {
                fresh.add(row);
                count(counters, row, 1);
            } else if (!before.equals(row)) {
                changed.add(row);
                count(counters, before, -1);
                count(counters, row, 1);
            }
        });
        tables.insertMessages(fresh);
        tables.updateMessages(changed);
        tables.raiseKeys(delivered, now);
        tables.count(counters);
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
