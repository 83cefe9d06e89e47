package io.d365hub.virtual.evaluation;

import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.query.TableQuery;
import java.util.Comparator;
import java.util.List;

/** The order of a query: nulls before every value when ascending, after when descending. Immutable, thread-safe. */
public final class RowOrder implements Comparator<TableRow> {

    private final List<TableQuery.Order> terms;

    /** The order of these terms; rows must have their columns. */
    public RowOrder(List<TableQuery.Order> terms) {
        this.terms = List.copyOf(terms);
    }

    @Override
    public int compare(TableRow a, TableRow b) {
        for (TableQuery.Order term : terms) {
            int order = ascending(term, a, b);
            if (order != 0) {
                return term.descending() ? -order : order;
            }
        }
        return 0;
    }

    private static int ascending(TableQuery.Order term, TableRow a, TableRow b) {
        Object left = a.get(term.column());
        Object right = b.get(term.column());
        if (left == null || right == null) {
            return left == right ? 0 : left == null ? -1 : 1;
        }
        return Values.compare(left, right, term.column().comparison());
    }
}
