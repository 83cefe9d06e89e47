package io.d365hub.simulator.store;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.TableDefinition;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/** The rows of one row's collection, found once, when it is made. */
public final class RelatedRows implements RowSource {

    private final TableDefinition definition;
    private final NavigableMap<UUID, Row> rows = new TreeMap<>(UuidOrder.INSTANCE);

    private RelatedRows(TableDefinition definition) {
        this.definition = definition;
    }

    /** No rows. */
    public static RelatedRows none(TableDefinition definition) {
        return new RelatedRows(definition);
    }

    public RelatedRows(Database database, CollectionProperty collection, UUID owner) {
        this.definition = collection.target();
        if (collection instanceof CollectionProperty.OneToMany many) {
            for (Row row : database.table(definition).pointing(many.lookup(), owner)) {
                rows.put(row.id(), row);
            }
        } else if (collection instanceof CollectionProperty.Linked linked) {
            Table targets = database.table(definition);
            for (Row link : database.table(linked.intersect()).pointing(linked.own(), owner)) {
                Row row =
                        link.value(linked.other()) instanceof Reference reference ? targets.find(reference.id()) : null;
                if (row != null) {
                    rows.put(row.id(), row);
                }
            }
        }
    }

    @Override
    public TableDefinition definition() {
        return definition;
    }

    @Override
    public Collection<Row> rows() {
        return List.copyOf(rows.values());
    }

    @Override
    public Collection<Row> rowsAfter(UUID id) {
        return List.copyOf(rows.tailMap(id, false).values());
    }

    public boolean contains(UUID id) {
        return rows.containsKey(id);
    }
}
