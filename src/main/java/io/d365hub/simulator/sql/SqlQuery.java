package io.d365hub.simulator.sql;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.query.Aggregation;
import io.d365hub.simulator.query.ValueOrder;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.KeyValues;
import io.d365hub.simulator.store.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** A read-only SQL query: {@code SELECT} over joined tables. Used by one thread. */
public final class SqlQuery {

    private final Database database;
    private final SqlStatement statement;

    /**
     * Reads a statement.
     *
     * @throws ApiError when it is none, or asks for something that the service does not do
     */
    public SqlQuery(Database database, String text) {
        this.database = database;
        this.statement = new SqlParser(database.model(), text).parse();
    }

    /** The first table of FROM. */
    public TableDefinition table() {
        return statement.tables().get(0);
    }

    /** What the answer calls the columns, in order. */
    public List<String> names() {
        return statement.items().stream().map(SqlItem::name).toList();
    }

    /** The values of one row of the result, and of what it is ordered by beside them. */
    private record Line(List<Object> values, List<Object> hidden) {}

    /**
     * The rows of the result, each a list of values in the order of {@link #names()}.
     *
     * @throws ApiError 0x8004e023 when there are too many rows to sum up
     */
    public List<List<Object>> rows() {
        List<Line> lines = statement.aggregates() ? groups() : lines();
        Stream<Line> result = lines.stream();
        if (statement.shape().distinct()) {
            Set<Object> seen = new HashSet<>();
            result = result.filter(line -> seen.add(normalized(line.values())));
        }
        if (!statement.shape().order().isEmpty()) {
            result = result.sorted(this::compare);
        }
        result = result.skip(statement.shape().offset());
        if (statement.shape().limit() >= 0) {
            result = result.limit(statement.shape().limit());
        }
        return result.map(Line::values).toList();
    }

    private static Object normalized(List<Object> values) {
        List<Object> normalized = new ArrayList<>(values.size());
        values.forEach(value -> normalized.add(value == null ? null : KeyValues.normalized(value)));
        return normalized;
    }

    private int compare(Line a, Line b) {
        List<SqlOrder> orders = statement.shape().order();
        for (int i = 0; i < orders.size(); i++) {
            SqlOrder order = orders.get(i);
            int compared = order.item() >= 0
                    ? ValueOrder.INSTANCE.compare(
                            a.values().get(order.item()), b.values().get(order.item()))
                    : ValueOrder.INSTANCE.compare(a.hidden().get(i), b.hidden().get(i));
            if (compared != 0) {
                return order.descending() ? -compared : compared;
            }
        }
        return 0;
    }

    private void each(Consumer<Row[]> consumer) {
        Consumer<Row[]> next = joined -> {
            if (statement.where().holds(joined)) {
                consumer.accept(joined);
            }
        };
        for (int i = statement.joins().size() - 1; i >= 0; i--) {
            SqlJoin join = new SqlJoin(
                    statement.joins().get(i), database.table(statement.tables().get(i + 1)));
            Consumer<Row[]> after = next;
            next = joined -> join.join(joined, after);
        }
        for (Row row : database.table(table()).rows()) {
            Row[] joined = new Row[statement.tables().size()];
            joined[0] = row;
            next.accept(joined);
        }
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        each(joined -> {
            Object[] values = new Object[statement.items().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = statement.items().get(i).column().value(joined);
            }
            lines.add(new Line(Arrays.asList(values), hidden(column -> column.value(joined))));
        });
        return lines;
    }

    private List<Object> hidden(Function<SqlColumn, Object> value) {
        List<Object> hidden = new ArrayList<>();
        for (SqlOrder order : statement.shape().order()) {
            hidden.add(order.column() == null ? null : value.apply(order.column()));
        }
        return hidden;
    }

    private List<Line> groups() {
        List<Function<Row[], Object>> keys = new ArrayList<>();
        statement.groups().forEach(column -> keys.add(column::value));
        List<SqlItem> calculated =
                statement.items().stream().filter(item -> item.method() != null).toList();
        List<Aggregation.Measure<Row[]>> measures = new ArrayList<>();
        calculated.forEach(item -> measures.add(
                new Aggregation.Measure<>(item.method(), item.column() == null ? null : item.column()::value)));
        Aggregation<Row[]> aggregation = new Aggregation<>(keys, measures, Aggregation.MOST_ROWS);
        try {
            each(aggregation::add);
        } catch (Aggregation.TooManyRows e) {
            throw new ApiError(
                    ErrorCode.TOO_MANY_ROWS_TO_AGGREGATE,
                    "The maximum record limit is exceeded. Reduce the number of records.");
        }
        List<Line> lines = new ArrayList<>();
        for (Aggregation.Group group : aggregation.groups()) {
            Object[] values = new Object[statement.items().size()];
            for (int i = 0; i < values.length; i++) {
                SqlItem item = statement.items().get(i);
                values[i] = item.method() == null
                        ? group.keys().get(statement.groups().indexOf(item.column()))
                        : shown(item, group.values().get(calculated.indexOf(item)));
            }
            lines.add(new Line(Arrays.asList(values), hidden(column -> group.keys()
                    .get(statement.groups().indexOf(column)))));
        }
        return lines;
    }

    /** The average of whole numbers is a whole number, as in every SQL. */
    private static Object shown(SqlItem item, Object value) {
        boolean whole = item.method() == Aggregation.Method.AVERAGE
                && (item.column().column().type().edmType().equals("Edm.Int32")
                        || item.column().column().type().edmType().equals("Edm.Int64"));
        return whole && value instanceof BigDecimal number ? (Object) number.longValue() : value;
    }
}
