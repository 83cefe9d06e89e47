package io.d365hub.batch.file.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The values of a row in the order of a file's columns. */
final class RowColumns {

    private RowColumns() {}

    /**
     * The values; null where the row has none.
     *
     * @throws FileSinkException REFUSED when the row has a column that the file has not
     */
    static List<JsonNode> values(ObjectNode row, List<String> columns) {
        List<JsonNode> values = new ArrayList<>(columns.size());
        int known = 0;
        for (String column : columns) {
            JsonNode value = row.get(column);
            known += value == null ? 0 : 1;
            values.add(value);
        }
        if (known < row.size()) {
            row.fieldNames().forEachRemaining(name -> {
                if (!columns.contains(name)) {
                    throw FileSinkException.refused(
                            "It has a column '" + name + "', which the file has not: " + String.join(", ", columns)
                                    + ".",
                            "Name all columns in the option columns, or leave this one out in the mapping.");
                }
            });
        }
        return values;
    }
}
