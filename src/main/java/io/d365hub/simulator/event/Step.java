package io.d365hub.simulator.event;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody who wants to hear of a message: an enabled row of {@code sdkmessageprocessingstep}.
 *
 * @param message such as {@code Update}
 * @param table logical name; null for all tables
 * @param stage 10, 20 or 40
 * @param synchronous whether the operation waits for it, and fails with it
 * @param rank its place among the steps of one stage
 * @param filter logical names of columns, one of which must be in an update; empty for every update
 * @param autoDelete whether the rows of succeeded jobs are deleted
 * @param runAs the user whom it runs as; null for the caller
 */
record Step(
        UUID id,
        String name,
        String message,
        String table,
        int stage,
        boolean synchronous,
        int rank,
        Set<String> filter,
        boolean autoDelete,
        UUID runAs,
        Endpoint endpoint,
        List<Image> images) {

    static final int PRE_VALIDATION = 10;
    static final int POST_OPERATION = 40;

    boolean wants(Event event) {
        return message.equals(event.message()) && about(event) && (filter.isEmpty() || passes(event));
    }

    /** Whether it is for events of this table that the request does not bypass. */
    boolean about(Event event) {
        return (table == null || table.equals(event.tableName()))
                && !event.actor().bypass().skips(this);
    }

    private boolean passes(Event event) {
        return !(event instanceof RowEvent row)
                || !row.is(RowEvent.UPDATE)
                || row.sent().stream().anyMatch(column -> filter.contains(column.logicalName()));
    }
}
