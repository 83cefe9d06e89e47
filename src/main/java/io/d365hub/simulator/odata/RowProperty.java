package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.util.List;

/**
 * A column of a row, or of the row that lookups lead to.
 *
 * @param database where the lookups lead
 * @param way the lookups to follow; empty for the row's own column
 * @param table the column's table
 * @param column the column
 */
public record RowProperty(
        Database database, List<TableDefinition.Navigation> way, TableDefinition table, ColumnDefinition column)
        implements Property<Row> {

    @Override
    public Object value(Row row) {
        Row at = row;
        for (TableDefinition.Navigation navigation : way) {
            if (!(at.value(navigation.column()) instanceof Reference reference)
                    || !reference.table().equals(navigation.property().target())) {
                return null;
            }
            at = database.table(database.model().table(reference.table())).find(reference.id());
            if (at == null) {
                return null;
            }
        }
        return at.value(column);
    }

    @Override
    public Object coerce(Literal literal) {
        return Values.of(literal, column);
    }

    @Override
    public String typeName() {
        return column.type().edmType();
    }

    @Override
    public boolean isText() {
        return column.type().isText();
    }
}
