package io.d365hub.simulator.odata;

import io.d365hub.simulator.query.ValueOrder;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/** {@code left eq right} and its five relatives, between columns and values in any combination. */
final class Comparison<T> {

    /** What the OData library calls the operators in its messages. */
    private static final Map<String, String> KINDS = Map.of(
            "eq", "Equal",
            "ne", "NotEqual",
            "gt", "GreaterThan",
            "ge", "GreaterThanOrEqual",
            "lt", "LessThan",
            "le", "LessThanOrEqual");

    private final Operand<T> left;
    private final Operand<T> right;
    private final String operator;

    Comparison(Operand<T> left, String operator, Operand<T> right) {
        if (!KINDS.containsKey(operator)) {
            throw ApiError.badSyntax();
        }
        if (right.call() != null) {
            throw FilterParser.unknownFunction(right.call());
        }
        this.left = left;
        this.operator = operator;
        this.right = right;
    }

    Predicate<T> predicate() {
        boolean columns = left.property() != null && right.property() != null;
        if (columns && !left.typeName().equals(right.typeName())) {
            throw incompatible();
        }
        Function<T, Object> a = value(left, right);
        Function<T, Object> b = value(right, left);
        BiPredicate<Object, Object> test = test();
        return subject -> test.test(a.apply(subject), b.apply(subject));
    }

    private Function<T, Object> value(Operand<T> operand, Operand<T> other) {
        if (operand.property() != null) {
            return operand.property()::value;
        }
        if (operand.literal().isNull()) {
            return subject -> null;
        }
        Object constant = other.property() == null ? null : other.property().coerce(operand.literal());
        if (constant == null) {
            throw incompatible();
        }
        return subject -> constant;
    }

    private ApiError incompatible() {
        return new ApiError(
                ErrorCode.MALFORMED_REQUEST,
                "A binary operator with incompatible types was detected. Found operand types '" + left.typeName()
                        + "' and '" + right.typeName() + "' for operator kind '" + KINDS.get(operator) + "'.");
    }

    private BiPredicate<Object, Object> test() {
        return switch (operator) {
            case "eq" -> (a, b) -> ValueOrder.INSTANCE.compare(a, b) == 0;
            case "ne" -> (a, b) -> ValueOrder.INSTANCE.compare(a, b) != 0;
            case "gt" -> (a, b) -> bothThere(a, b) && ValueOrder.INSTANCE.compare(a, b) > 0;
            case "ge" -> (a, b) -> bothThere(a, b) && ValueOrder.INSTANCE.compare(a, b) >= 0;
            case "lt" -> (a, b) -> bothThere(a, b) && ValueOrder.INSTANCE.compare(a, b) < 0;
            default -> (a, b) -> bothThere(a, b) && ValueOrder.INSTANCE.compare(a, b) <= 0;
        };
    }

    private static boolean bothThere(Object a, Object b) {
        return a != null && b != null;
    }
}
