package io.d365hub.simulator.event;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Something that is done to a row. Immutable, as rows are; so it can be told later as it was.
 *
 * @param message such as {@code Update}
 * @param before the row as it was; null when it is new
 * @param after the row as it is; null when it is gone, or not there yet
 * @param target the row's values by column, as they are to be; null for messages whose target is only named
 * @param sent the columns that the client named
 * @param relationship of an association; null otherwise
 * @param related the rows at the other end of an association
 * @param bulk whether it is one of many in a bulk message
 * @param depth 1 for what the client asked for, more for what the platform does in consequence
 */
public record RowEvent(
        String message,
        TableDefinition table,
        UUID id,
        Row before,
        Row after,
        Function<ColumnDefinition, Object> target,
        Set<ColumnDefinition> sent,
        String relationship,
        List<Reference> related,
        Actor actor,
        boolean bulk,
        int depth)
        implements Event {

    static final String CREATE = "Create";
    static final String UPDATE = "Update";
    static final String DELETE = "Delete";
    static final String ASSOCIATE = "Associate";
    static final String DISASSOCIATE = "Disassociate";

    @Override
    public String tableName() {
        return table.logicalName();
    }

    boolean is(String name) {
        return message.equals(name);
    }

    /** The same event about some of its columns. */
    RowEvent about(Set<ColumnDefinition> columns) {
        return new RowEvent(
                message, table, id, before, after, target, columns, relationship, related, actor, bulk, depth);
    }

    /** The same event once the row is stored. */
    RowEvent stored(Row row) {
        return new RowEvent(
                message, table, id, before, row, row::value, sent, relationship, related, actor, bulk, depth);
    }
}
