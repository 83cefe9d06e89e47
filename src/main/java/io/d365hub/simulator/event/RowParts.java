package io.d365hub.simulator.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The parts of a context that tell of rows: one that is written or linked, or all of a bulk message. */
final class RowParts implements ContextParts {

    private final JsonGenerator json;
    private final EntityWriter entities;
    private final Step step;
    private final List<RowEvent> events;
    private final RowEvent event;
    private final boolean many;

    RowParts(JsonGenerator json, Step step, List<RowEvent> events) {
        this.json = json;
        this.entities = new EntityWriter(json);
        this.step = step;
        this.events = events;
        this.event = events.get(0);
        this.many = !step.message().equals(event.message());
    }

    @Override
    public void input(boolean parent) throws IOException {
        if (many) {
            ContextValues.startPair(json, "Targets");
            ContextValues.startCollection(json);
            for (RowEvent one : events) {
                target(one, false, parent);
            }
            ContextValues.endCollection(json, event.table().logicalName());
        } else {
            ContextValues.startPair(json, "Target");
            if (event.target() == null) {
                ContextValues.reference(json, true, new Reference(event.table().logicalName(), event.id()), null);
            } else {
                target(event, true, parent);
            }
        }
        json.writeEndObject();
        if (event.relationship() != null) {
            association();
        } else if (parent) {
            ContextValues.startPair(json, "SuppressDuplicateDetection");
            json.writeBoolean(false);
            json.writeEndObject();
        }
    }

    private void association() throws IOException {
        ContextValues.startPair(json, "Relationship");
        json.writeStartObject();
        ContextValues.type(json, "Relationship");
        json.writeNullField("PrimaryEntityRole");
        json.writeStringField("SchemaName", event.relationship());
        json.writeEndObject();
        json.writeEndObject();
        ContextValues.startPair(json, "RelatedEntities");
        ContextValues.references(json, event.related());
        json.writeEndObject();
    }

    /** The columns of the row that the operation is about: of an update those that change. */
    private void target(RowEvent one, boolean typed, boolean parent) throws IOException {
        boolean stored = step.stage() == Step.POST_OPERATION && !parent;
        boolean created = one.is(RowEvent.CREATE);
        Set<ColumnDefinition> columns = new LinkedHashSet<>(one.sent());
        columns.add(one.table().primaryId());
        if (stored && created) {
            columns.addAll(one.table().readableColumns());
        } else if (stored && !ExternalEvents.exists(one.message())) {
            addPresent(columns, one.table(), "modifiedon", "modifiedby");
        }
        entities.write(
                typed,
                one.table(),
                one.id(),
                columns,
                one.target(),
                !created || !stored,
                stored && created ? this::isShown : EntityWriter.NOTHING,
                stored && !created && one.after() != null ? version(one.after()) : null);
    }

    /** Asynchronous events tell the state's text only. */
    private boolean isShown(ColumnDefinition column) {
        return step.synchronous() || column.logicalName().equals("statecode");
    }

    @Override
    public void output() throws IOException {
        if (!event.is(RowEvent.CREATE) || step.stage() != Step.POST_OPERATION) {
            return;
        }
        if (many) {
            ContextValues.startPair(json, "Ids");
            json.writeStartArray();
            for (RowEvent one : events) {
                json.writeString(one.id().toString());
            }
            json.writeEndArray();
            json.writeEndObject();
        } else {
            ContextValues.pair(json, "id", event.id().toString());
        }
    }

    @Override
    public void images(boolean pre) throws IOException {
        Row row = pre ? event.before() : event.after();
        if (many || event.relationship() != null || row == null) {
            return;
        }
        if (!step.synchronous() && pre == event.is(RowEvent.DELETE)) {
            automatic(row);
        }
        for (Image image : step.images()) {
            if (pre ? image.pre() : image.post()) {
                image(image, row);
            }
        }
    }

    /** What every asynchronous event gets, registered or not. */
    private void automatic(Row row) throws IOException {
        List<ColumnDefinition> columns = new ArrayList<>();
        if (event.table().primaryName() != null) {
            columns.add(event.table().primaryName());
        }
        if (!event.is(RowEvent.UPDATE)) {
            columns.add(event.table().primaryId());
        }
        ContextValues.startPair(json, "AsynchronousStepPrimaryName");
        entities.write(false, event.table(), event.id(), columns, row::value, false, EntityWriter.NOTHING, null);
        json.writeEndObject();
    }

    private void image(Image image, Row row) throws IOException {
        List<ColumnDefinition> columns = event.table().readableColumns().stream()
                .filter(column -> image.columns().isEmpty() || image.columns().contains(column.logicalName()))
                .toList();
        ContextValues.startPair(json, image.alias());
        entities.write(
                false, event.table(), event.id(), columns, row::value, false, EntityWriter.NOTHING, version(row));
        json.writeEndObject();
    }

    private static void addPresent(Set<ColumnDefinition> columns, TableDefinition table, String... names) {
        for (String name : names) {
            if (table.column(name) != null) {
                columns.add(table.column(name));
            }
        }
    }

    private static String version(Row row) {
        return Long.toString(row.version());
    }
}
