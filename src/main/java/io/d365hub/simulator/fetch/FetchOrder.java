package io.d365hub.simulator.fetch;

import io.d365hub.simulator.query.ValueOrder;
import java.util.Comparator;
import java.util.List;

/**
 * One {@code order}.
 *
 * @param column what is ordered by
 * @param descending whether great values come first
 */
record FetchOrder(FetchColumn column, boolean descending) {

    /** Compares lists of values, one for each of these orders. */
    static Comparator<List<Object>> comparator(List<FetchOrder> orders) {
        return (a, b) -> {
            for (int i = 0; i < orders.size(); i++) {
                int order = ValueOrder.INSTANCE.compare(a.get(i), b.get(i));
                if (order != 0) {
                    return orders.get(i).descending() ? -order : order;
                }
            }
            return 0;
        };
    }
}
