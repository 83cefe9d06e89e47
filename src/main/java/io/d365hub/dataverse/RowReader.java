package io.d365hub.dataverse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.client.RowRef;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Message;

/**
 * Reads rows out of message bodies: JSON as text, bytes or stream, a map, or a tree. Every complaint is an
 * {@link IllegalArgumentException} that names what is missing and holds no value.
 */
final class RowReader {

    static final String BIND = "@odata.bind";

    /** Money keeps every digit; a second JSON value behind the first is not overlooked. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** A row's columns and its lookups. */
    record Row(ObjectNode columns, Map<String, RowRef> binds) {}

    private RowReader() {}

    static ObjectNode object(Message message) {
        JsonNode tree = tree(message);
        if (!(tree instanceof ObjectNode object)) {
            throw new IllegalArgumentException("The body must be a JSON object"
                    + (tree == null || tree.isMissingNode()
                            ? "; it is empty"
                            : ", not " + tree.getNodeType().name().toLowerCase(Locale.ROOT)));
        }
        return object;
    }

    /** Objects one after another; none is refused. */
    static ArrayNode array(Message message) {
        if (!(tree(message) instanceof ArrayNode array)) {
            throw new IllegalArgumentException("The body must be a JSON array");
        }
        if (array.isEmpty()) {
            throw new IllegalArgumentException("The array is empty");
        }
        return array;
    }

    private static JsonNode tree(Message message) {
        Object body = message.getBody();
        try {
            if (body == null) {
                return null;
            } else if (body instanceof JsonNode node) {
                return node;
            } else if (body instanceof String text) {
                return JSON.readTree(text);
            } else if (body instanceof InputStream stream) {
                return JSON.readTree(stream);
            } else if (body instanceof Map<?, ?> map) {
                return JSON.valueToTree(map);
            } else if (body instanceof List<?> list) {
                return JSON.valueToTree(list);
            }
            byte[] bytes = message.getBody(byte[].class);
            if (bytes == null) {
                throw new IllegalArgumentException(
                        "The body is a " + body.getClass().getSimpleName() + ", which is not JSON in any form");
            }
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            // The parser's own words would quote the body.
            throw new IllegalArgumentException("The body is not JSON" + (e.getLocation() == null ? "" : place(e)));
        } catch (IOException e) {
            throw new IllegalArgumentException("The body could not be read: " + e.getMessage(), e);
        }
    }

    private static String place(JsonProcessingException e) {
        return " (line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr() + ")";
    }

    /** The row without its key columns; lookups given as objects become references. The given tree stays as it is. */
    static Row row(ObjectNode columns, List<String> keyColumns) {
        ObjectNode rest = columns.objectNode();
        Map<String, RowRef> binds = Map.of();
        for (Map.Entry<String, JsonNode> column : columns.properties()) {
            String name = column.getKey();
            JsonNode value = column.getValue();
            if (keyColumns.contains(name)) {
                continue;
            }
            if (name.endsWith(BIND) && value instanceof ObjectNode target) {
                String property = name.substring(0, name.length() - BIND.length());
                binds = binds.isEmpty() ? new LinkedHashMap<>() : binds;
                binds.put(property, target(property, target));
            } else {
                rest.set(name, value);
            }
        }
        return new Row(rest, binds);
    }

    /** {@code {"table": "accounts", "key": {"accountnumber": "C-1"}}} or {@code {"table": "accounts", "id": "<guid>"}}. */
    private static RowRef target(String property, ObjectNode target) {
        try {
            return reference(target, null);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Lookup '" + property + BIND + "': " + e.getMessage(), e);
        }
    }

    /** @param defaultTable the table when the object names none; may be null */
    static RowRef reference(ObjectNode object, String defaultTable) {
        String table = object.path("table").asText(defaultTable == null ? "" : defaultTable);
        if (table.isEmpty()) {
            throw new IllegalArgumentException("'table' is missing");
        }
        if (object.hasNonNull("id")) {
            return RowRef.byId(table, id(object.path("id").asText()));
        }
        if (!(object.get("key") instanceof ObjectNode key) || key.isEmpty()) {
            throw new IllegalArgumentException("'key' (an object of column and value) or 'id' is missing");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : key.properties()) {
            KeyColumn column = KeyColumn.of(entry.getKey());
            values.put(column.name(), column.value(entry.getValue()));
        }
        return RowRef.byKey(table, values);
    }

    /** The row named by key columns whose values stand among the others. */
    static RowRef reference(String table, List<KeyColumn> key, ObjectNode columns) {
        if (key.size() == 1) {
            KeyColumn only = key.get(0);
            return RowRef.byKey(table, Map.of(only.name(), only.value(columns.get(only.name()))));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (KeyColumn column : key) {
            values.put(column.name(), column.value(columns.get(column.name())));
        }
        return RowRef.byKey(table, values);
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The id of the row is not a GUID", e);
        }
    }
}
