package io.d365hub.simulator.sql;

import io.d365hub.simulator.model.TableDefinition;
import java.util.List;

/**
 * A SELECT as it was read.
 *
 * @param tables of FROM and the joins, in order
 * @param joins one for each table but the first
 * @param where which joined rows
 * @param items the SELECT list
 * @param groups GROUP BY
 * @param shape what is done with the result
 */
record SqlStatement(
        List<TableDefinition> tables,
        List<SqlJoin.Clause> joins,
        SqlCondition where,
        List<SqlItem> items,
        List<SqlColumn> groups,
        Shape shape) {

    /**
     * What is done with the result.
     *
     * @param distinct whether equal rows come once
     * @param order how it is sorted
     * @param offset how many rows are left out
     * @param limit how many are taken; -1 for all
     */
    record Shape(boolean distinct, List<SqlOrder> order, int offset, int limit) {}

    SqlStatement {
        boolean calculated = items.stream().anyMatch(item -> item.method() != null);
        if (calculated || !groups.isEmpty()) {
            refuseUngroupedOrder(shape, groups);
        }
        for (SqlItem item : items) {
            if (item.method() == null && (calculated || !groups.isEmpty()) && !groups.contains(item.column())) {
                throw SqlTokens.refused("Column '" + item.name() + "' is invalid in the select list because it is not"
                        + " contained in either an aggregate function or the GROUP BY clause.");
            }
        }
    }

    private static void refuseUngroupedOrder(Shape shape, List<SqlColumn> groups) {
        for (SqlOrder order : shape.order()) {
            if (order.item() < 0 && !groups.contains(order.column())) {
                throw SqlTokens.refused("Column '" + order.column().column().logicalName()
                        + "' is invalid in the ORDER BY clause because it is not contained in the GROUP BY clause.");
            }
        }
    }

    boolean aggregates() {
        return !groups.isEmpty() || items.stream().anyMatch(item -> item.method() != null);
    }
}
