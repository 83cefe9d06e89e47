package io.d365hub.batch.source.odata;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives deleted rows of a delta answer one form, that of OData 4.01: {@code {"@removed": {"reason": "deleted"}, ...}} with the
 * key in the column of the record key. Version 4.0 marks them by their context and names them by address or id only.
 */
public final class RemovedRows {

    public static final String REMOVED = "@removed";

    private static final String CONTEXT = "@odata.context";
    private static final String DELETED = "/$deletedEntity";
    /** Customers('ALFKI'), https://host/Customers(7), or the key alone. */
    private static final Pattern KEY = Pattern.compile("(?:.*\\()?'?([^()']*(?:''[^()']*)*)'?\\)?");

    private final String recordKey;

    /** @param recordKey JSON Pointer to the record key of a row */
    public RemovedRows(String recordKey) {
        this.recordKey = recordKey == null ? "" : recordKey;
    }

    /** The column at the top of a row that the record key stands in; empty when it stands elsewhere. */
    public String keyColumn() {
        String column = recordKey.startsWith("/") ? recordKey.substring(1) : "";
        return column.indexOf('/') < 0 && column.indexOf('~') < 0 ? column : "";
    }

    /** Whether a row tells of a deletion. */
    public static boolean isRemoved(ObjectNode row) {
        return row.has(REMOVED) || row.path(CONTEXT).asText("").endsWith(DELETED);
    }

    /** The row, or the deletion in its one form. */
    public ObjectNode form(ObjectNode row) {
        if (!isRemoved(row)) {
            return row;
        }
        String id = row.path("id")
                .asText(row.path("@id").asText(row.path("@odata.id").asText("")));
        ObjectNode removed = JsonNodeFactory.instance.objectNode();
        removed.setAll(row);
        removed.remove(CONTEXT);
        removed.remove("reason");
        removed.remove("id");
        removed.putObject(REMOVED)
                .put(
                        "reason",
                        row.path("reason")
                                .asText(row.path(REMOVED).path("reason").asText("deleted")));
        Matcher key = KEY.matcher(id);
        String column = recordKey.startsWith("/") ? recordKey.substring(1) : "";
        if (!column.isEmpty() && column.indexOf('/') < 0 && !removed.hasNonNull(column) && key.matches()) {
            removed.put(column, key.group(1).replace("''", "'"));
        }
        return removed;
    }
}
