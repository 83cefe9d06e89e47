package io.d365hub.simulator.fetch;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.LikePattern;
import io.d365hub.simulator.odata.Literal;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.query.ConditionFunction;
import io.d365hub.simulator.query.ConditionTests;
import io.d365hub.simulator.query.QueryContext;
import io.d365hub.simulator.query.ValueOrder;
import io.d365hub.simulator.store.Row;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Turns {@code condition} elements into tests. A negated operator takes empty columns, as the service's SQL does. */
final class FetchConditions {

    private final QueryContext context;

    FetchConditions(QueryContext context) {
        this.context = context;
    }

    /** The test of one condition; {@code other} is where {@code valueof} looks. */
    Predicate<Row[]> of(FetchElement condition, FetchSource source, FetchSource other) {
        ColumnDefinition column = source.column(condition.require("attribute"));
        String operator = condition.require("operator");
        String valueOf = condition.get("valueof");
        if (valueOf != null) {
            ColumnDefinition compared = other.column(valueOf.substring(valueOf.lastIndexOf('.') + 1));
            IntPredicate order = order(operator);
            if (order == null) {
                throw unknown(operator);
            }
            boolean negated = isNegated(operator);
            return joined -> compare(source.value(joined, column), other.value(joined, compared), order, negated);
        }
        Predicate<Object> test = test(condition, source, column, operator);
        return joined -> test.test(source.value(joined, column));
    }

    private Predicate<Object> test(
            FetchElement condition, FetchSource source, ColumnDefinition column, String operator) {
        switch (operator) {
            case "null" -> {
                return value -> value == null;
            }
            case "not-null" -> {
                return value -> value != null;
            }
            case "like" -> {
                return like(text(condition));
            }
            case "not-like" -> {
                return like(text(condition)).negate();
            }
            case "begins-with" -> {
                return like(text(condition) + "%");
            }
            case "not-begin-with" -> {
                return like(text(condition) + "%").negate();
            }
            case "ends-with" -> {
                return like("%" + text(condition));
            }
            case "not-end-with" -> {
                return like("%" + text(condition)).negate();
            }
            default -> {
                // Comparisons and named conditions follow.
            }
        }
        IntPredicate order = order(operator);
        if (order != null) {
            Object wanted = value(column, text(condition));
            boolean negated = isNegated(operator);
            return value -> compare(value, wanted, order, negated);
        }
        ConditionFunction function = ConditionFunction.byFetchName(operator).orElseThrow(() -> unknown(operator));
        return ConditionTests.of(function, source.table(), column, arguments(function, condition, column), context);
    }

    private static boolean compare(Object left, Object right, IntPredicate order, boolean negated) {
        if (left == null || right == null) {
            return negated && left != right;
        }
        return order.test(ValueOrder.INSTANCE.compare(left, right));
    }

    private static boolean isNegated(String operator) {
        return operator.equals("ne") || operator.equals("neq");
    }

    private static IntPredicate order(String operator) {
        return switch (operator) {
            case "eq" -> order -> order == 0;
            case "ne", "neq" -> order -> order != 0;
            case "gt" -> order -> order > 0;
            case "ge" -> order -> order >= 0;
            case "lt" -> order -> order < 0;
            case "le" -> order -> order <= 0;
            default -> null;
        };
    }

    private static Predicate<Object> like(String pattern) {
        LikePattern like = new LikePattern(pattern);
        return value -> value != null && like.matches(value instanceof String text ? text : Values.text(value));
    }

    private List<Object> arguments(ConditionFunction function, FetchElement condition, ColumnDefinition column) {
        List<String> texts = texts(condition);
        int wanted =
                switch (function.arguments()) {
                    case NONE, CALLER -> 0;
                    case NUMBER, DATE, ID -> 1;
                    case TWO_NUMBERS, TWO_VALUES -> 2;
                    case VALUES, CHOICES -> Math.max(1, texts.size());
                };
        if (texts.size() != wanted && wanted > 0) {
            throw FetchErrors.invalid("The operator '" + function.fetchName() + "' needs another number of values than "
                    + texts.size() + ".");
        }
        return switch (function.arguments()) {
            case NONE, CALLER -> List.of();
            case NUMBER, TWO_NUMBERS, CHOICES ->
                texts.stream().map(FetchConditions::number).toList();
            case DATE -> List.of(date(texts.get(0)));
            case VALUES, TWO_VALUES ->
                texts.stream().map(text -> value(column, text)).toList();
            case ID -> List.of(id(texts.get(0)));
        };
    }

    private static Object id(String text) {
        Object id = Values.uuid(text.replace("{", "").replace("}", ""));
        if (id == null) {
            throw FetchErrors.invalid("'" + text + "' is no GUID.");
        }
        return id;
    }

    private static Object number(String text) {
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw FetchErrors.invalid("'" + text + "' is no whole number.");
        }
    }

    private static Object date(String text) {
        try {
            return LocalDate.parse(
                    text.strip().substring(0, Math.min(10, text.strip().length())));
        } catch (DateTimeException e) {
            throw FetchErrors.invalid("'" + text + "' is no date.");
        }
    }

    private static String text(FetchElement condition) {
        List<String> texts = texts(condition);
        if (texts.size() != 1) {
            throw FetchErrors.invalid(
                    "The operator '" + condition.get("operator") + "' needs one value, not " + texts.size() + ".");
        }
        return texts.get(0);
    }

    private static List<String> texts(FetchElement condition) {
        String value = condition.get("value");
        return value != null
                ? List.of(value)
                : condition.children("value").stream().map(FetchElement::text).toList();
    }

    private static Object value(ColumnDefinition column, String text) {
        Literal.Kind kind = column.type().isText() ? Literal.Kind.QUOTED : Literal.Kind.BARE;
        Object value = Values.of(new Literal(kind, column.type().isText() ? text : text.strip()), column);
        if (value == null) {
            value = lenient(column, text.strip());
        }
        if (value == null) {
            throw FetchErrors.invalid("The value '" + text + "' is not of the type "
                    + column.type().attributeType() + ", which the attribute '" + column.logicalName() + "' has.");
        }
        return value;
    }

    /** Forms that views contain: booleans as numbers, date and time without a zone, dates with a time. */
    private static Object lenient(ColumnDefinition column, String text) {
        try {
            return switch (column.type()) {
                case BOOLEAN ->
                    switch (text.toLowerCase(Locale.ROOT)) {
                        case "1", "true" -> true;
                        case "0", "false" -> false;
                        default -> null;
                    };
                case DATE_TIME ->
                    text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
                case DATE -> date(text);
                case CHOICES -> text;
                default -> null;
            };
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static ApiError unknown(String operator) {
        return FetchErrors.invalid("Unsupported condition operator: '" + operator + "'.");
    }
}
