package io.d365hub.virtual.evaluation;

import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.Operand;
import io.d365hub.virtual.query.TableQuery;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The columns that a row needs so that a question can be answered with it. */
public final class UsedColumns {

    private UsedColumns() {}

    /** Those of the answer, the filter and the order. */
    public static Set<VirtualColumn> of(TableQuery query) {
        Set<VirtualColumn> columns = new LinkedHashSet<>(query.columns());
        columns.addAll(of(query.filter()));
        query.order().forEach(term -> columns.add(term.column()));
        return columns;
    }

    /** Those of a filter. */
    public static Set<VirtualColumn> of(Filter filter) {
        Set<VirtualColumn> columns = new LinkedHashSet<>();
        of(filter, columns);
        return columns;
    }

    private static void of(Filter filter, Set<VirtualColumn> columns) {
        if (filter instanceof Filter.And and) {
            and.terms().forEach(term -> of(term, columns));
        } else if (filter instanceof Filter.Or or) {
            or.terms().forEach(term -> of(term, columns));
        } else if (filter instanceof Filter.Not not) {
            of(not.term(), columns);
        } else {
            operands(filter).forEach(operand -> column(operand, columns));
        }
    }

    private static Stream<Operand> operands(Filter leaf) {
        if (leaf instanceof Filter.Comparison comparison) {
            return Stream.of(comparison.left(), comparison.right());
        }
        return leaf instanceof Filter.In in
                ? Stream.of(in.operand())
                : Stream.of(((Filter.TextMatch) leaf).text(), ((Filter.TextMatch) leaf).part());
    }

    private static void column(Operand operand, Set<VirtualColumn> columns) {
        if (operand instanceof Operand.Column column) {
            columns.add(column.column());
        } else if (operand instanceof Operand.TextFunction function) {
            column(function.text(), columns);
        }
    }
}
