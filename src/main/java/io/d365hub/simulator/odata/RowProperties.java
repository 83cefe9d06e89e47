package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Finds the columns that a query names: {@code name}, {@code _lookup_value}, {@code lookup/name}. */
public final class RowProperties implements Function<String, Property<Row>> {

    private final Database database;
    private final TableDefinition table;

    public RowProperties(Database database, TableDefinition table) {
        this.database = database;
        this.table = table;
    }

    @Override
    public Property<Row> apply(String path) {
        List<TableDefinition.Navigation> way = new ArrayList<>();
        TableDefinition at = table;
        String rest = path;
        for (int slash = rest.indexOf('/'); slash >= 0; slash = rest.indexOf('/')) {
            TableDefinition.Navigation navigation = at.navigation(rest.substring(0, slash));
            if (navigation == null) {
                throw ApiError.noProperty(rest.substring(0, slash), at.typeName());
            }
            way.add(navigation);
            at = database.model().table(navigation.property().target());
            rest = rest.substring(slash + 1);
        }
        ColumnDefinition column = at.property(rest);
        if (column == null) {
            throw ApiError.noProperty(rest, at.typeName());
        }
        return way.isEmpty() ? new OwnColumn(column) : new RelatedColumn(database, way, column);
    }

    /** A column of the row itself. */
    private record OwnColumn(ColumnDefinition column) implements Property<Row> {

        @Override
        public Object value(Row row) {
            return row.value(column);
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

    /** A column of a row that lookups lead to. */
    private record RelatedColumn(Database database, List<TableDefinition.Navigation> way, ColumnDefinition column)
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
}
