package io.d365hub.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a Dataverse environment knows, for the check of routes that write to it. */
public interface TargetTables {

    /** Names of the entity sets, e.g. {@code accounts}; empty when the environment cannot be reached just now. */
    Optional<Set<String>> tables();

    /**
     * The alternate keys of a table, each as the names of its columns; empty when the environment cannot be reached just
     * now.
     */
    Optional<List<Set<String>>> alternateKeys(String table);

    /** Nothing can be asked. */
    static TargetTables unreachable() {
        return new TargetTables() {
            @Override
            public Optional<Set<String>> tables() {
                return Optional.empty();
            }

            @Override
            public Optional<List<Set<String>>> alternateKeys(String table) {
                return Optional.empty();
            }
        };
    }
}
