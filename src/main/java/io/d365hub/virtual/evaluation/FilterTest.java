package io.d365hub.virtual.evaluation;

import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TextComparison;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.Operand;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Decides for each row whether it passes a filter. Immutable, thread-safe. */
public final class FilterTest implements Predicate<TableRow> {

    private final Function<TableRow, Truth> truth;

    private FilterTest(Function<TableRow, Truth> truth) {
        this.truth = truth;
    }

    /** The test of a filter; rows must have all columns that it names. */
    public static FilterTest of(Filter filter) {
        return new FilterTest(truth(filter));
    }

    /** Whether the filter is true for the row; false and null alike leave it out. */
    @Override
    public boolean test(TableRow row) {
        return truth.apply(row) == Truth.TRUE;
    }

    private static Function<TableRow, Truth> truth(Filter filter) {
        if (filter instanceof Filter.And and) {
            List<Function<TableRow, Truth>> terms = truths(and.terms());
            return row -> all(terms, row);
        }
        if (filter instanceof Filter.Or or) {
            List<Function<TableRow, Truth>> terms = truths(or.terms());
            return row -> any(terms, row);
        }
        if (filter instanceof Filter.Not not) {
            Function<TableRow, Truth> term = truth(not.term());
            return row -> term.apply(row).not();
        }
        if (filter instanceof Filter.Comparison comparison) {
            return comparison(comparison);
        }
        if (filter instanceof Filter.In in) {
            return in(in);
        }
        return match((Filter.TextMatch) filter);
    }

    private static List<Function<TableRow, Truth>> truths(List<Filter> filters) {
        return filters.stream().map(FilterTest::truth).toList();
    }

    private static Truth all(List<Function<TableRow, Truth>> terms, TableRow row) {
        Truth result = Truth.TRUE;
        for (Function<TableRow, Truth> term : terms) {
            result = result.and(term.apply(row));
            if (result == Truth.FALSE) {
                return result;
            }
        }
        return result;
    }

    private static Truth any(List<Function<TableRow, Truth>> terms, TableRow row) {
        Truth result = Truth.FALSE;
        for (Function<TableRow, Truth> term : terms) {
            result = result.or(term.apply(row));
            if (result == Truth.TRUE) {
                return result;
            }
        }
        return result;
    }

    private static Function<TableRow, Truth> comparison(Filter.Comparison comparison) {
        Function<TableRow, Object> left = Operands.value(comparison.left());
        Function<TableRow, Object> right = Operands.value(comparison.right());
        TextComparison texts = Operands.comparison(comparison.left(), comparison.right());
        Filter.Comparator comparator = comparison.comparator();
        return row -> compared(left.apply(row), comparator, right.apply(row), texts);
    }

    private static Truth compared(Object a, Filter.Comparator comparator, Object b, TextComparison texts) {
        if (a == null || b == null) {
            return switch (comparator) {
                case EQ -> Truth.of(a == b);
                case NE -> Truth.of(a != b);
                case GT, GE, LT, LE -> Truth.UNKNOWN;
            };
        }
        int order = Values.compare(a, b, texts);
        return Truth.of(
                switch (comparator) {
                    case EQ -> order == 0;
                    case NE -> order != 0;
                    case GT -> order > 0;
                    case GE -> order >= 0;
                    case LT -> order < 0;
                    case LE -> order <= 0;
                });
    }

    private static Function<TableRow, Truth> in(Filter.In in) {
        Function<TableRow, Object> value = Operands.value(in.operand());
        TextComparison texts = in.operand().comparison();
        List<Object> literals =
                in.literals().stream().map(Operand.Literal::value).toList();
        return row -> {
            Object is = value.apply(row);
            return Truth.of(
                    is != null && literals.stream().anyMatch(literal -> Values.compare(is, literal, texts) == 0));
        };
    }

    private static Function<TableRow, Truth> match(Filter.TextMatch match) {
        Function<TableRow, Object> text = Operands.value(match.text());
        Function<TableRow, Object> part = Operands.value(match.part());
        TextComparison texts = Operands.comparison(match.text(), match.part());
        return row -> {
            String whole = (String) text.apply(row);
            String wanted = (String) part.apply(row);
            if (whole == null || wanted == null) {
                return Truth.UNKNOWN;
            }
            String in = Values.folded(whole, texts);
            String find = Values.folded(wanted, texts);
            return Truth.of(
                    switch (match.kind()) {
                        case CONTAINS -> in.contains(find);
                        case STARTS_WITH -> in.startsWith(find);
                        case ENDS_WITH -> in.endsWith(find);
                    });
        };
    }
}
