package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.TableDefinition;
import java.util.List;

/** What a body nests under a navigation property, to be created together with its row. */
public sealed interface Nested {

    /**
     * A row that a lookup is to point at.
     *
     * @param navigation the lookup
     * @param table the row's table
     * @param row the row
     */
    record Target(TableDefinition.Navigation navigation, TableDefinition table, RowInput row) implements Nested {}

    /**
     * Rows of a collection.
     *
     * @param collection which one
     * @param rows rows to create
     * @param references URLs of rows that exist
     */
    record Members(CollectionProperty collection, List<RowInput> rows, List<String> references) implements Nested {}
}
