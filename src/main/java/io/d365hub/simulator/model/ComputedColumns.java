package io.d365hub.simulator.model;

import java.util.List;
import java.util.Map;

/**
 * The columns of a table that take part when the service fills in, keeps or computes values. Immutable.
 *
 * @param fixed whose values are taken when a row is created, and ignored later
 * @param numbered that the service numbers when a row is created without their values
 * @param baseAmounts the money columns that the service also gives in the base currency
 * @param images that have columns beside them
 */
public record ComputedColumns(
        List<ColumnDefinition> fixed,
        List<ColumnDefinition> numbered,
        List<BaseAmount> baseAmounts,
        List<ColumnDefinition> images) {

    static ComputedColumns of(List<ColumnDefinition> columns, Map<String, ColumnDefinition> byLogicalName) {
        return new ComputedColumns(
                columns.stream()
                        .filter(column -> column.writable() && !column.updatable())
                        .toList(),
                columns.stream()
                        .filter(column -> column.autoNumberFormat() != null)
                        .toList(),
                columns.stream()
                        .filter(column -> column.type() == ColumnType.MONEY)
                        .filter(column -> byLogicalName.containsKey(BaseAmount.columnOf(column.logicalName())))
                        .map(column ->
                                new BaseAmount(column, byLogicalName.get(BaseAmount.columnOf(column.logicalName()))))
                        .toList(),
                columns.stream()
                        .filter(column -> column.type() == ColumnType.IMAGE)
                        .toList());
    }
}
