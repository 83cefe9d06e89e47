package io.d365hub.check;

import io.d365hub.dataverse.client.MetadataFinding;
import io.d365hub.dataverse.client.TableColumn;
import java.util.List;
import java.util.Optional;

/** What a Dataverse environment says to the tables and keys that routes name. */
@FunctionalInterface
public interface TargetTables {

    /**
     * Asks for a table and one of its keys; may wait for the environment.
     *
     * @param table entity set name, e.g. {@code accounts}
     * @param key columns of an alternate key; none to ask for the table alone
     * @return nothing when all is well
     */
    Optional<MetadataFinding> check(String table, List<String> key);

    /**
     * Asks for a column that a row of a table is written with.
     *
     * @param table entity set name
     * @param column as in the body of a request, e.g. {@code name} or {@code parentaccountid@odata.bind}
     */
    default Optional<MetadataFinding> checkColumn(String table, String column) {
        return Optional.empty();
    }

    /**
     * The columns of a table; none when the table is not known or the environment does not answer.
     *
     * @param table entity set name
     */
    default List<TableColumn> columns(String table) {
        return List.of();
    }

    /** Nothing can be asked. */
    static TargetTables none() {
        return (table, key) -> Optional.empty();
    }
}
