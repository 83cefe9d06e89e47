package io.d365hub.simulator.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * One table: its names, columns, lookups and alternate keys. Immutable and thread-safe; made by {@link TableBuilder}.
 * A changed table is a new definition over the same rows, whose columns keep their ordinals.
 */
public final class TableDefinition {

    private final UUID metadataId;
    private final TableNames names;
    private final TableTraits traits;
    private final List<ColumnDefinition> columns;
    private final List<AlternateKey> keys;
    private final List<AlternateKey> activeKeys;
    private final List<ColumnDefinition> readableColumns;
    private final ComputedColumns computed;
    private final RowRule rule;
    private final int width;
    private final Map<String, ColumnDefinition> byProperty = new HashMap<>();
    private final Map<String, ColumnDefinition> byLogicalName = new HashMap<>();
    private final Map<String, Navigation> navigations = new HashMap<>();

    TableDefinition(
            UUID metadataId,
            TableNames names,
            TableTraits traits,
            List<ColumnDefinition> columns,
            List<AlternateKey> keys,
            RowRule rule,
            int width) {
        this.metadataId = metadataId;
        this.names = names;
        this.traits = traits;
        this.columns = List.copyOf(columns);
        this.keys = List.copyOf(keys);
        this.activeKeys = keys.stream().filter(AlternateKey::isActive).toList();
        this.readableColumns =
                columns.stream().filter(ColumnDefinition::readable).toList();
        this.rule = rule;
        this.width = width;
        for (ColumnDefinition column : columns) {
            byProperty.put(column.propertyName(), column);
            byLogicalName.put(column.logicalName(), column);
            for (NavigationProperty target : column.targets()) {
                navigations.put(target.name(), new Navigation(column, target));
            }
        }
        this.computed = ComputedColumns.of(columns, byLogicalName);
    }

    /** The columns whose values the service fills in, keeps or computes. */
    public ComputedColumns computed() {
        return computed;
    }

    /** Its own for as long as it exists; a table that is made again under the same name has another one. */
    public UUID metadataId() {
        return metadataId;
    }

    public TableTraits traits() {
        return traits;
    }

    /** How many values a row of this table has room for: more than there are columns when some were deleted. */
    public int width() {
        return width;
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

    /** The columns that clients may ask for. */
    public List<ColumnDefinition> readableColumns() {
        return readableColumns;
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

    /** The keys that are enforced. */
    public List<AlternateKey> activeKeys() {
        return activeKeys;
    }

    /** The usable key over exactly these properties, in any order. */
    public Optional<AlternateKey> activeKey(List<String> propertyNames) {
        for (AlternateKey key : activeKeys) {
            if (key.hasProperties(propertyNames)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** The rule that fills the columns which the service computes. */
    public RowRule rule() {
        return rule;
    }

    /** With one column more. */
    public TableDefinition with(ColumnDraft added) {
        List<ColumnDefinition> changed = new ArrayList<>(columns);
        changed.add(added.build(width));
        return new TableDefinition(metadataId, names, traits, changed, keys, rule, width + 1);
    }

    /** With the column of the draft's name changed. */
    public TableDefinition replacing(ColumnDraft changed) {
        return mapped(column -> column.logicalName().equals(changed.logicalName) ? changed : null);
    }

    /** Without this column; its place in the rows stays empty. */
    public TableDefinition without(ColumnDefinition column) {
        return new TableDefinition(
                metadataId,
                names,
                traits,
                columns.stream().filter(other -> other != column).toList(),
                keys,
                rule,
                width);
    }

    /** Without the lookups that lead to this table; a lookup that leads elsewhere too stays. */
    TableDefinition withoutTarget(String table) {
        TableDefinition changed = this;
        for (ColumnDefinition column : columns) {
            if (column.target(table).isPresent()) {
                List<NavigationProperty> left = column.targets().stream()
                        .filter(target -> !target.target().equals(table))
                        .toList();
                changed = left.isEmpty()
                        ? changed.without(changed.column(column.logicalName()))
                        : changed.replacing(ColumnDraft.of(column).targets(left));
            }
        }
        return changed;
    }

    public TableDefinition withKeys(List<AlternateKey> changed) {
        return new TableDefinition(metadataId, names, traits, columns, changed, rule, width);
    }

    public TableDefinition with(TableNames changed, TableTraits changedTraits) {
        return new TableDefinition(metadataId, changed, changedTraits, columns, keys, rule, width);
    }

    /** The same table as one that was never there before. */
    public TableDefinition withMetadataId(UUID id) {
        return new TableDefinition(id, names, traits, columns, keys, rule, width);
    }

    private TableDefinition mapped(Function<ColumnDefinition, ColumnDraft> changes) {
        Map<ColumnDefinition, ColumnDefinition> changed = new HashMap<>();
        for (ColumnDefinition column : columns) {
            ColumnDraft draft = changes.apply(column);
            changed.put(column, draft == null ? column : draft.build(column.ordinal()));
        }
        List<AlternateKey> changedKeys = keys.stream()
                .map(key -> new AlternateKey(
                        key.metadataId(),
                        key.schemaName(),
                        key.displayName(),
                        key.columns().stream().map(changed::get).toList(),
                        key.indexStatus()))
                .toList();
        return new TableDefinition(
                metadataId, names, traits, columns.stream().map(changed::get).toList(), changedKeys, rule, width);
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
