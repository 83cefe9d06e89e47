package io.d365hub.virtual.source.http;

import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.Operand;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A query parameter that the service evaluates: {@code currency: Currency eq}. Immutable.
 *
 * @param name of the parameter
 * @param column that it is about
 * @param comparator how the column is compared with its value
 */
record Parameter(String name, VirtualColumn column, Filter.Comparator comparator) {

    /**
     * The value to send for a filter that is an and of terms; empty when none of them is this one. What the service then
     * gives is checked in the hub, so it may give more than that, but not less.
     */
    Optional<String> value(List<Filter> terms) {
        return terms.stream()
                .filter(Filter.Comparison.class::isInstance)
                .map(Filter.Comparison.class::cast)
                .map(this::value)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> value(Filter.Comparison comparison) {
        boolean turned = comparison.left() instanceof Operand.Literal;
        Operand left = turned ? comparison.right() : comparison.left();
        Operand right = turned ? comparison.left() : comparison.right();
        Filter.Comparator is = turned ? comparison.comparator().mirrored() : comparison.comparator();
        if (is != comparator
                || !left.equals(new Operand.Column(column))
                || !(right instanceof Operand.Literal literal)
                || literal.value() == null) {
            return Optional.empty();
        }
        Object value = literal.value();
        return Optional.of(value instanceof BigDecimal number ? number.toPlainString() : value.toString());
    }
}
