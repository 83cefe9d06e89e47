package io.d365hub.simulator.sql;

import io.d365hub.simulator.store.KeyValues;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Adds the rows of one more table to joined rows. Used by one thread, for one run. */
final class SqlJoin {

    private final Clause clause;
    private final Map<Object, List<Row>> rows = new HashMap<>();

    /**
     * A JOIN as it was read.
     *
     * @param outer whether joined rows without a match stay
     * @param own the new table's column
     * @param other the column of a table before it that must be equal
     * @param further what else ON asks for
     */
    record Clause(boolean outer, SqlColumn own, SqlColumn other, SqlCondition further) {}

    SqlJoin(Clause clause, Table table) {
        this.clause = clause;
        for (Row row : table.rows()) {
            Object value = row.value(clause.own().column());
            if (value != null) {
                rows.computeIfAbsent(KeyValues.normalized(value), key -> new ArrayList<>(1))
                        .add(row);
            }
        }
    }

    void join(Row[] joined, Consumer<Row[]> next) {
        Object value = clause.other().value(joined);
        List<Row> found = value == null ? List.of() : rows.getOrDefault(KeyValues.normalized(value), List.of());
        boolean matched = false;
        for (Row row : found) {
            Row[] more = joined.clone();
            more[clause.own().source()] = row;
            if (clause.further().holds(more)) {
                matched = true;
                next.accept(more);
            }
        }
        if (!matched && clause.outer()) {
            next.accept(joined);
        }
    }
}
