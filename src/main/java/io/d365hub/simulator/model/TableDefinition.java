package io.d365hub.simulator.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One table: its names, columns, lookups and alternate keys. Immutable and thread-safe; made by {@link TableBuilder}.
 * A changed table is a new definition over the same rows, whose columns keep their ordinals.
 */
public final class TableDefinition {

    private final TableNames names;
    private final List<ColumnDefinition> columns;
    private final List<AlternateKey> keys;
    private final RowRule rule;
    private final Map<String, ColumnDefinition> byProperty = new HashMap<>();
    private final Map<String, ColumnDefinition> byLogicalName = new HashMap<>();
    private final Map<String, Navigation> navigations = new HashMap<>();

    TableDefinition(TableNames names, List<ColumnDefinition> columns, List<AlternateKey> keys, RowRule rule) {
        this.names = names;
        this.columns = List.copyOf(columns);
        this.keys = List.copyOf(keys);
        this.rule = rule;
        for (ColumnDefinition column : columns) {
            byProperty.put(column.propertyName(), column);
            byLogicalName.put(column.logicalName(), column);
            for (NavigationProperty target : column.targets()) {
                navigations.put(target.name(), new Navigation(column, target));
            }
        }
    }

    public TableNames names() {
        return names;
    }

    public String logicalName() {
        return names.logicalName();
    }

    public String entitySetName() {
        return names.entitySetName();
    }

    /** The type's full OData name. */
    public String typeName() {
        return "Microsoft.Dynamics.CRM." + names.logicalName();
    }

    public List<ColumnDefinition> columns() {
        return columns;
    }

    /** The column with this name in queries and answers, or null. */
    public ColumnDefinition property(String propertyName) {
        return byProperty.get(propertyName);
    }

    /** The column with this logical name, or null. */
    public ColumnDefinition column(String logicalName) {
        return byLogicalName.get(logicalName);
    }

    /** The lookup with this navigation property name, or null. */
    public Navigation navigation(String name) {
        return navigations.get(name);
    }

    public ColumnDefinition primaryId() {
        return columns.get(0);
    }

    public ColumnDefinition versionNumber() {
        return columns.get(1);
    }

    public ColumnDefinition primaryName() {
        return byLogicalName.get(names.primaryName());
    }

    public List<AlternateKey> keys() {
        return keys;
    }

    /** The usable key over exactly these properties, in any order. */
    public Optional<AlternateKey> activeKey(List<String> propertyNames) {
        for (AlternateKey key : keys) {
            if (key.indexStatus() == AlternateKey.IndexStatus.ACTIVE && key.hasProperties(propertyNames)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** The rule that fills the columns which the service computes. */
    public RowRule rule() {
        return rule;
    }

    @Override
    public String toString() {
        return names.logicalName();
    }

    /**
     * A lookup column seen through one of its navigation properties.
     *
     * @param column the column that holds the reference
     * @param property the way to one target table
     */
    public record Navigation(ColumnDefinition column, NavigationProperty property) {}
}
