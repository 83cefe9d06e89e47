package io.d365hub.virtual.query;

import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One page of one table. Equal queries have equal answers, so it serves as the key of the cache.
 *
 * @param table which
 * @param columns those whose values are wanted, the key always among them; other values need not be read
 * @param filter which rows; {@link Filter#ALL} for every one
 * @param order how; always ends with the key, which makes it total
 * @param skip how many rows of the whole answer are left out before the first; 0 when {@code continuation} is there
 * @param limit most rows of this page
 * @param count whether the number of all rows that pass the filter is wanted, too
 * @param continuation where the page begins: the {@link io.d365hub.virtual.TablePage#next} of the page before, which was an
 *     answer to an equal query (only {@code limit} and {@code count} may differ)
 */
public record TableQuery(
        VirtualTable table,
        Set<VirtualColumn> columns,
        Filter filter,
        List<Order> order,
        long skip,
        int limit,
        boolean count,
        Optional<String> continuation) {

    public TableQuery {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(continuation, "continuation");
        columns = Set.copyOf(columns);
        order = List.copyOf(order);
    }

    /** The one row whose natural key this is, where a source must search for it. */
    public static TableQuery ofKey(VirtualTable table, Object key, Set<VirtualColumn> columns) {
        Filter wanted = new Filter.Comparison(
                new Operand.Column(table.key()),
                Filter.Comparator.EQ,
                new Operand.Literal(table.key().sourceType(), key));
        return new TableQuery(
                table, columns, wanted, List.of(new Order(table.key(), false)), 0, 1, false, Optional.empty());
    }

    /**
     * One term of the order. Nulls come before every value when ascending and after when descending (OData 4.0, Protocol
     * 11.2.5.2). Texts are in the order of the column's {@link io.d365hub.virtual.TextComparison}.
     */
    public record Order(VirtualColumn column, boolean descending) {}
}
