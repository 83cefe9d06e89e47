package io.d365hub.simulator.fetch;

import io.d365hub.simulator.store.Row;
import java.util.List;
import java.util.function.Predicate;

/**
 * A query that was understood.
 *
 * @param fetch the root element, for its attributes
 * @param sources the root table, and all tables that are joined or looked into
 * @param links the joins, parents first
 * @param columns what is answered, in order
 * @param orders what is ordered by
 * @param after filters that need the joined rows
 * @param aggregate whether rows are summed up
 */
record FetchPlan(
        FetchElement fetch,
        List<FetchSource> sources,
        List<FetchLink> links,
        List<FetchColumn> columns,
        List<FetchOrder> orders,
        Predicate<Row[]> after,
        boolean aggregate) {

    FetchSource root() {
        return sources.get(0);
    }

    boolean distinct() {
        return fetch.flag("distinct");
    }

    /** Whether a row of the root can be in the answer several times. */
    boolean multiplies() {
        return links.stream().anyMatch(link -> !link.isToOne());
    }

    /** Whether a page can begin behind the last row of the page before it. */
    boolean hasCookie() {
        return !aggregate
                && !distinct()
                && orders.stream().allMatch(order -> order.column().source().isRoot());
    }
}
