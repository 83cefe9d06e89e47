package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.query.ConditionFunction;
import io.d365hub.simulator.query.ConditionTests;
import io.d365hub.simulator.query.QueryContext;
import io.d365hub.simulator.store.RelatedRows;
import io.d365hub.simulator.store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds what a query over a table names: {@code name}, {@code _lookup_value}, {@code lookup/name}, collections. */
public final class RowProperties implements FilterScope<Row> {

    private final QueryContext context;
    private final TableDefinition table;

    public RowProperties(QueryContext context, TableDefinition table) {
        this.context = context;
        this.table = table;
    }

    @Override
    public RowProperty apply(String path) {
        return find(path, false);
    }

    private RowProperty find(String path, boolean byLogicalName) {
        List<TableDefinition.Navigation> way = new ArrayList<>(2);
        TableDefinition at = table;
        String rest = path;
        for (int slash = rest.indexOf('/'); slash >= 0; slash = rest.indexOf('/')) {
            TableDefinition.Navigation navigation = at.navigation(rest.substring(0, slash));
            if (navigation == null) {
                throw ApiError.noProperty(rest.substring(0, slash), at.typeName());
            }
            way.add(navigation);
            at = context.database().model().table(navigation.property().target());
            rest = rest.substring(slash + 1);
        }
        ColumnDefinition column = at.property(rest);
        if (column == null && byLogicalName) {
            column = at.column(rest);
        }
        if (column == null || !column.readable()) {
            throw ApiError.noProperty(rest, at.typeName());
        }
        return new RowProperty(context.database(), way, at, column);
    }

    @Override
    public Members<Row> members(String path) {
        if (path.indexOf('/') >= 0) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "Filtering on the collection '" + path + "' behind a single-valued navigation property is not"
                            + " supported.");
        }
        CollectionProperty collection = context.database()
                .model()
                .collection(table, path)
                .orElseThrow(() -> ApiError.noProperty(path, table.typeName()));
        return new Members<>(
                row -> new RelatedRows(context.database(), collection, row.id()).rows(),
                new RowProperties(context, collection.target()));
    }

    @Override
    public Predicate<Row> function(String name, FunctionArguments arguments) {
        ConditionFunction function =
                ConditionFunction.byODataName(name).orElseThrow(() -> FilterParser.unknownFunction(name));
        // Functions name columns as FetchXML does, lookups without the decoration.
        RowProperty property = find(arguments.column(), true);
        List<Object> values = ConditionValues.of(function, property.column(), arguments.texts());
        Predicate<Object> test = ConditionTests.of(function, property.table(), property.column(), values, context);
        return row -> test.test(property.value(row));
    }
}
