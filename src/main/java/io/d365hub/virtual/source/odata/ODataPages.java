package io.d365hub.virtual.source.odata;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.source.web.JsonColumns;
import io.d365hub.virtual.source.web.WebRequest;
import io.d365hub.virtual.source.web.WebService;
import java.net.URI;
import java.util.Collection;
import java.util.OptionalLong;

/** Reads rows of the other service through all its pages. Immutable, thread-safe. */
final class ODataPages {

    private static final String MAX_VERSION = "OData-MaxVersion";
    private static final String VERSION = "4.01";

    private final VirtualTable table;
    private final WebService service;
    private final JsonColumns json;

    ODataPages(VirtualTable table, WebService service, JsonColumns json) {
        this.table = table;
        this.service = service;
        this.json = json;
    }

    /** Takes rows until it has enough. */
    @FunctionalInterface
    interface Taker {

        /** Takes one row; whether another one is wanted. */
        boolean take(TableRow row) throws SourceException;
    }

    /**
     * Reads from an address on, following next links until the taker has enough or there are no more.
     *
     * @return the count that the first page tells
     */
    OptionalLong read(URI from, Collection<VirtualColumn> columns, Taker taker, SourceCall call)
            throws SourceException {
        OptionalLong count = OptionalLong.empty();
        URI at = from;
        for (int page = 0; at != null; page++) {
            JsonNode answer = service.json(WebRequest.get(at).with(MAX_VERSION, VERSION), call);
            JsonNode rows = answer.path("value");
            if (!rows.isArray()) {
                throw SourceException.wrongData(
                        "The source of %s answered without a list of rows: it is no OData v4 collection."
                                .formatted(table.path()));
            }
            if (page == 0) {
                count = count(answer);
            }
            for (JsonNode row : rows) {
                if (!taker.take(row(row, columns))) {
                    return count;
                }
            }
            URI next = next(answer, at);
            if (at.equals(next)) {
                throw SourceException.wrongData(
                        "The source of %s gave a next link to the same page.".formatted(table.path()));
            }
            at = next;
        }
        return count;
    }

    private TableRow row(JsonNode row, Collection<VirtualColumn> columns) throws SourceException {
        for (VirtualColumn column : columns) {
            if (!row.has(column.sourceName())) {
                throw SourceException.wrongData("The source of %s has no property '%s', which column '%s' names."
                        .formatted(table.path(), column.sourceName(), column.name()));
            }
        }
        return json.row(row, columns);
    }

    /** One row; what it does not have stays absent. */
    TableRow single(JsonNode row) throws SourceException {
        return json.row(
                row,
                table.columns().stream()
                        .filter(column -> row.has(column.sourceName()))
                        .toList());
    }

    private static OptionalLong count(JsonNode answer) {
        JsonNode count = answer.has("@odata.count") ? answer.path("@odata.count") : answer.path("@count");
        // As text where numbers of 64 bits are (OData JSON Format 4.0, 3.2).
        if (count.isTextual() && count.textValue().matches("\\d{1,18}")) {
            return OptionalLong.of(Long.parseLong(count.textValue()));
        }
        return count.canConvertToLong() && count.isNumber() ? OptionalLong.of(count.longValue()) : OptionalLong.empty();
    }

    private URI next(JsonNode answer, URI at) throws SourceException {
        JsonNode next = answer.has("@odata.nextLink") ? answer.path("@odata.nextLink") : answer.path("@nextLink");
        if (!next.isTextual()) {
            return null;
        }
        try {
            return at.resolve(next.textValue());
        } catch (IllegalArgumentException e) {
            throw SourceException.wrongData(
                    "The source of %s gave a next link that is no address.".formatted(table.path()));
        }
    }
}
