package io.d365hub.simulator.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All tables of the environment, by the two names they go by. Immutable and thread-safe. */
public final class DataModel {

    private final Map<String, TableDefinition> byLogicalName = new LinkedHashMap<>();
    private final Map<String, TableDefinition> byEntitySet = new LinkedHashMap<>();

    public DataModel(Collection<TableDefinition> tables) {
        for (TableDefinition table : tables) {
            byLogicalName.put(table.logicalName(), table);
            byEntitySet.put(table.entitySetName(), table);
        }
    }

    public Collection<TableDefinition> tables() {
        return byLogicalName.values();
    }

    /** The table with this logical name; it must exist. */
    public TableDefinition table(String logicalName) {
        TableDefinition table = byLogicalName.get(logicalName);
        if (table == null) {
            throw new IllegalArgumentException("No table '" + logicalName + "' in this environment.");
        }
        return table;
    }

    public Optional<TableDefinition> byLogicalName(String logicalName) {
        return Optional.ofNullable(byLogicalName.get(logicalName));
    }

    /** By the segment in URLs; case-sensitive. */
    public Optional<TableDefinition> byEntitySet(String entitySet) {
        return Optional.ofNullable(byEntitySet.get(entitySet));
    }
}
