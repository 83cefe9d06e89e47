package io.d365hub.mapping.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.mapping.RefusedByMappingException;
import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import java.util.List;
import java.util.Map;

/**
 * Maps rows of one table to rows of another, as a file says. Immutable, thread-safe.
 *
 * @param name where it comes from, for failures
 * @param fields in the order of the file
 */
record TableMap(String name, List<TableField> fields) {

    private static final String BIND = "@odata.bind";

    TableMap {
        fields = List.copyOf(fields);
    }

    /**
     * Reads a map.
     *
     * @param name what to call it in failures
     * @throws IllegalArgumentException when something is wrong in it; names the first mistake
     */
    static TableMap read(String text, String name) {
        try {
            YamlValue document = YamlValue.parse(text, name)
                    .orElseThrow(() -> new IllegalArgumentException("Table map " + name + " is empty."));
            TableMapReader reader = new TableMapReader(document);
            TableMap map = new TableMap(name, reader.fields());
            if (!reader.mistakes().isEmpty()) {
                throw new IllegalArgumentException(
                        "Table map " + name + ", " + reader.mistakes().get(0));
            }
            return map;
        } catch (YamlSyntaxException e) {
            throw new IllegalArgumentException("Table map " + name + " is not valid YAML: " + e.getMessage(), e);
        }
    }

    /**
     * Maps one row. What the source does not have is left out; a null of the source is a null of the target.
     *
     * @throws RefusedByMappingException when a value is not in its value map, required and missing, or of another type
     */
    ObjectNode apply(JsonNode source) {
        if (!source.isObject()) {
            throw RefusedByMappingException.of(
                    "The message was not mapped by " + name + ".",
                    "It is no JSON object.",
                    "Map single rows; split lists before this step.");
        }
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (TableField field : fields) {
            JsonNode value = field.value(source, name);
            if (value == null) {
                continue;
            }
            if (field.lookUp().isEmpty()) {
                row.set(field.to(), value);
            } else {
                bind(row, field, value);
            }
        }
        for (Map.Entry<String, JsonNode> column : row.properties()) {
            // A look-up by several columns names its row only when all of them are there.
            if (column.getKey().endsWith(BIND)
                    && column.getValue().path("key").properties().stream()
                            .anyMatch(part -> part.getValue().isNull())) {
                column.setValue(JsonNodeFactory.instance.nullNode());
            }
        }
        return row;
    }

    private static void bind(ObjectNode row, TableField field, JsonNode value) {
        String column = field.to() + BIND;
        ObjectNode bound = row.get(column) instanceof ObjectNode known ? known : row.putObject(column);
        bound.put("table", field.lookUp().get().table());
        bound.withObjectProperty("key").set(field.lookUp().get().key(), value);
    }
}
