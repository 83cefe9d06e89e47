package io.d365hub.virtual.odata;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.key.GuidKeys;
import io.d365hub.virtual.key.GuidKeys.Natural;
import io.d365hub.virtual.odata.FilterTranslator.Part;
import io.d365hub.virtual.odata.FilterTranslator.Part.Constant;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.Filter.Comparator;
import io.d365hub.virtual.query.Filter.Comparison;
import io.d365hub.virtual.query.Filter.TextMatch;
import io.d365hub.virtual.query.Operand;
import io.d365hub.virtual.query.Operand.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes comparisons whose values are in the source's types. Not thread-safe: one for each request. */
final class Comparisons {

    private static final Literal TRUE = new Literal(ColumnType.BOOLEAN, true);

    private final VirtualTable table;
    private final GuidKeys keys;
    private final Set<GuidKeys.Name> unknown;

    /** @param unknown takes the GUIDs that have to be looked up, before the request is parsed again */
    Comparisons(VirtualTable table, GuidKeys keys, Set<GuidKeys.Name> unknown) {
        this.table = table;
        this.keys = keys;
        this.unknown = unknown;
    }

    Filter isTrue(Operand operand) {
        if (operand.type() != ColumnType.BOOLEAN) {
            throw FilterTranslator.refused(table, "A value as a condition");
        }
        return new Comparison(operand, Comparator.GE, TRUE);
    }

    /**
     * A truth value by itself is null when it is null, which its equality with true is not; its order is. Only below a
     * {@code not} that makes a difference: everywhere else it becomes equality, which every source knows.
     */
    static Filter simplified(Filter filter) {
        if (filter instanceof Filter.And and) {
            return new Filter.And(
                    and.terms().stream().map(Comparisons::simplified).toList());
        }
        if (filter instanceof Filter.Or or) {
            return new Filter.Or(
                    or.terms().stream().map(Comparisons::simplified).toList());
        }
        if (filter instanceof Filter.Not not && isTruth(not.term())) {
            Literal no = new Literal(ColumnType.BOOLEAN, false);
            return new Comparison(((Comparison) not.term()).left(), Comparator.EQ, no);
        }
        return isTruth(filter) ? new Comparison(((Comparison) filter).left(), Comparator.EQ, TRUE) : filter;
    }

    private static boolean isTruth(Filter filter) {
        return filter instanceof Comparison comparison
                && comparison.comparator() == Comparator.GE
                && comparison.right().equals(TRUE);
    }

    /** A text as operand of a function. */
    Operand text(Part part) {
        if (part instanceof Part.Value value && value.operand().type() == ColumnType.STRING) {
            if (value.operand() instanceof Operand.Column column
                    && column.column().isMintedGuid()) {
                throw FilterTranslator.refused(table, "A text function of a GUID");
            }
            return value.operand();
        }
        if (part instanceof Constant constant && constant.type() != null) {
            return new Literal(ColumnType.STRING, Literals.value(table, ColumnType.STRING, constant));
        }
        throw FilterTranslator.refused(table, "A text function of this");
    }

    /** {@code contains(...) eq true} and its kind. When the function is null, so is neither true nor false. */
    Filter conditionIs(Filter condition, Comparator comparator, Part right) {
        if (!(condition instanceof TextMatch match)
                || !(right instanceof Constant constant)
                || (comparator != Comparator.EQ && comparator != Comparator.NE)
                || !Set.of("true", "false").contains(String.valueOf(constant.text()))) {
            throw FilterTranslator.refused(table, "Comparing a condition");
        }
        List<Filter> terms = new ArrayList<>();
        terms.add("true".equals(constant.text()) ? match : new Filter.Not(match));
        for (Operand operand : List.of(match.text(), match.part())) {
            if (!(operand instanceof Literal)) {
                terms.add(new Comparison(operand, Comparator.NE, new Literal(operand.type(), null)));
            }
        }
        Filter is = new Filter.And(terms);
        return comparator == Comparator.EQ ? is : new Filter.Not(is);
    }

    Filter of(Operand left, Comparator comparator, Operand right) {
        boolean numbers = left.type().isNumber() && right.type().isNumber();
        if ((!numbers && left.type() != right.type()) || isMinted(left) || isMinted(right)) {
            throw FilterTranslator.refused(table, "Comparing these columns");
        }
        return new Comparison(left, comparator, right);
    }

    Filter of(Operand operand, Comparator comparator, Constant constant) {
        boolean equality = comparator == Comparator.EQ || comparator == Comparator.NE;
        if (constant.type() == null) {
            if (!equality) {
                throw FilterTranslator.refused(table, "Comparing with null by anything but eq and ne");
            }
            return new Comparison(operand, comparator, new Literal(operand.type(), null));
        }
        if (!isMinted(operand)) {
            return new Comparison(operand, comparator, Literals.of(table, operand.type(), constant));
        }
        if (!equality) {
            throw FilterTranslator.refused(table, "Comparing a GUID that the hub makes by anything but eq, ne and in");
        }
        Optional<Literal> natural = natural(((Operand.Column) operand).column(), constant);
        if (natural.isPresent()) {
            return new Comparison(operand, comparator, natural.get());
        }
        return comparator == Comparator.EQ ? Filter.NONE : Filter.ALL;
    }

    Filter in(Operand operand, List<Constant> constants) {
        if (constants.size() > QueryCost.LONGEST_LIST) {
            throw new FilterTranslator.Refused(
                    QueryCost.tooCostly("$filter", "lists more than " + QueryCost.LONGEST_LIST + " values"));
        }
        List<Literal> literals = new ArrayList<>();
        boolean orNull = false;
        for (Constant constant : constants) {
            if (constant.type() == null) {
                orNull = true;
            } else if (isMinted(operand)) {
                natural(((Operand.Column) operand).column(), constant).ifPresent(literals::add);
            } else {
                literals.add(Literals.of(table, operand.type(), constant));
            }
        }
        Filter isNull = new Comparison(operand, Comparator.EQ, new Literal(operand.type(), null));
        if (literals.isEmpty()) {
            return orNull ? isNull : Filter.NONE;
        }
        Filter in = new Filter.In(operand, literals);
        return orNull ? new Filter.Or(List.of(in, isNull)) : in;
    }

    private static boolean isMinted(Operand operand) {
        return operand instanceof Operand.Column column && column.column().isMintedGuid();
    }

    private Optional<Literal> natural(VirtualColumn column, Constant constant) {
        UUID guid = (UUID) Literals.value(table, ColumnType.GUID, constant);
        Natural natural = keys.natural(table, column, guid);
        if (natural instanceof Natural.Known known) {
            return Optional.of(new Literal(column.sourceType(), known.value()));
        }
        if (natural instanceof Natural.NotHere notHere) {
            unknown.add(notHere.name());
        }
        return Optional.empty();
    }
}
