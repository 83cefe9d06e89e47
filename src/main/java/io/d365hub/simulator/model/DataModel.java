package io.d365hub.simulator.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * All tables of the environment, by the two names they go by. Thread-safe: each question reads one volatile reference to
 * the newest {@link ModelSnapshot}. Changes come from {@code store.Database}, one at a time.
 */
public final class DataModel {

    private volatile ModelSnapshot current;

    public DataModel(Collection<TableDefinition> tables) {
        this(tables, List.of());
    }

    public DataModel(Collection<TableDefinition> tables, Collection<ManyToMany> manyToMany) {
        current = ModelSnapshot.of(tables, manyToMany);
    }

    /** The model as it is now; for what must be answered from one state. */
    public ModelSnapshot snapshot() {
        return current;
    }

    /** Makes a change visible; only for the database, whose lock keeps changes apart. */
    public void publish(ModelSnapshot changed) {
        current = changed;
    }

    public Collection<TableDefinition> tables() {
        return current.tables();
    }

    /** The table with this logical name; it must exist. */
    public TableDefinition table(String logicalName) {
        TableDefinition table = current.table(logicalName);
        if (table == null) {
            throw new IllegalArgumentException("No table '" + logicalName + "' in this environment.");
        }
        return table;
    }

    public Optional<TableDefinition> byLogicalName(String logicalName) {
        return Optional.ofNullable(current.table(logicalName));
    }

    /** By the segment in URLs; case-sensitive. */
    public Optional<TableDefinition> byEntitySet(String entitySet) {
        return Optional.ofNullable(current.byEntitySet(entitySet));
    }

    public Collection<ManyToMany> manyToMany() {
        return current.manyToMany();
    }

    /**
     * The collection of this name on a table. Searches all tables: a request that names a collection is rare, and tables
     * come and go.
     */
    public Optional<CollectionProperty> collection(TableDefinition table, String name) {
        for (TableDefinition other : tables()) {
            for (ColumnDefinition column : other.columns()) {
                for (NavigationProperty property : column.targets()) {
                    if (property.target().equals(table.logicalName())
                            && property.collectionName().equals(name)) {
                        return Optional.of(new CollectionProperty.OneToMany(name, other, column, property));
                    }
                }
            }
        }
        for (ManyToMany relationship : manyToMany()) {
            if (isSide(relationship.first(), table, name)) {
                return Optional.of(linked(relationship, relationship.first(), relationship.second()));
            }
            if (isSide(relationship.second(), table, name)) {
                return Optional.of(linked(relationship, relationship.second(), relationship.first()));
            }
        }
        return Optional.empty();
    }

    private static boolean isSide(ManyToMany.Side side, TableDefinition table, String name) {
        return side.table().equals(table.logicalName()) && side.collectionName().equals(name);
    }

    private CollectionProperty linked(ManyToMany relationship, ManyToMany.Side own, ManyToMany.Side other) {
        TableDefinition intersect = table(relationship.intersect());
        return new CollectionProperty.Linked(
                own.collectionName(),
                table(other.table()),
                intersect,
                intersect.column(own.column()),
                intersect.column(other.column()));
    }
}
