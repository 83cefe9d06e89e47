package io.d365hub.virtual.source.odata;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.TextComparison;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.evaluation.NegationNormalForm;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.Filter.Comparator;
import io.d365hub.virtual.query.Operand;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Translates filters for the other service, with its names of columns. Only what means the same to every OData service is
 * passed on: whether it takes null for a third truth value or not, and how it orders texts, makes no difference. Immutable.
 */
final class FilterPush {

    private final ODataSettings settings;

    FilterPush(ODataSettings settings) {
        this.settings = settings;
    }

    PushedFilter push(Filter filter) {
        if (filter.equals(Filter.ALL)) {
            return PushedFilter.EVERYTHING;
        }
        return settings.can(Ability.FILTER) ? pushed(NegationNormalForm.of(filter)) : PushedFilter.NOTHING;
    }

    private PushedFilter pushed(Filter filter) {
        if (filter instanceof Filter.And and) {
            return PushedFilter.all(all(and.terms()));
        }
        if (filter instanceof Filter.Or or) {
            return settings.can(Ability.OR) || or.terms().size() < 2
                    ? PushedFilter.any(all(or.terms()))
                    : PushedFilter.NOTHING;
        }
        if (filter instanceof Filter.Not not) {
            return notMatching((Filter.TextMatch) not.term());
        }
        return filter instanceof Filter.Comparison comparison
                ? comparison(comparison)
                : match((Filter.TextMatch) filter);
    }

    private List<PushedFilter> all(List<Filter> terms) {
        return terms.stream().map(this::pushed).toList();
    }

    private PushedFilter comparison(Filter.Comparison comparison) {
        boolean turned = comparison.left() instanceof Operand.Literal;
        Operand left = turned ? comparison.right() : comparison.left();
        Operand right = turned ? comparison.left() : comparison.right();
        Comparator comparator = turned ? comparison.comparator().mirrored() : comparison.comparator();
        Optional<VirtualColumn> column = ODataSettings.named(left);
        if (column.isEmpty()
                || !(right instanceof Operand.Literal literal)
                || (comparator == Comparator.NE && !settings.can(Ability.NE))
                || (left.type() == ColumnType.DATETIME && settings.zone().isPresent())) {
            return PushedFilter.NOTHING;
        }
        if (literal.value() == null) {
            return left instanceof Operand.Column
                    ? PushedFilter.exactly(column.get().sourceName() + word(comparator) + "null")
                    : PushedFilter.NOTHING;
        }
        PushedFilter plain = left.type() == ColumnType.STRING
                ? texts(left, comparator, (String) literal.value())
                : plain(left, comparator, literal);
        return comparator == Comparator.NE ? orNull(plain, column.get()) : plain;
    }

    private static PushedFilter plain(Operand left, Comparator comparator, Operand.Literal literal) {
        if (!(left instanceof Operand.Column column)) {
            return PushedFilter.NOTHING;
        }
        boolean whole = left.type() == ColumnType.INT32 || left.type() == ColumnType.INT64;
        Object value = literal.value();
        if (whole
                && value instanceof BigDecimal number
                && number.stripTrailingZeros().scale() > 0) {
            return fraction(column.column(), comparator, number);
        }
        if (whole && value instanceof Double) {
            return PushedFilter.NOTHING;
        }
        return PushedFilter.exactly(column.column().sourceName() + word(comparator) + Literals.of(value));
    }

    /** Some services take no fraction for a whole number: above 2.5 is above 2. */
    private static PushedFilter fraction(VirtualColumn column, Comparator comparator, BigDecimal number) {
        return switch (comparator) {
            case GT, GE ->
                PushedFilter.exactly(column.sourceName() + " gt "
                        + number.setScale(0, RoundingMode.FLOOR).toPlainString());
            case LT, LE ->
                PushedFilter.exactly(column.sourceName() + " lt "
                        + number.setScale(0, RoundingMode.CEILING).toPlainString());
            case EQ, NE -> PushedFilter.NOTHING;
        };
    }

    /** OData takes null for another value; services over SQL may not. */
    private PushedFilter orNull(PushedFilter ne, VirtualColumn column) {
        if (!column.nullable() || ne.text().isEmpty()) {
            return ne;
        }
        return settings.can(Ability.OR)
                ? new PushedFilter(
                        ne.text().map(text -> "(" + text + " or " + column.sourceName() + " eq null)"), ne.exact())
                : PushedFilter.NOTHING;
    }

    private PushedFilter texts(Operand left, Comparator comparator, String value) {
        if (comparator != Comparator.EQ && comparator != Comparator.NE) {
            // Services order texts by collations of their own.
            return PushedFilter.NOTHING;
        }
        return asked(left, value)
                .map(asked -> asked.exact() || comparator == Comparator.EQ
                        ? new PushedFilter(
                                Optional.of(asked.operand() + word(comparator) + asked.literal()), asked.exact())
                        : PushedFilter.NOTHING)
                .orElse(PushedFilter.NOTHING);
    }

    private PushedFilter match(Filter.TextMatch match) {
        return call(match)
                .map(asked -> new PushedFilter(Optional.of(asked.operand()), asked.exact()))
                .orElse(PushedFilter.NOTHING);
    }

    private PushedFilter notMatching(Filter.TextMatch match) {
        Optional<VirtualColumn> column = ODataSettings.named(match.text());
        if (!settings.can(Ability.NOT) || !settings.can(Ability.NE) || column.isEmpty()) {
            return PushedFilter.NOTHING;
        }
        return call(match)
                .filter(Asked::exact)
                .map(asked -> PushedFilter.exactly(
                        "(" + column.get().sourceName() + " ne null and not " + asked.operand() + ")"))
                .orElse(PushedFilter.NOTHING);
    }

    private Optional<Asked> call(Filter.TextMatch match) {
        Ability ability =
                switch (match.kind()) {
                    case CONTAINS -> Ability.CONTAINS;
                    case STARTS_WITH -> Ability.STARTSWITH;
                    case ENDS_WITH -> Ability.ENDSWITH;
                };
        if (!settings.can(ability)
                || !(match.part() instanceof Operand.Literal literal)
                || !(literal.value() instanceof String part)
                || part.isEmpty()) {
            return Optional.empty();
        }
        return asked(match.text(), part)
                .map(asked -> new Asked(
                        ability.word() + "(" + asked.operand() + "," + asked.literal() + ")", "", asked.exact()));
    }

    /** How the service is asked about a text, and whether its rules give exactly the wanted rows. */
    private record Asked(String operand, String literal, boolean exact) {}

    private Optional<Asked> asked(Operand left, String value) {
        Optional<VirtualColumn> column = ODataSettings.named(left);
        if (column.isEmpty()) {
            return Optional.empty();
        }
        String name = column.get().sourceName();
        boolean lower = left instanceof Operand.TextFunction;
        boolean ignoresCase = left.comparison() == TextComparison.IGNORE_CASE;
        if (settings.text() == TextRule.IGNORE_CASE) {
            return Optional.of(new Asked(name, Literals.of(value), ignoresCase));
        }
        if (!lower && !ignoresCase) {
            return Optional.of(new Asked(name, Literals.of(value), true));
        }
        boolean known = settings.text() == TextRule.UNICODE || value.chars().allMatch(c -> c < 128);
        return known && settings.can(Ability.TOLOWER)
                ? Optional.of(new Asked(
                        "tolower(" + name + ")",
                        Literals.of(ignoresCase ? value.toLowerCase(Locale.ROOT) : value),
                        true))
                : Optional.empty();
    }

    private static String word(Comparator comparator) {
        return " " + comparator.name().toLowerCase(Locale.ROOT) + " ";
    }
}
