package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One change of one row.
 *
 * @param operation what is done
 * @param row which row
 * @param columns the columns as the Web API takes them, without those of the row's key; not changed by this package
 * @param binds lookups by navigation property, e.g. {@code customerid_account}; written as {@code @odata.bind}
 * @param sameIdEachTime whether a repetition of this change by the caller addresses the same row; false only for a create
 *     whose id was made up here
 */
public record RowChange(
        RowOperation operation, RowRef row, ObjectNode columns, Map<String, RowRef> binds, boolean sameIdEachTime) {

    public RowChange {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(row, "row");
        Objects.requireNonNull(columns, "columns");
        binds = Map.copyOf(new LinkedHashMap<>(binds));
    }

    /**
     * A create. With an id given, a row that exists with this id counts as created: so the caller may repeat the change.
     * Without one an id is made up, and a lost answer may end as {@code unknown-outcome}.
     */
    public static RowChange create(String table, Optional<UUID> id, ObjectNode columns, Map<String, RowRef> binds) {
        RowRef row = RowRef.byId(table, id.orElseGet(UUID::randomUUID));
        return new RowChange(RowOperation.CREATE, row, columns, binds, id.isPresent());
    }

    public static RowChange upsert(RowRef row, ObjectNode columns, Map<String, RowRef> binds) {
        return new RowChange(RowOperation.UPSERT, row, columns, binds, true);
    }

    public static RowChange update(RowRef row, ObjectNode columns, Map<String, RowRef> binds) {
        return new RowChange(RowOperation.UPDATE, row, columns, binds, true);
    }

    public static RowChange delete(RowRef row) {
        return new RowChange(RowOperation.DELETE, row, JsonNodeFactory.instance.objectNode(), Map.of(), true);
    }

    RowChange withBinds(Map<String, RowRef> others) {
        return new RowChange(operation, row, columns, others, sameIdEachTime);
    }

    /** Names what was not done, without any value: {@code A row of salesorders (key ordernumber) was not written.} */
    String notDone() {
        return "A row of " + row.table() + " (key " + row.keyNames() + ") was not " + operation.done() + ".";
    }

    /** Says table and key columns, never values. */
    @Override
    public String toString() {
        return operation + " " + row;
    }
}
