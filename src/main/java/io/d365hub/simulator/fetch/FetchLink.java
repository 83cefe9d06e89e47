package io.d365hub.simulator.fetch;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.KeyValues;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A {@code link-entity}: finds the rows that belong to a row of its parent. Used by one thread. */
final class FetchLink {

    private final FetchSource source;
    private final FetchSource parent;
    private final ColumnDefinition from;
    private final ColumnDefinition to;
    private final Kind kind;
    private final Table table;
    private final Optional<AlternateKey> key;
    /** Rows by value, for columns without an index; made when it is first needed. */
    private Map<Object, List<Row>> hashed;

    /** How a parent without partners, or with several, comes through. */
    enum Kind {
        INNER,
        OUTER,
        /** Like {@link #INNER}, with the first partner only. */
        FIRST
    }

    /**
     * A join.
     *
     * @param from column of {@code source}
     * @param to column of {@code parent}
     */
    FetchLink(
            Database database,
            FetchSource source,
            FetchSource parent,
            ColumnDefinition from,
            ColumnDefinition to,
            Kind kind) {
        this.source = source;
        this.parent = parent;
        this.from = from;
        this.to = to;
        this.kind = kind;
        this.table = database.table(source.table());
        this.key = source.table().activeKeys().stream()
                .filter(candidate -> candidate.columns().equals(List.of(from)))
                .findFirst();
    }

    FetchSource source() {
        return source;
    }

    Kind kind() {
        return kind;
    }

    /** Whether a row of the parent has one partner at most. */
    boolean isToOne() {
        return kind == Kind.FIRST || from == source.table().primaryId() || key.isPresent();
    }

    /** The partners of the parent's row, before filters. */
    Iterable<Row> partners(Row[] joined) {
        Object value = parent.value(joined, to);
        if (value == null) {
            return List.of();
        }
        Object wanted = KeyValues.normalized(value);
        if (from == source.table().primaryId()) {
            return wanted instanceof UUID id ? one(table.find(id)) : List.of();
        }
        if (key.isPresent()) {
            return one(table.find(key.get(), wanted));
        }
        if (from.type().isLookup() && wanted instanceof UUID id && Table.isTraced(from)) {
            List<Row> rows = new ArrayList<>();
            for (UUID pointing : table.pointingAt(from, id)) {
                rows.addAll(one(table.find(pointing)));
            }
            return rows;
        }
        return byValue().getOrDefault(wanted, List.of());
    }

    private static List<Row> one(Row row) {
        return row == null ? List.of() : List.of(row);
    }

    private Map<Object, List<Row>> byValue() {
        if (hashed == null) {
            hashed = new HashMap<>();
            for (Row row : table.rows()) {
                Object value = row.value(from);
                if (value != null) {
                    hashed.computeIfAbsent(KeyValues.normalized(value), v -> new ArrayList<>(1))
                            .add(row);
                }
            }
        }
        return hashed;
    }
}
