package io.d365hub.console;

import java.util.List;
import java.util.Optional;

/** What the admin API tells about virtual tables; the root knows it. */
public interface VirtualTables {

    /** All tables, by service and name. */
    List<Line> all();

    /** One table; empty when there is none. */
    Optional<Description> of(String service, String table);

    /**
     * One table in a list.
     *
     * @param table as {@code <service>/<Table>}
     * @param url of its rows, below the hub's API
     * @param source kind of its source
     * @param operations what callers may do
     */
    record Line(String table, String url, String source, List<String> operations, String description) {

        /** The service that it belongs to; people see it under the name of that. */
        public String service() {
            return table.substring(0, table.indexOf('/'));
        }
    }

    /**
     * One table in full.
     *
     * @param line what a list tells
     * @param entity the entity type: what Dataverse calls the External Name of the table; the table's own name is its External
     *     Collection Name
     * @param key how the GUIDs of its rows are made
     * @param version the column that versions are taken from; empty for none
     * @param columns all columns, the key first
     * @param capabilities what the source evaluates, in words
     * @param limits times and numbers, in words
     */
    record Description(
            Line line,
            String entity,
            String key,
            String version,
            List<Column> columns,
            List<String> capabilities,
            List<String> limits) {}

    /**
     * One column.
     *
     * @param type in OData
     * @param source its name in the source
     * @param text how texts are compared; empty for other types
     */
    record Column(String name, String type, String source, boolean nullable, boolean readOnly, String text) {}
}
