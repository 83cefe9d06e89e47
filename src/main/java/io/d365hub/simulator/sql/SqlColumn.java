package io.d365hub.simulator.sql;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Row;

/**
 * A column of one of the joined tables.
 *
 * @param source the table's place in the FROM clause, from 0
 * @param table the table
 * @param column the column
 */
record SqlColumn(int source, TableDefinition table, ColumnDefinition column) {

    /** The value in a joined row; null also where an outer join found nothing. */
    Object value(Row[] joined) {
        Row row = joined[source];
        return row == null ? null : row.value(column);
    }
}
