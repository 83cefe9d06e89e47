package io.d365hub.dataverse.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * A row's change as it goes out.
 *
 * @param change what was asked for
 * @param method HTTP method
 * @param resource relative to the Web API, percent-encoded
 * @param headers the condition that guards the change, at most one, and those that its options ask for
 * @param body JSON; empty for a delete
 * @param looked whether the row was looked for by query, because its key cannot be addressed
 */
record PlannedRow(
        RowChange change, String method, String resource, Map<String, String> headers, byte[] body, boolean looked) {

    private static final String IF_MATCH = "If-Match";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String ANY = "*";
    private static final byte[] NOTHING = {};

    /** The row as it is addressed, be it by id or by key. */
    static PlannedRow of(RowChange change, RowRef row, Map<String, String> binds, boolean looked) {
        return of(change, row.forUrl(), binds, looked);
    }

    /** @param address the row as an address names it */
    static PlannedRow of(RowChange change, String address, Map<String, String> binds, boolean looked) {
        boolean delete = change.operation() == RowOperation.DELETE;
        String query = change.options().query();
        return new PlannedRow(
                change,
                delete ? "DELETE" : "PATCH",
                query.isEmpty() ? address : address + query,
                headers(change, looked),
                delete ? NOTHING : json(change.columns(), binds),
                looked);
    }

    private static Map<String, String> headers(RowChange change, boolean looked) {
        RequestOptions options = change.options();
        if (!options.ifMatch().isEmpty()) {
            return with(options, IF_MATCH, options.ifMatch());
        }
        return switch (change.operation()) {
            case DELETE -> options.requestHeaders();
            case CREATE -> with(options, IF_NONE_MATCH, ANY);
            case UPDATE -> with(options, IF_MATCH, ANY);
            // Found by query: should it vanish meanwhile, a PATCH by its id must not create a row without the key.
            case UPSERT ->
                !options.ifNoneMatch().isEmpty()
                        ? with(options, IF_NONE_MATCH, options.ifNoneMatch())
                        : looked ? with(options, IF_MATCH, ANY) : options.requestHeaders();
        };
    }

    private static Map<String, String> with(RequestOptions options, String name, String value) {
        Map<String, String> asked = options.requestHeaders();
        if (asked.isEmpty()) {
            return Map.of(name, value);
        }
        Map<String, String> all = new TreeMap<>(asked);
        all.put(name, value);
        return all;
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
        return new PlannedRow(
                change,
                "POST",
                row.table() + change.options().query(),
                change.options().requestHeaders(),
                json(columns, binds),
                true);
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
        return new WireRequest(method, basePath + resource, headers, body, WireRequest.JSON);
    }
}
