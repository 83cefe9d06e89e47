package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.store.Row;
import java.util.Map;
import java.util.UUID;

/** Views: system-wide ones in the table {@code savedquery}, a user's own in {@code userquery}. */
final class StoredQueries {

    private static final Map<String, String> TABLES = Map.of("savedQuery", "savedquery", "userQuery", "userquery");

    private StoredQueries() {}

    static boolean isAskedBy(QueryOptions options) {
        return TABLES.keySet().stream().anyMatch(options::has);
    }

    /** The FetchXML of the view that the options name. */
    static String find(Environment environment, QueryOptions options) {
        for (Map.Entry<String, String> kind : TABLES.entrySet()) {
            String text = options.get(kind.getKey());
            if (text != null) {
                return find(environment, kind.getValue(), text.replace("'", ""));
            }
        }
        throw new IllegalStateException("no stored query is asked for");
    }

    private static String find(Environment environment, String tableName, String text) {
        TableDefinition table = environment.model().table(tableName);
        UUID id = Values.uuid(Values.unbraced(text));
        if (id == null) {
            throw ApiError.badSyntax();
        }
        Row row = environment.database().table(table).find(id);
        if (row == null) {
            throw RowAddress.of(table, id).notFound();
        }
        if (row.value(table.column("fetchxml")) instanceof String xml) {
            return xml;
        }
        throw new ApiError(ErrorCode.INVALID_ARGUMENT, "The view '" + id + "' has no fetchxml.");
    }
}
