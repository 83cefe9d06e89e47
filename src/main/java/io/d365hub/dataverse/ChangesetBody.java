package io.d365hub.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowOperation;
import io.d365hub.dataverse.client.RowRef;
import io.d365hub.dataverse.client.RowResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The body of a changeset, in: {@code {"rows": [{"operation", "table", "key" or "id", "columns"}]}}, and out. */
final class ChangesetBody {

    private ChangesetBody() {}

    /** @param defaultTable of rows that name none */
    static List<RowChange> read(ObjectNode body, String defaultTable) {
        if (!(body.get("rows") instanceof ArrayNode rows)) {
            throw new IllegalArgumentException("The array 'rows' is missing");
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("The array 'rows' is empty");
        }
        List<RowChange> changes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            try {
                changes.add(change(rows.get(i), defaultTable));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Row " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return changes;
    }

    static RowChange change(JsonNode node, String defaultTable) {
        if (!(node instanceof ObjectNode object)) {
            throw new IllegalArgumentException("it must be an object");
        }
        RowOperation operation = operation(object.path("operation").asText("upsert"));
        boolean addressed = object.hasNonNull("id") || object.hasNonNull("key");
        if (operation == RowOperation.CREATE && !addressed) {
            RowReader.Row row = RowReader.row(columns(object), List.of());
            return RowChange.create(
                    object.path("table").asText(defaultTable), Optional.empty(), row.columns(), row.binds());
        }
        RowRef ref = RowReader.reference(object, defaultTable);
        if (operation == RowOperation.CREATE && ref instanceof RowRef.ByKey) {
            throw new IllegalArgumentException(
                    "a create takes an 'id' or nothing; to write by key use the operation upsert");
        }
        if (operation == RowOperation.DELETE) {
            return RowChange.delete(ref);
        }
        List<String> keyColumns =
                ref instanceof RowRef.ByKey byKey ? List.copyOf(byKey.key().keySet()) : List.of();
        RowReader.Row row = RowReader.row(columns(object), keyColumns);
        return new RowChange(operation, ref, row.columns(), row.binds(), true);
    }

    private static ObjectNode columns(ObjectNode object) {
        JsonNode columns = object.get("columns");
        if (columns == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!(columns instanceof ObjectNode given)) {
            throw new IllegalArgumentException("'columns' must be an object");
        }
        return given;
    }

    private static RowOperation operation(String name) {
        return Arrays.stream(RowOperation.values())
                .filter(operation -> operation.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no operation '" + name + "'; there are "
                        + Arrays.stream(RowOperation.values())
                                .map(operation -> operation.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    /** {@code {"rows": [{"table", "status", "id", "entityId"}]}}, in the order of the rows. */
    static String write(List<RowResult> results) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("rows", rows(results));
        return body.toString();
    }

    static ArrayNode rows(List<RowResult> results) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (RowResult result : results) {
            rows.addObject()
                    .put("table", result.table())
                    .put("status", result.status())
                    .put("id", result.id().map(UUID::toString).orElse(null))
                    .put("entityId", result.entityId());
        }
        return rows;
    }
}
