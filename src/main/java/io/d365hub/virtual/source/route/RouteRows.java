package io.d365hub.virtual.source.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.source.web.Json;
import io.d365hub.virtual.source.web.JsonColumns;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;

/**
 * Rows out of a route's body: a list, an iterator or a single one of maps or JSON objects, or JSON text of them. Immutable,
 * thread-safe.
 */
final class RouteRows {

    private final VirtualTable table;
    private final JsonColumns json;

    RouteRows(VirtualTable table) {
        this.table = table;
        this.json = new JsonColumns(table, Optional.empty());
    }

    /** The elements of the body, one after the other. */
    Iterator<?> elements(Message message) throws SourceException {
        Object body = message.getBody();
        if (body == null) {
            return List.of().iterator();
        }
        if (body instanceof Iterator<?> rows) {
            return rows;
        }
        if (body instanceof Map || (body instanceof JsonNode node && node.isObject())) {
            return List.of(body).iterator();
        }
        if (body instanceof Iterable<?> rows) {
            return rows.iterator();
        }
        byte[] text = message.getBody(byte[].class);
        if (text != null && text.length == 0) {
            return List.of().iterator();
        }
        JsonNode document = Optional.ofNullable(text)
                .flatMap(Json::read)
                .filter(JsonNode::isContainerNode)
                .orElseThrow(() -> SourceException.wrongData(
                        "The route of %s answered with a body that is neither rows nor JSON.".formatted(table.path())));
        return document.isArray() ? document.iterator() : List.of(document).iterator();
    }

    TableRow row(Object element, Collection<VirtualColumn> columns) throws SourceException {
        if (element instanceof JsonNode node) {
            return json.row(node, columns);
        }
        if (!(element instanceof Map<?, ?> map)) {
            throw SourceException.wrongData(
                    "The route of %s gave a row that is neither a map nor a JSON object.".formatted(table.path()));
        }
        TableRow.Builder row = TableRow.of(table);
        row.set(table.key(), json.value(table.key(), map.get(table.key().sourceName())));
        for (VirtualColumn column : columns) {
            if (column.ordinal() != 0) {
                row.set(column, json.value(column, map.get(column.sourceName())));
            }
        }
        return row.build();
    }
}
