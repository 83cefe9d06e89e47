package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.DeleteRule;
import io.d365hub.simulator.model.NavigationProperty;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Transaction;
import java.util.List;
import java.util.Set;

/** Deletes a row and does to the rows that point at it what their lookups say. */
final class RowDeletion {

    /** Every row points at a user and a currency, and those links are not indexed. */
    private static final Set<String> NEVER_DELETED = Set.of("systemuser", "transactioncurrency");

    private final Transaction transaction;
    private final RowWriter writer;

    RowDeletion(Transaction transaction, RowWriter writer) {
        this.transaction = transaction;
        this.writer = writer;
    }

    void delete(TableDefinition table, Row row) {
        delete(table, row, false);
    }

    private void delete(TableDefinition table, Row row, boolean nested) {
        if (NEVER_DELETED.contains(table.logicalName())) {
            throw restricted(table, row);
        }
        for (TableDefinition other : transaction.database().model().tables()) {
            for (ColumnDefinition column : other.columns()) {
                column.target(table.logicalName()).ifPresent(property -> settle(table, row, other, column, property));
            }
        }
        writer.delete(table, row, nested);
        SolutionComponents.forget(transaction, table, row.id());
    }

    private void settle(
            TableDefinition table,
            Row row,
            TableDefinition other,
            ColumnDefinition column,
            NavigationProperty property) {
        if (property.onDelete() == DeleteRule.KEEP) {
            return;
        }
        List<Row> pointing = transaction.pointingAt(other, column, row.id());
        if (!pointing.isEmpty() && property.onDelete() == DeleteRule.RESTRICT) {
            throw restricted(table, row);
        }
        for (Row dependent : pointing) {
            if (property.onDelete() == DeleteRule.CASCADE) {
                delete(other, dependent, true);
            } else if (!dependent.id().equals(row.id())) {
                Object[] values = dependent.copyValues(other.width());
                values[column.ordinal()] = null;
                writer.put(other, values);
            }
        }
    }

    private static ApiError restricted(TableDefinition table, Row row) {
        return new ApiError(
                ErrorCode.CANNOT_DELETE,
                "The record of type '" + table.logicalName() + "' with Id = " + row.id()
                        + " cannot be deleted because it is associated with another record.");
    }
}
