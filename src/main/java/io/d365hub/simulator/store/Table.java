package io.d365hub.simulator.store;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The committed rows of one table, by primary key, by alternate key and by what they point at. Any thread may read;
 * only a committing {@link Transaction} writes, one at a time.
 */
public final class Table implements RowSource {

    private final TableDefinition definition;
    private final ConcurrentNavigableMap<UUID, Row> rows = new ConcurrentSkipListMap<>(UuidOrder.INSTANCE);
    private final Map<AlternateKey, ConcurrentMap<Object, UUID>> byKey = new HashMap<>();
    private final Map<ColumnDefinition, ConcurrentMap<UUID, Set<UUID>>> byTarget = new HashMap<>();
    /** Counted here because a skip list counts by walking. */
    private final LongAdder size = new LongAdder();

    Table(TableDefinition definition) {
        this.definition = definition;
        for (AlternateKey key : definition.keys()) {
            byKey.put(key, new ConcurrentHashMap<>());
        }
        for (ColumnDefinition column : definition.columns()) {
            if (isTraced(column)) {
                byTarget.put(column, new ConcurrentHashMap<>());
            }
        }
    }

    /** Users and currencies are pointed at by every row: tracing them would cost much and serve nobody. */
    static boolean isTraced(ColumnDefinition column) {
        return column.type().isLookup()
                && column.targets().stream()
                        .noneMatch(target -> target.target().equals("systemuser")
                                || target.target().equals("transactioncurrency"));
    }

    @Override
    public TableDefinition definition() {
        return definition;
    }

    /** The row, or null. */
    public Row find(UUID id) {
        return rows.get(id);
    }

    /** The row with this {@link KeyValues key value}, or null. */
    public Row find(AlternateKey key, Object value) {
        UUID id = byKey.get(key).get(value);
        return id == null ? null : rows.get(id);
    }

    UUID findId(AlternateKey key, Object value) {
        return byKey.get(key).get(value);
    }

    /** All rows in the order of their primary keys. A row that is written meanwhile may or may not be seen. */
    @Override
    public Iterable<Row> rows() {
        return rows.values();
    }

    /** The rows after this primary key. */
    @Override
    public Iterable<Row> rowsAfter(UUID id) {
        return rows.tailMap(id, false).values();
    }

    public long size() {
        return size.sum();
    }

    /** The ids of the rows whose lookup points at {@code target}; empty for lookups at users and currencies. */
    public Set<UUID> pointingAt(ColumnDefinition lookup, UUID target) {
        ConcurrentMap<UUID, Set<UUID>> index = byTarget.get(lookup);
        return index == null ? Set.of() : index.getOrDefault(target, Set.of());
    }

    /** The rows whose lookup points at {@code target}, in no order; for a lookup that is not traced all rows are read. */
    public Iterable<Row> pointing(ColumnDefinition lookup, UUID target) {
        Collection<Row> found = new ArrayList<>();
        if (byTarget.containsKey(lookup)) {
            for (UUID id : pointingAt(lookup, target)) {
                addIfPointing(found, rows.get(id), lookup, target);
            }
        } else {
            for (Row row : rows.values()) {
                addIfPointing(found, row, lookup, target);
            }
        }
        return found;
    }

    private static void addIfPointing(Collection<Row> found, Row row, ColumnDefinition lookup, UUID target) {
        if (row != null && target.equals(reference(row, lookup))) {
            found.add(row);
        }
    }

    void put(Row row, Row before) {
        rows.put(row.id(), row);
        if (before == null) {
            size.increment();
        }
        byTarget.forEach((column, index) -> trace(index, row.id(), reference(before, column), reference(row, column)));
    }

    void remove(Row before) {
        rows.remove(before.id());
        size.decrement();
        byTarget.forEach((column, index) -> trace(index, before.id(), reference(before, column), null));
    }

    private static UUID reference(Row row, ColumnDefinition column) {
        return row != null && row.value(column) instanceof Reference reference ? reference.id() : null;
    }

    private static void trace(ConcurrentMap<UUID, Set<UUID>> index, UUID row, UUID before, UUID now) {
        if (now == null ? before == null : now.equals(before)) {
            return;
        }
        if (before != null) {
            index.computeIfPresent(before, (target, ids) -> {
                ids.remove(row);
                return ids.isEmpty() ? null : ids;
            });
        }
        if (now != null) {
            index.computeIfAbsent(now, target -> ConcurrentHashMap.newKeySet(4)).add(row);
        }
    }

    void putKey(AlternateKey key, Object value, UUID id) {
        byKey.get(key).put(value, id);
    }

    void removeKey(AlternateKey key, Object value) {
        byKey.get(key).remove(value);
    }
}
