package io.d365hub.dataverse.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A row's change as it goes out.
 *
 * @param change what was asked for
 * @param method HTTP method
 * @param resource relative to the Web API, percent-encoded
 * @param condition header that guards the change; at most one
 * @param body JSON; empty for a delete
 * @param looked whether the row was looked for by query, because its key cannot be addressed
 */
record PlannedRow(
        RowChange change, String method, String resource, Map<String, String> condition, byte[] body, boolean looked) {

    private static final Map<String, String> MUST_EXIST = Map.of("If-Match", "*");
    private static final Map<String, String> MUST_NOT_EXIST = Map.of("If-None-Match", "*");
    private static final byte[] NOTHING = {};

    /** The row as it is addressed, be it by id or by key. */
    static PlannedRow of(RowChange change, RowRef row, Map<String, String> binds, boolean looked) {
        return switch (change.operation()) {
            case DELETE -> new PlannedRow(change, "DELETE", row.forUrl(), Map.of(), NOTHING, looked);
            case CREATE ->
                new PlannedRow(change, "PATCH", row.forUrl(), MUST_NOT_EXIST, json(change.columns(), binds), looked);
            case UPDATE ->
                new PlannedRow(change, "PATCH", row.forUrl(), MUST_EXIST, json(change.columns(), binds), looked);
            // Found by query: should it vanish meanwhile, a PATCH by its id must not create a row without the key.
            case UPSERT ->
                new PlannedRow(
                        change,
                        "PATCH",
                        row.forUrl(),
                        looked ? MUST_EXIST : Map.of(),
                        json(change.columns(), binds),
                        looked);
        };
    }

    /** The row that no address can name and that does not exist yet: created, its key among the columns. */
    static PlannedRow created(RowChange change, RowRef.ByKey row, Map<String, String> binds) {
        ObjectNode columns = change.columns().objectNode();
        row.key().forEach((column, value) -> {
            // A lookup in a key is read-only under this name; the body's own bind sets it.
            if (!column.startsWith("_")) {
                columns.set(column, Json.MAPPER.valueToTree(KeyLiteral.forColumn(value)));
            }
        });
        columns.setAll(change.columns());
        return new PlannedRow(change, "POST", row.table(), Map.of(), json(columns, binds), true);
    }

    /** A row to delete that was looked for and is not there. */
    static PlannedRow nothingToDo(RowChange change) {
        return new PlannedRow(change, "", "", Map.of(), NOTHING, true);
    }

    boolean isNothingToDo() {
        return method.isEmpty();
    }

    private static byte[] json(ObjectNode columns, Map<String, String> binds) {
        try {
            if (binds.isEmpty()) {
                return Json.MAPPER.writeValueAsBytes(columns);
            }
            ObjectNode body = columns.objectNode();
            body.setAll(columns);
            binds.forEach((property, target) -> body.put(property + "@odata.bind", target));
            return Json.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The columns of a row cannot be written as JSON", e);
        }
    }

    WireRequest request(String basePath) {
        return new WireRequest(method, basePath + resource, condition, body, WireRequest.JSON);
    }
}
