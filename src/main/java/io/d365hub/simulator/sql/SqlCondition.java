package io.d365hub.simulator.sql;

import io.d365hub.simulator.store.Row;

/** A condition on a joined row, with the three values of SQL. */
@FunctionalInterface
interface SqlCondition {

    /** True, false, or null for unknown. */
    Boolean test(Row[] joined);

    default boolean holds(Row[] joined) {
        return Boolean.TRUE.equals(test(joined));
    }

    default SqlCondition and(SqlCondition other) {
        return joined -> {
            Boolean left = test(joined);
            if (Boolean.FALSE.equals(left)) {
                return false;
            }
            Boolean right = other.test(joined);
            return Boolean.FALSE.equals(right) ? right : left == null ? null : right;
        };
    }

    default SqlCondition or(SqlCondition other) {
        return negated().and(other.negated()).negated();
    }

    default SqlCondition negated() {
        return joined -> {
            Boolean value = test(joined);
            return value == null ? null : Boolean.valueOf(!value);
        };
    }
}
