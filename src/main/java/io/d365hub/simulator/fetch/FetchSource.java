package io.d365hub.simulator.fetch;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Row;
import java.util.function.Predicate;

/**
 * A table that takes part in a query: the root, or what a {@code link-entity} joins. In a joined row it has the place
 * {@link #index}. Made while the query is read; after that it is not changed.
 */
final class FetchSource {

    private final TableDefinition table;
    private final int index;
    private final String alias;
    private Predicate<Row[]> filter = joined -> true;

    FetchSource(TableDefinition table, int index, String alias) {
        this.table = table;
        this.index = index;
        this.alias = alias;
    }

    TableDefinition table() {
        return table;
    }

    int index() {
        return index;
    }

    boolean isRoot() {
        return index == 0;
    }

    String alias() {
        return alias;
    }

    void restrict(Predicate<Row[]> more) {
        filter = filter.and(more);
    }

    /** Whether its row in this joined row passes its filters. */
    boolean accepts(Row[] joined) {
        return filter.test(joined);
    }

    ColumnDefinition column(String name) {
        ColumnDefinition column = table.column(name);
        if (column == null || !column.readable()) {
            throw FetchErrors.noColumn(table, name);
        }
        return column;
    }

    /** The column's value in a joined row; null where an outer join found nothing. */
    Object value(Row[] joined, ColumnDefinition column) {
        Row row = joined[index];
        return row == null ? null : row.value(column);
    }
}
