package io.d365hub.simulator.fetch;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.query.Aggregation;
import io.d365hub.simulator.store.Row;

/**
 * One column of the answer.
 *
 * @param name what the answer calls it
 * @param source the table it comes from
 * @param column the column
 * @param method how it is summed up; null when it is not
 * @param dateGrouping the part of a date that is grouped by; null for the whole value
 */
public record FetchColumn(
        String name,
        FetchSource source,
        ColumnDefinition column,
        Aggregation.Method method,
        DateGrouping dateGrouping) {

    /** The row that has the value, or null where an outer join found nothing. */
    public Row row(Row[] joined) {
        return joined[source.index()];
    }

    public TableDefinition table() {
        return source.table();
    }

    /** Whether the answer's value is one of the column's, not a number that was calculated from it. */
    public boolean keepsType() {
        return dateGrouping == null
                && (method == null || method == Aggregation.Method.MIN || method == Aggregation.Method.MAX);
    }

    /** The value in a joined row, or null; a part of a date when that is grouped by. */
    Object value(Row[] joined) {
        Object value = source.value(joined, column);
        return dateGrouping == null || value == null ? value : dateGrouping.of(value);
    }
}
