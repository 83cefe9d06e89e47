package io.d365hub.simulator.query;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.KeyValues;
import io.d365hub.simulator.store.Reference;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the {@link ConditionFunction}s mean: each becomes a test of a column's value. Where a positive condition is false
 * for an empty column, its negation is true.
 */
public final class ConditionTests {

    private static final int ENGLISH = 1033;

    private ConditionTests() {}

    /**
     * The test of one column's value.
     *
     * @param table the table of the column
     * @param values the arguments: of the column's type, or Integer, LocalDate, Instant or UUID as the function wants
     *     them, in the number that it wants
     */
    public static Predicate<Object> of(
            ConditionFunction function,
            TableDefinition table,
            ColumnDefinition column,
            List<Object> values,
            QueryContext context) {
        return switch (function) {
            case IN -> in(values);
            case NOT_IN -> in(values).negate();
            case BETWEEN -> between(values);
            case NOT_BETWEEN -> between(values).negate();
            case CONTAIN_VALUES -> containsAny(values);
            case NOT_CONTAIN_VALUES -> containsAny(values).negate();
            case EQUAL_USER_ID, EQUAL_USER_OR_USER_TEAMS -> points(context.userId());
            case NOT_EQUAL_USER_ID -> points(context.userId()).negate();
            case EQUAL_BUSINESS_ID -> points(context.businessUnitId());
            case NOT_EQUAL_BUSINESS_ID -> points(context.businessUnitId()).negate();
            case EQUAL_USER_TEAMS -> value -> false; // there are no teams
            case EQUAL_USER_LANGUAGE -> value -> value instanceof Integer code && code == ENGLISH;
            case ABOVE, ABOVE_OR_EQUAL, UNDER, UNDER_OR_EQUAL, NOT_UNDER ->
                inHierarchy(function, table, column, (UUID) values.get(0), context);
            case NOT_ON -> window(ConditionFunction.ON, values, context.now()).negate();
            default -> window(function, values, context.now());
        };
    }

    private static Predicate<Object> window(ConditionFunction function, List<Object> values, Instant now) {
        if (function == ConditionFunction.IN_FISCAL_PERIOD) {
            int number = (Integer) values.get(0);
            return value -> DateWindows.fiscalPeriodOf(value) == number;
        }
        return DateWindows.of(function, values, now)::contains;
    }

    private static Predicate<Object> in(List<Object> values) {
        Set<Object> wanted = values.stream().map(KeyValues::normalized).collect(Collectors.toSet());
        return value -> value != null && wanted.contains(KeyValues.normalized(value));
    }

    private static Predicate<Object> between(List<Object> values) {
        Object least = values.get(0);
        Object greatest = values.get(1);
        return value -> value != null
                && ValueOrder.INSTANCE.compare(value, least) >= 0
                && ValueOrder.INSTANCE.compare(value, greatest) <= 0;
    }

    /** Multi-select choices are kept as text: {@code 1,9}. */
    private static Predicate<Object> containsAny(List<Object> values) {
        Set<String> wanted = values.stream().map(Object::toString).collect(Collectors.toCollection(HashSet::new));
        return value -> value instanceof String chosen
                && Arrays.stream(chosen.split(",", -1)).anyMatch(wanted::contains);
    }

    private static Predicate<Object> points(UUID id) {
        return value -> id.equals(idOf(value));
    }

    private static UUID idOf(Object value) {
        return value instanceof Reference reference ? reference.id() : value instanceof UUID id ? id : null;
    }

    private static Predicate<Object> inHierarchy(
            ConditionFunction function, TableDefinition table, ColumnDefinition column, UUID id, QueryContext context) {
        TableDefinition rows = column.type().isLookup()
                ? context.database().model().table(column.targets().get(0).target())
                : table;
        Optional<Hierarchy> hierarchy = Hierarchy.of(context, rows);
        if (hierarchy.isEmpty()) {
            return function == ConditionFunction.NOT_UNDER ? value -> true : value -> false;
        }
        Hierarchy tree = hierarchy.get();
        Set<UUID> above = new HashSet<>(tree.above(id));
        if (function == ConditionFunction.ABOVE_OR_EQUAL) {
            above.add(id);
        }
        boolean itself = function == ConditionFunction.UNDER_OR_EQUAL;
        return switch (function) {
            case ABOVE, ABOVE_OR_EQUAL -> value -> above.contains(idOf(value));
            case NOT_UNDER -> value -> idOf(value) == null || !tree.isUnder(idOf(value), id);
            default ->
                value -> idOf(value) != null && ((itself && id.equals(idOf(value))) || tree.isUnder(idOf(value), id));
        };
    }
}
