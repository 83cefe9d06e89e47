package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.query.Aggregation;
import io.d365hub.simulator.query.QueryContext;
import io.d365hub.simulator.query.ValueOrder;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.RowSource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A query with {@code $apply}: groups of rows with their sums. */
public final class AppliedQuery {

    /** How many digits the service shows of sums and averages. */
    private static final int SUM_SCALE = 9;

    private final QueryOptions options;
    private final Predicate<Row> filter;
    private final List<Key> keys;
    private final List<Sum> sums;

    /** Reads the option. */
    public AppliedQuery(QueryContext context, TableDefinition table, QueryOptions options) {
        this.options = options;
        ApplyParser parser = new ApplyParser(context, table, options);
        parser.parse();
        this.filter = parser.filter();
        this.keys = parser.keys();
        this.sums = parser.sums();
    }

    /**
     * What is grouped by.
     *
     * @param path as the client wrote it
     * @param name what the answer calls it
     * @param property its value
     */
    public record Key(String path, String name, RowProperty property) {}

    /**
     * What is calculated.
     *
     * @param name what the answer calls it
     * @param method how
     * @param property from what; null for the number of rows
     */
    public record Sum(String name, Aggregation.Method method, RowProperty property) {}

    public List<Key> keys() {
        return keys;
    }

    public List<Sum> sums() {
        return sums;
    }

    /**
     * The groups, in order.
     *
     * @throws ApiError 0x8004e023 when there are too many rows
     */
    public List<Aggregation.Group> groups(RowSource source) {
        List<Function<Row, Object>> values = new ArrayList<>();
        keys.forEach(key -> values.add(key.property()::value));
        List<Aggregation.Measure<Row>> measures = new ArrayList<>();
        sums.forEach(sum -> measures.add(
                new Aggregation.Measure<>(sum.method(), sum.property() == null ? null : sum.property()::value)));
        Aggregation<Row> aggregation = new Aggregation<>(values, measures, Aggregation.MOST_ROWS);
        try {
            for (Row row : source.rows()) {
                if (filter.test(row)) {
                    aggregation.add(row);
                }
            }
        } catch (Aggregation.TooManyRows e) {
            throw new ApiError(
                    ErrorCode.TOO_MANY_ROWS_TO_AGGREGATE,
                    "The maximum record limit is exceeded. Reduce the number of records.");
        }
        Stream<Aggregation.Group> groups = aggregation.groups().stream();
        Comparator<Aggregation.Group> order = order();
        groups = order == null ? groups : groups.sorted(order);
        return (options.top() < 0 ? groups : groups.limit(options.top())).toList();
    }

    private Comparator<Aggregation.Group> order() {
        String text = options.get("$orderby");
        Comparator<Aggregation.Group> order = null;
        if (text == null || text.isBlank()) {
            return null;
        }
        for (String item : text.split(",", -1)) {
            String[] words = item.strip().split("\\s+", -1);
            int index = keys.stream().map(Key::path).toList().indexOf(words[0]);
            if (index < 0) {
                throw new ApiError(
                        ErrorCode.MALFORMED_REQUEST, "The query node SingleValueOpenPropertyAccess is not supported");
            }
            Comparator<Aggregation.Group> next = (a, b) ->
                    ValueOrder.INSTANCE.compare(a.keys().get(index), b.keys().get(index));
            next = words.length == 2 && words[1].equals("desc") ? next.reversed() : next;
            order = order == null ? next : order.thenComparing(next);
        }
        return order;
    }

    /** A calculated value as the answer shows it: decimals with nine digits, averages of whole numbers cut to one. */
    public static Object shown(Sum sum, Object value) {
        if (!(value instanceof BigDecimal number)
                || sum.method() == Aggregation.Method.MIN
                || sum.method() == Aggregation.Method.MAX) {
            return value;
        }
        ColumnType type = sum.property().column().type();
        return type == ColumnType.MONEY || type == ColumnType.DECIMAL
                ? number.setScale(SUM_SCALE, RoundingMode.HALF_UP)
                : (Object) number.longValue();
    }
}
