package io.d365hub.simulator.fetch;

import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.query.Aggregation;
import io.d365hub.simulator.store.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Sums the rows of a query up. */
final class FetchSums {

    private FetchSums() {}

    /** One row for each group, in the order that the query asks for, else in that of the groups' values. */
    static List<FetchRow> of(FetchPlan plan, FetchCursor cursor) {
        List<Function<Row[], Object>> keys = new ArrayList<>();
        List<Aggregation.Measure<Row[]>> measures = new ArrayList<>();
        for (FetchColumn column : plan.columns()) {
            if (column.method() == null) {
                keys.add(column::value);
            } else {
                measures.add(new Aggregation.Measure<>(column.method(), column::value));
            }
        }
        int most = Math.min(plan.fetch().number("aggregatelimit", 1, Aggregation.MOST_ROWS), Aggregation.MOST_ROWS);
        Aggregation<Row[]> sums = new Aggregation<>(keys, measures, most);
        try {
            cursor.each(joined -> {
                sums.add(joined);
                return true;
            });
        } catch (Aggregation.TooManyRows e) {
            throw new ApiError(
                    ErrorCode.TOO_MANY_ROWS_TO_AGGREGATE,
                    "The maximum record limit is exceeded. Reduce the number of records.");
        }
        List<FetchRow> rows = new ArrayList<>();
        for (Aggregation.Group group : sums.groups()) {
            rows.add(new FetchRow(null, values(plan, group)));
        }
        if (!plan.orders().isEmpty()) {
            rows.sort(order(plan));
        }
        return rows;
    }

    private static List<Object> values(FetchPlan plan, Aggregation.Group group) {
        List<Object> values = new ArrayList<>(plan.columns().size());
        int key = 0;
        int measure = 0;
        for (FetchColumn column : plan.columns()) {
            values.add(
                    column.method() == null
                            ? group.keys().get(key++)
                            : group.values().get(measure++));
        }
        return values;
    }

    private static Comparator<FetchRow> order(FetchPlan plan) {
        List<Integer> places = plan.orders().stream()
                .map(order -> plan.columns().indexOf(order.column()))
                .toList();
        return Comparator.comparing(
                row -> {
                    List<Object> values = new ArrayList<>(places.size());
                    places.forEach(place -> values.add(row.values().get(place)));
                    return values;
                },
                FetchOrder.comparator(plan.orders()));
    }
}
