package io.d365hub.simulator.fetch;

import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.KeyValues;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Table;
import io.d365hub.simulator.store.UuidOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Walks through the joined rows of a query. Keeps no more rows than a page needs. Used by one thread. */
final class FetchCursor {

    private final FetchPlan plan;
    private final Table root;
    private final FetchJoin join;
    private int nth;

    FetchCursor(FetchPlan plan, Database database) {
        this.plan = plan;
        this.root = database.table(plan.root().table());
        this.join = new FetchJoin(plan.links());
    }

    /**
     * A joined row with its place in the order.
     *
     * @param nth which of the joined rows of its root row it is, from 0
     */
    record Placed(Row[] joined, List<Object> values, int nth) {}

    /** Gives every joined row to {@code taker}, in the order of the root's primary keys, until it says false. */
    boolean each(Predicate<Row[]> taker) {
        return each(root.rows(), taker);
    }

    private boolean each(Iterable<Row> rows, Predicate<Row[]> taker) {
        Row[] joined = new Row[plan.sources().size()];
        for (Row row : rows) {
            Arrays.fill(joined, null);
            joined[0] = row;
            nth = 0;
            if (plan.root().accepts(joined)
                    && !join.each(joined, found -> !plan.after().test(found) || counted(found, taker))) {
                return false;
            }
        }
        return true;
    }

    private boolean counted(Row[] joined, Predicate<Row[]> taker) {
        boolean on = taker.test(joined);
        nth++;
        return on;
    }

    /** How many joined rows there are, counted up to {@code most}. */
    int count(int most) {
        int[] count = new int[1];
        Predicate<Row[]> fresh = fresh();
        each(joined -> !fresh.test(joined) || ++count[0] < most);
        return count[0];
    }

    /** Up to {@code limit} rows after a place, or from the beginning when it is null. */
    List<Placed> rows(FetchPaging.Place after, int limit) {
        return plan.orders().isEmpty() ? inNaturalOrder(after, limit) : inOrder(after, limit);
    }

    private List<Placed> inNaturalOrder(FetchPaging.Place after, int limit) {
        List<Placed> found = new ArrayList<>();
        Predicate<Row[]> fresh = fresh();
        Predicate<Row[]> taker = joined -> {
            if (fresh.test(joined)) {
                found.add(placed(joined));
            }
            return found.size() < limit;
        };
        if (after == null) {
            each(taker);
            return found;
        }
        Row last = plan.multiplies() ? root.find(after.id()) : null;
        boolean more = last == null || each(List.of(last), joined -> nth < after.given() || taker.test(joined));
        if (more) {
            each(root.rowsAfter(after.id()), taker);
        }
        return found;
    }

    private List<Placed> inOrder(FetchPaging.Place after, int limit) {
        Comparator<Placed> best = order();
        Predicate<Row[]> fresh = fresh();
        PriorityQueue<Placed> kept = new PriorityQueue<>(Collections.reverseOrder(best));
        each(joined -> {
            Placed placed = placed(joined);
            if ((after == null || isAfter(placed, after)) && fresh.test(joined)) {
                kept.add(placed);
                if (kept.size() > limit) {
                    kept.poll();
                }
            }
            return true;
        });
        return kept.stream().sorted(best).toList();
    }

    private Placed placed(Row[] joined) {
        List<Object> values = new ArrayList<>(plan.orders().size());
        for (FetchOrder order : plan.orders()) {
            values.add(order.column().value(joined));
        }
        return new Placed(joined.clone(), values, nth);
    }

    private Comparator<Placed> order() {
        Comparator<List<Object>> values = FetchOrder.comparator(plan.orders());
        return Comparator.comparing(Placed::values, values)
                .thenComparing(placed -> placed.joined()[0].id(), UuidOrder.INSTANCE)
                .thenComparingInt(Placed::nth);
    }

    private boolean isAfter(Placed placed, FetchPaging.Place place) {
        int order = FetchOrder.comparator(plan.orders()).compare(placed.values(), place.values());
        if (order == 0) {
            UUID id = placed.joined()[0].id();
            order = UuidOrder.INSTANCE.compare(id, place.id());
        }
        return order > 0 || (order == 0 && placed.nth() >= place.given());
    }

    /** Takes each combination of answered values once when the query wants them distinct, else everything. */
    private Predicate<Row[]> fresh() {
        if (!plan.distinct()) {
            return joined -> true;
        }
        Set<List<Object>> seen = new HashSet<>();
        return joined -> seen.add(values(joined));
    }

    private List<Object> values(Row[] joined) {
        List<Object> values = new ArrayList<>(plan.columns().size());
        for (FetchColumn column : plan.columns()) {
            Object value = column.value(joined);
            values.add(value == null ? null : KeyValues.normalized(value));
        }
        return values;
    }
}
