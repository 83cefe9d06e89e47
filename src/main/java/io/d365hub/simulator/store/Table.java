package io.d365hub.simulator.store;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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

    private final ConcurrentNavigableMap<UUID, Row> rows = new ConcurrentSkipListMap<>(UuidOrder.INSTANCE);
    private volatile Layout layout;
    /** Counted here because a skip list counts by walking. */
    private final LongAdder size = new LongAdder();

    /**
     * The table's definition with its indexes. Immutable as such; the maps in it are filled by commits.
     *
     * @param byKey for each enforced key, by the key's id, the row of each value
     * @param byTarget for each traced lookup, by its ordinal, the rows that point at each row
     */
    private record Layout(
            TableDefinition definition,
            Map<UUID, ConcurrentMap<Object, UUID>> byKey,
            Map<Integer, ConcurrentMap<UUID, Set<UUID>>> byTarget) {}

    Table(TableDefinition definition) {
        layout = layout(definition, new Layout(definition, Map.of(), Map.of()));
    }

    /** Takes another definition over, and indexes what it asks for; only under the database's lock. */
    void redefine(TableDefinition changed) {
        layout = layout(changed, layout);
    }

    private Layout layout(TableDefinition definition, Layout old) {
        Map<UUID, ConcurrentMap<Object, UUID>> byKey = new HashMap<>();
        for (AlternateKey key : definition.activeKeys()) {
            ConcurrentMap<Object, UUID> index = old.byKey().get(key.metadataId());
            byKey.put(key.metadataId(), index == null ? indexed(key) : index);
        }
        Map<Integer, ConcurrentMap<UUID, Set<UUID>>> byTarget = new HashMap<>();
        for (ColumnDefinition column : definition.columns()) {
            if (isTraced(column)) {
                ConcurrentMap<UUID, Set<UUID>> index = old.byTarget().get(column.ordinal());
                byTarget.put(column.ordinal(), index == null ? new ConcurrentHashMap<>() : index);
            }
        }
        return new Layout(definition, byKey, byTarget);
    }

    private ConcurrentMap<Object, UUID> indexed(AlternateKey key) {
        ConcurrentMap<Object, UUID> index = new ConcurrentHashMap<>();
        for (Row row : rows.values()) {
            Object value = KeyValues.of(key, row);
            if (value != null) {
                index.put(value, row.id());
            }
        }
        return index;
    }

    /** Whether two rows have the same values of a key that is not enforced yet. */
    public boolean hasDuplicates(AlternateKey key) {
        Set<Object> seen = new HashSet<>();
        for (Row row : rows.values()) {
            Object value = KeyValues.of(key, row);
            if (value != null && !seen.add(value)) {
                return true;
            }
        }
        return false;
    }

    /** Users and currencies are pointed at by every row: tracing them would cost much and serve nobody. */
    public static boolean isTraced(ColumnDefinition column) {
        return column.type().isLookup()
                && column.targets().stream()
                        .noneMatch(target -> target.target().equals("systemuser")
                                || target.target().equals("transactioncurrency"));
    }

    @Override
    public TableDefinition definition() {
        return layout.definition();
    }

    /** The row, or null. */
    public Row find(UUID id) {
        return rows.get(id);
    }

    /** The row with this {@link KeyValues key value}, or null. */
    public Row find(AlternateKey key, Object value) {
        UUID id = findId(key, value);
        return id == null ? null : rows.get(id);
    }

    /** Null also for a key that has gone meanwhile. */
    UUID findId(AlternateKey key, Object value) {
        ConcurrentMap<Object, UUID> index = layout.byKey().get(key.metadataId());
        return index == null ? null : index.get(value);
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
        ConcurrentMap<UUID, Set<UUID>> index = layout.byTarget().get(lookup.ordinal());
        return index == null ? Set.of() : index.getOrDefault(target, Set.of());
    }

    /** The rows whose lookup points at {@code target}, in no order; for a lookup that is not traced all rows are read. */
    public Iterable<Row> pointing(ColumnDefinition lookup, UUID target) {
        Collection<Row> found = new ArrayList<>();
        if (layout.byTarget().containsKey(lookup.ordinal())) {
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
        if (row != null && target.equals(reference(row, lookup.ordinal()))) {
            found.add(row);
        }
    }

    void put(Row row, Row before) {
        rows.put(row.id(), row);
        if (before == null) {
            size.increment();
        }
        layout.byTarget()
                .forEach((ordinal, index) ->
                        trace(index, row.id(), reference(before, ordinal), reference(row, ordinal)));
    }

    void remove(Row before) {
        rows.remove(before.id());
        size.decrement();
        layout.byTarget().forEach((ordinal, index) -> trace(index, before.id(), reference(before, ordinal), null));
    }

    private static UUID reference(Row row, int ordinal) {
        return row != null && row.value(ordinal) instanceof Reference reference ? reference.id() : null;
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

    void putKey(UUID key, Object value, UUID id) {
        layout.byKey().get(key).put(value, id);
    }

    void removeKey(UUID key, Object value) {
        layout.byKey().get(key).remove(value);
    }
}
