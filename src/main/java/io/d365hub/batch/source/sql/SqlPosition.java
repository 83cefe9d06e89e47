package io.d365hub.batch.source.sql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.Position;
import io.d365hub.batch.source.sql.SqlColumns.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watermark and key of the last row.
 *
 * @param columns what rows are ordered by
 * @param values of the last row, in the same order
 */
record SqlPosition(List<Column> columns, List<Object> values) implements Position {

    private static final String BY = "by";
    private static final String AT = "at";

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode by = json.putArray(BY);
        ArrayNode at = json.putArray(AT);
        for (int i = 0; i < columns.size(); i++) {
            by.add(columns.get(i).name());
            at.add(OrderValue.text(values.get(i)));
        }
        return json;
    }

    /**
     * Reads what {@link #toJson} gave; nothing when rows were ordered by something else then.
     *
     * @throws IllegalArgumentException when a column has another type now
     */
    static Optional<SqlPosition> of(ObjectNode json, List<Column> columns) {
        List<String> by = new ArrayList<>();
        json.path(BY).forEach(name -> by.add(name.asText()));
        if (!by.equals(columns.stream().map(Column::name).toList())) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(OrderValue.parse(columns.get(i), json.path(AT).path(i).asText()));
        }
        return Optional.of(new SqlPosition(columns, values));
    }
}
