package io.d365hub.simulator.event;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What one request does to rows: told to synchronous steps at once, to asynchronous ones when it is committed. Used by one
 * thread.
 */
public final class EventLog {

    private static final Set<String> STATE = Set.of("statecode", "statuscode");

    private final Events events;
    private final boolean heard;
    private final UUID correlation;
    private final List<Event> done = new ArrayList<>();
    private boolean bulk;

    public EventLog(Events events) {
        this.events = events;
        this.heard = events.heard();
        this.correlation = heard ? UUID.randomUUID() : null;
    }

    /** What follows belongs to one bulk message. */
    public void bulk() {
        bulk = true;
    }

    /** Whether anybody listens; else nothing need be told. */
    public boolean heard() {
        return heard;
    }

    /**
     * Tells of a row that is about to be stored, and returns what to tell {@link #stored} afterwards.
     *
     * @param before null when it is new
     * @param values by ordinal
     * @param sent the columns that the client named
     */
    public List<RowEvent> storing(
            TableDefinition table, Row before, Object[] values, Set<ColumnDefinition> sent, Actor actor) {
        RowEvent event = new RowEvent(
                before == null ? RowEvent.CREATE : RowEvent.UPDATE,
                table,
                (UUID) values[0],
                before,
                null,
                column -> values[column.ordinal()],
                sent,
                null,
                List.of(),
                actor,
                bulk,
                1);
        List<RowEvent> parts = before == null ? List.of(event) : parts(event);
        parts.forEach(this::before);
        return parts;
    }

    /** An update that changes the state together with other columns raises two events. */
    private static List<RowEvent> parts(RowEvent event) {
        Set<ColumnDefinition> state = new LinkedHashSet<>();
        Set<ColumnDefinition> others = new LinkedHashSet<>();
        for (ColumnDefinition column : event.sent()) {
            (STATE.contains(column.logicalName()) ? state : others).add(column);
        }
        return state.isEmpty() || others.isEmpty() ? List.of(event) : List.of(event.about(others), event.about(state));
    }

    /** The rows of these events are stored. */
    public void stored(List<RowEvent> parts, Row row) {
        parts.forEach(part -> after(part.stored(row)));
    }

    /**
     * Tells of a row that is about to be deleted, and returns what to tell {@link #deleted} afterwards.
     *
     * @param nested whether it goes because another row goes
     */
    public RowEvent deleting(TableDefinition table, Row row, Actor actor, boolean nested) {
        int depth = nested ? events.settings().cascadeDepth() : 1;
        RowEvent event = new RowEvent(
                RowEvent.DELETE, table, row.id(), row, null, null, Set.of(), null, List.of(), actor, false, depth);
        before(event);
        return event;
    }

    public void deleted(RowEvent event) {
        after(event);
    }

    /** Tells of a link that was made, or taken away. */
    public void linked(
            boolean made, TableDefinition table, Row row, String relationship, Reference related, Actor actor) {
        RowEvent event = new RowEvent(
                made ? RowEvent.ASSOCIATE : RowEvent.DISASSOCIATE,
                table,
                row.id(),
                null,
                null,
                null,
                Set.of(),
                relationship,
                List.of(related),
                actor,
                false,
                1);
        before(event);
        after(event);
    }

    /** Tells of a Custom API that is about to run. */
    public void calling(CallEvent event) {
        before(event);
    }

    /** It has run, and has told what it answers. */
    public void called(CallEvent event) {
        after(event);
    }

    /**
     * Tells of a change that was made elsewhere.
     *
     * @param values what is known of the row, by column
     */
    public void external(
            String message, TableDefinition table, UUID id, Map<ColumnDefinition, Object> values, Actor actor) {
        RowEvent event = new RowEvent(
                message,
                table,
                id,
                null,
                null,
                values::get,
                new LinkedHashSet<>(values.keySet()),
                null,
                List.of(),
                actor,
                false,
                1);
        before(event);
        after(event);
    }

    private void before(Event event) {
        events.tell(Step.PRE_VALIDATION, event, correlation);
        events.tell(20, event, correlation);
    }

    private void after(Event event) {
        events.tell(Step.POST_OPERATION, event, correlation);
        done.add(event);
    }

    /** Everything is written and about to be committed: who hears of whole requests may still refuse. */
    public void complete() {
        if (!done.isEmpty()) {
            events.tellTogether(List.copyOf(done), correlation);
        }
    }

    /** Everything is committed. */
    public void committed() {
        if (!done.isEmpty()) {
            events.committed(List.copyOf(done), correlation);
            done.clear();
        }
    }

    /** Nothing is committed. */
    public void forget() {
        done.clear();
    }
}
