package io.d365hub.virtual.evaluation;

import io.d365hub.virtual.query.Filter;
import java.util.List;

/**
 * Brings negations down to the terms of a filter, by Kleene's rules: the result is true, false and null for the same rows.
 * So a far side that knows only two truth values, or those of SQL, is asked nothing that hangs on the third.
 */
public final class NegationNormalForm {

    private NegationNormalForm() {}

    /** The same filter; {@code not} stands only before {@code contains} and its kind. */
    public static Filter of(Filter filter) {
        return of(filter, false);
    }

    private static Filter of(Filter filter, boolean negated) {
        if (filter instanceof Filter.Not not) {
            return of(not.term(), !negated);
        }
        if (filter instanceof Filter.And and) {
            List<Filter> terms = terms(and.terms(), negated);
            return negated ? new Filter.Or(terms) : new Filter.And(terms);
        }
        if (filter instanceof Filter.Or or) {
            List<Filter> terms = terms(or.terms(), negated);
            return negated ? new Filter.And(terms) : new Filter.Or(terms);
        }
        if (filter instanceof Filter.In in) {
            Filter.Comparator comparator = negated ? Filter.Comparator.NE : Filter.Comparator.EQ;
            List<Filter> terms = in.literals().stream()
                    .<Filter>map(literal -> new Filter.Comparison(in.operand(), comparator, literal))
                    .toList();
            return negated ? new Filter.And(terms) : new Filter.Or(terms);
        }
        if (!negated) {
            return filter;
        }
        return filter instanceof Filter.Comparison comparison
                ? new Filter.Comparison(comparison.left(), opposite(comparison.comparator()), comparison.right())
                : new Filter.Not(filter);
    }

    private static List<Filter> terms(List<Filter> terms, boolean negated) {
        return terms.stream().map(term -> of(term, negated)).toList();
    }

    /** For eq and ne also where a side is null; the others are null then, and stay it. */
    private static Filter.Comparator opposite(Filter.Comparator comparator) {
        return switch (comparator) {
            case EQ -> Filter.Comparator.NE;
            case NE -> Filter.Comparator.EQ;
            case GT -> Filter.Comparator.LE;
            case GE -> Filter.Comparator.LT;
            case LT -> Filter.Comparator.GE;
            case LE -> Filter.Comparator.GT;
        };
    }
}
