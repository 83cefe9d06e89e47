package io.d365hub.simulator.store;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes that become visible together or not at all. Used by one thread, inside {@link Database#write}; it reads its
 * own changes first.
 */
public final class Transaction {

    private final Database database;
    private final Map<Table, Changes> changes = new LinkedHashMap<>(2);

    Transaction(Database database) {
        this.database = database;
    }

    /** What is changed in one table; an empty value stands for "gone". */
    private static final class Changes {
        final Map<UUID, Optional<Row>> rows = new LinkedHashMap<>(2);
        final Map<UUID, Map<Object, Optional<UUID>>> keys = new HashMap<>(2);
    }

    public Database database() {
        return database;
    }

    /** The row as this transaction sees it, or null. */
    public Row find(TableDefinition definition, UUID id) {
        Table table = database.table(definition);
        Changes changed = changes.get(table);
        if (changed != null) {
            Optional<Row> row = changed.rows.get(id);
            if (row != null) {
                return row.orElse(null);
            }
        }
        return table.find(id);
    }

    /** The row with this {@link KeyValues key value} as this transaction sees it, or null. */
    public Row find(TableDefinition definition, AlternateKey key, Object value) {
        UUID id = findId(database.table(definition), key, value);
        return id == null ? null : find(definition, id);
    }

    private UUID findId(Table table, AlternateKey key, Object value) {
        Changes changed = changes.get(table);
        if (changed != null) {
            Map<Object, Optional<UUID>> changedKeys = changed.keys.get(key.metadataId());
            Optional<UUID> id = changedKeys == null ? null : changedKeys.get(value);
            if (id != null) {
                return id.orElse(null);
            }
        }
        return table.findId(key, value);
    }

    /**
     * Inserts or replaces a row.
     *
     * @param values by ordinal, with the primary key first; the version is filled in; not to be changed afterwards
     * @throws KeyViolation when another row has the same values of an alternate key; nothing is changed then
     */
    public Row put(TableDefinition definition, Object[] values) {
        values[1] = database.nextVersion();
        return restore(definition, values);
    }

    /** The same with the version that is in the values: for rows that were stored before. */
    public Row restore(TableDefinition definition, Object[] values) {
        Row row = new Row(values);
        Table table = database.table(definition);
        Row before = find(definition, row.id());
        // The table's own definition: the caller's may be older than a key that came meanwhile.
        List<AlternateKey> keys = table.definition().activeKeys();
        for (AlternateKey key : keys) {
            Object value = KeyValues.of(key, row);
            UUID holder = value == null ? null : findId(table, key, value);
            if (holder != null && !holder.equals(row.id())) {
                throw new KeyViolation(definition, key, row);
            }
        }
        Changes changed = changes.computeIfAbsent(table, t -> new Changes());
        for (AlternateKey key : keys) {
            moveKey(changed, key, before, row);
        }
        changed.rows.put(row.id(), Optional.of(row));
        return row;
    }

    /** Uses up version numbers without changing a row, at least one and up to {@code least}; returns the last. */
    public long skipVersions(long least) {
        return database.skipTo(least);
    }

    public void delete(TableDefinition definition, Row row) {
        Table table = database.table(definition);
        Changes changed = changes.computeIfAbsent(table, t -> new Changes());
        for (AlternateKey key : table.definition().activeKeys()) {
            moveKey(changed, key, row, null);
        }
        changed.rows.put(row.id(), Optional.empty());
    }

    private static void moveKey(Changes changed, AlternateKey key, Row before, Row after) {
        Object old = before == null ? null : KeyValues.of(key, before);
        Object now = after == null ? null : KeyValues.of(key, after);
        if (old == null ? now == null : old.equals(now)) {
            return;
        }
        Map<Object, Optional<UUID>> moved = changed.keys.computeIfAbsent(key.metadataId(), k -> new HashMap<>(2));
        if (old != null) {
            moved.put(old, Optional.empty());
        }
        if (now != null) {
            moved.put(now, Optional.of(after.id()));
        }
    }

    /** The rows whose lookup points at {@code target}, as this transaction sees them. */
    public List<Row> pointingAt(TableDefinition definition, ColumnDefinition lookup, UUID target) {
        Table table = database.table(definition);
        List<Row> found = new ArrayList<>();
        for (UUID id : table.pointingAt(lookup, target)) {
            Row row = find(definition, id);
            if (row != null && points(row, lookup, target)) {
                found.add(row);
            }
        }
        Changes changed = changes.get(table);
        if (changed != null) {
            for (Optional<Row> row : changed.rows.values()) {
                if (row.isPresent()
                        && points(row.get(), lookup, target)
                        && !table.pointingAt(lookup, target).contains(row.get().id())) {
                    found.add(row.get());
                }
            }
        }
        return found;
    }

    private static boolean points(Row row, ColumnDefinition lookup, UUID target) {
        return row.value(lookup) instanceof Reference reference
                && reference.id().equals(target);
    }

    void commit(CommitListener listener) {
        changes.forEach((table, changed) -> {
            changed.rows.forEach((id, after) -> {
                Row before = table.find(id);
                if (after.isPresent()) {
                    table.put(after.get(), before);
                } else if (before != null) {
                    table.remove(before);
                }
                if (before != null || after.isPresent()) {
                    long version = after.isPresent() ? after.get().version() : database.nextVersion();
                    listener.committed(table.definition(), before, after.orElse(null), version);
                }
            });
            changed.keys.forEach((key, values) -> values.forEach((value, id) -> {
                if (id.isPresent()) {
                    table.putKey(key, value, id.get());
                } else {
                    table.removeKey(key, value);
                }
            }));
        });
    }
}
