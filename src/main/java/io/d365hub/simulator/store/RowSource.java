package io.d365hub.simulator.store;

import io.d365hub.simulator.model.TableDefinition;
import java.util.UUID;

/** Committed rows of one table in the order of their primary keys: all of them, or those of a collection. */
public interface RowSource {

    TableDefinition definition();

    /** A row that is written meanwhile may or may not be seen. */
    Iterable<Row> rows();

    /** The rows after this primary key. */
    Iterable<Row> rowsAfter(UUID id);
}
