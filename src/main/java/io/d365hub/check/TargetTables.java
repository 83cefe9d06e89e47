package io.d365hub.check;

import io.d365hub.dataverse.client.MetadataFinding;
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

    /** Nothing can be asked. */
    static TargetTables none() {
        return (table, key) -> Optional.empty();
    }
}
