package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * @param options as whom, under which condition, and how it is answered
 */
public record RowChange(
        RowOperation operation,
        RowRef row,
        ObjectNode columns,
        Map<String, RowRef> binds,
        boolean sameIdEachTime,
        RequestOptions options) {

    public RowChange {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(row, "row");
        Objects.requireNonNull(columns, "columns");
        binds = Map.copyOf(binds);
        if (operation == RowOperation.CREATE && options.isConditional()) {
            throw new IllegalArgumentException("A create has a condition already: the row must not exist");
        }
        boolean existing = operation == RowOperation.UPDATE || operation == RowOperation.DELETE;
        if (existing && !options.ifNoneMatch().isEmpty()) {
            throw new IllegalArgumentException(
                    "A row to be " + operation.done() + " exists: If-None-Match cannot hold");
        }
        if (operation == RowOperation.UPSERT
                && !options.ifNoneMatch().isEmpty()
                && !options.ifNoneMatch().equals("*")) {
            throw new IllegalArgumentException("If-None-Match of a write can only be *: the row must not exist");
        }
    }

    /** A change as the application user itself, without a condition. */
    public RowChange(
            RowOperation operation, RowRef row, ObjectNode columns, Map<String, RowRef> binds, boolean sameIdEachTime) {
        this(operation, row, columns, binds, sameIdEachTime, RequestOptions.NONE);
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

    /**
     * The same change, carried out as these options say.
     *
     * @throws IllegalArgumentException for a condition that the operation cannot have
     */
    public RowChange withOptions(RequestOptions others) {
        return new RowChange(operation, row, columns, binds, sameIdEachTime, others);
    }

    RowChange withColumns(ObjectNode others) {
        return new RowChange(operation, row, others, binds, sameIdEachTime, options);
    }

    /** Whether the same request sent twice may be refused the second time, because the first has changed the row. */
    boolean dependsOnVersion() {
        return !options.ifNoneMatch().isEmpty()
                || (!options.ifMatch().isEmpty() && !options.ifMatch().equals("*"));
    }

    /** Why a change whose answer was lost cannot simply be sent again; a half sentence. */
    String notRepeatable() {
        return dependsOnVersion()
                ? "a change that depends on the row's version cannot be repeated safely"
                : "a create without a key cannot be repeated safely";
    }

    /** Its sender gave it up before it was sent. */
    public DataverseException withdrawn() {
        return Failures.withdrawn(notDone());
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
