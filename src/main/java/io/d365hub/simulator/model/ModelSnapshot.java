package io.d365hub.simulator.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The model at one time. Immutable; each change makes a new one with a higher version. */
public final class ModelSnapshot {

    private static final long FIRST_VERSION = 1_000_000;

    private final long version;
    private final Map<String, TableDefinition> tables;
    private final Map<String, TableDefinition> byEntitySet = new LinkedHashMap<>();
    private final Map<String, GlobalChoice> choices;
    private final Map<String, ManyToMany> manyToMany;

    private ModelSnapshot(
            long version,
            Map<String, TableDefinition> tables,
            Map<String, GlobalChoice> choices,
            Map<String, ManyToMany> manyToMany) {
        this.version = version;
        this.tables = tables;
        this.choices = choices;
        this.manyToMany = manyToMany;
        tables.values().forEach(table -> byEntitySet.put(table.entitySetName(), table));
    }

    static ModelSnapshot of(Collection<TableDefinition> tables, Collection<ManyToMany> manyToMany) {
        Map<String, TableDefinition> byName = new LinkedHashMap<>();
        tables.forEach(table -> byName.put(table.logicalName(), table));
        Map<String, ManyToMany> bySchemaName = new LinkedHashMap<>();
        manyToMany.forEach(relationship -> bySchemaName.put(relationship.schemaName(), relationship));
        return new ModelSnapshot(FIRST_VERSION, byName, Map.of(), bySchemaName);
    }

    /** Grows with every change. */
    public long version() {
        return version;
    }

    public Collection<TableDefinition> tables() {
        return tables.values();
    }

    /** The table with this logical name, or null. */
    public TableDefinition table(String logicalName) {
        return tables.get(logicalName);
    }

    /** The table with this segment in URLs, or null; case-sensitive. */
    public TableDefinition byEntitySet(String entitySet) {
        return byEntitySet.get(entitySet);
    }

    public Collection<GlobalChoice> globalChoices() {
        return choices.values();
    }

    /** The global choice with this name, or null. */
    public GlobalChoice globalChoice(String name) {
        return choices.get(name);
    }

    public Collection<ManyToMany> manyToMany() {
        return manyToMany.values();
    }

    /** With this table added, or put in the place of the one with the same name. */
    public ModelSnapshot with(TableDefinition table) {
        return new ModelSnapshot(
                version + 1, changed(tables, map -> map.put(table.logicalName(), table)), choices, manyToMany);
    }

    /** Without this table, and without the lookup targets and relationships that lead to it. */
    public ModelSnapshot without(TableDefinition table) {
        String gone = table.logicalName();
        return new ModelSnapshot(
                version + 1,
                changed(tables, map -> {
                    map.remove(gone);
                    map.replaceAll((name, other) -> other.withoutTarget(gone));
                }),
                choices,
                changed(manyToMany, map -> map.values().removeIf(relationship -> relationship.involves(gone))));
    }

    public ModelSnapshot with(GlobalChoice choice) {
        return new ModelSnapshot(
                version + 1, tables, changed(choices, map -> map.put(choice.name(), choice)), manyToMany);
    }

    public ModelSnapshot without(GlobalChoice choice) {
        return new ModelSnapshot(version + 1, tables, changed(choices, map -> map.remove(choice.name())), manyToMany);
    }

    public ModelSnapshot with(ManyToMany relationship) {
        return new ModelSnapshot(
                version + 1,
                tables,
                choices,
                changed(manyToMany, map -> map.put(relationship.schemaName(), relationship)));
    }

    public ModelSnapshot without(ManyToMany relationship) {
        return new ModelSnapshot(
                version + 1, tables, choices, changed(manyToMany, map -> map.remove(relationship.schemaName())));
    }

    private static <T> Map<String, T> changed(Map<String, T> map, Consumer<Map<String, T>> change) {
        Map<String, T> copy = new LinkedHashMap<>(map);
        change.accept(copy);
        return copy;
    }
}
