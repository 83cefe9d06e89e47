package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.store.Row;
import java.util.List;

/** Refuses a row that a published rule finds to be a duplicate of another one. Compares with every committed row. */
final class DuplicateDetection {

    private DuplicateDetection() {}

    /**
     * Checks the values of a row that is to be written.
     *
     * @param before the row as it was, or null: a row that keeps its compared values is not refused for them
     */
    static void check(Environment environment, TableDefinition table, Object[] values, Row before) {
        for (DuplicateRule rule : environment.rules().duplicateRules()) {
            if (rule.table().equals(table.logicalName())) {
                check(environment, rule, table, values, before);
            }
        }
    }

    private static void check(
            Environment environment, DuplicateRule rule, TableDefinition table, Object[] values, Row before) {
        List<ColumnDefinition> columns =
                rule.columns().stream().map(table::column).toList();
        boolean incomplete = columns.stream().anyMatch(column -> column == null || values[column.ordinal()] == null);
        if (incomplete || (before != null && matches(columns, values, before))) {
            return;
        }
        for (Row row : environment.database().table(table).rows()) {
            if (!row.id().equals(values[0]) && matches(columns, values, row)) {
                throw new ApiError(
                        ErrorCode.DUPLICATES_FOUND,
                        "A record was not created or updated because a duplicate of the current record already"
                                + " exists.");
            }
        }
    }

    private static boolean matches(List<ColumnDefinition> columns, Object[] values, Row row) {
        for (ColumnDefinition column : columns) {
            Object mine = values[column.ordinal()];
            Object other = row.value(column);
            if (!equal(mine, other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Object mine, Object other) {
        if (mine instanceof String text && other instanceof String otherText) {
            return text.equalsIgnoreCase(otherText);
        }
        return mine.equals(other);
    }
}
