package io.d365hub.mapping;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;

/** An expression of a team's own that is given up when it does not come to an end. Thread-safe when the expression is. */
final class WatchedExpression implements Expression, Predicate {

    private static final int LONGEST_NAME = 60;

    private final Expression expression;
    private final Predicate predicate;
    private final MappingGuard guard;
    private final WatchedMapping mapping;

    private WatchedExpression(Expression expression, Predicate predicate, MappingGuard guard, WatchedMapping mapping) {
        this.expression = expression;
        this.predicate = predicate;
        this.guard = guard;
        this.mapping = mapping;
    }

    WatchedExpression(Expression expression, MappingGuard guard, WatchedMapping mapping) {
        this(expression, null, guard, mapping);
    }

    static Predicate predicate(Predicate predicate, MappingGuard guard, WatchedMapping mapping) {
        return predicate instanceof WatchedExpression
                ? predicate
                : new WatchedExpression(null, predicate, guard, mapping);
    }

    /** An expression that is a condition as well. */
    static WatchedExpression both(Expression expression, MappingGuard guard, WatchedMapping mapping) {
        return new WatchedExpression(
                expression, expression instanceof Predicate predicate ? predicate : null, guard, mapping);
    }

    /** What its author recognizes it by: how it begins. */
    static String name(String language, String text) {
        String line = text == null ? "" : text.strip().replaceAll("\\s+", " ");
        return "'" + (line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME) + " ...") + "' ("
                + language + ")";
    }

    @Override
    public <T> T evaluate(Exchange exchange, Class<T> type) {
        return guard.evaluate(mapping, () -> expression.evaluate(exchange, type));
    }

    @Override
    public boolean matches(Exchange exchange) {
        return guard.evaluate(
                mapping,
                () -> predicate == null
                        ? Boolean.TRUE.equals(expression.evaluate(exchange, Boolean.class))
                        : predicate.matches(exchange));
    }

    @Override
    public void init(CamelContext context) {
        if (expression != null) {
            expression.init(context);
        } else {
            predicate.init(context);
        }
    }

    @Override
    public void initPredicate(CamelContext context) {
        if (predicate != null) {
            predicate.initPredicate(context);
        }
    }

    @Override
    public String toString() {
        return String.valueOf(expression == null ? predicate : expression);
    }
}
