package io.d365hub.simulator.query;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Table;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The tree that a table's first lookup at its own table makes of the rows. */
public final class Hierarchy {

    private final Table table;
    private final ColumnDefinition parent;

    private Hierarchy(Table table, ColumnDefinition parent) {
        this.table = table;
        this.parent = parent;
    }

    /** The hierarchy of a table; none when no lookup leads from the table to itself. */
    public static Optional<Hierarchy> of(QueryContext context, TableDefinition definition) {
        return definition.columns().stream()
                .filter(column -> column.target(definition.logicalName()).isPresent())
                .findFirst()
                .map(column -> new Hierarchy(context.database().table(definition), column));
    }

    /** The rows above this one, nearest first; without the row itself, even where the lookups lead in a circle. */
    public Set<UUID> above(UUID id) {
        Set<UUID> found = new LinkedHashSet<>();
        UUID at = parentOf(id);
        while (at != null && !at.equals(id) && found.add(at)) {
            at = parentOf(at);
        }
        return found;
    }

    /** Whether one row is below another. */
    public boolean isUnder(UUID id, UUID ancestor) {
        return above(id).contains(ancestor);
    }

    private UUID parentOf(UUID id) {
        Row row = table.find(id);
        return row != null
                        && row.value(parent) instanceof Reference reference
                        && reference.table().equals(table.definition().logicalName())
                ? reference.id()
                : null;
    }
}
