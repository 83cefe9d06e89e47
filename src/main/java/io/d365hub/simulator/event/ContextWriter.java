package io.d365hub.simulator.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Writes the {@code RemoteExecutionContext} of an event as JSON: all members in alphabetical order, dictionaries as arrays
 * of pairs. Thread-safe.
 */
final class ContextWriter {

    private static final JsonFactory FACTORY = JsonFactory.builder().build().setCharacterEscapes(new SlashEscapes());
    private static final String NOBODY = new UUID(0, 0).toString();
    private static final String STEP_TABLE = "sdkmessageprocessingstep";
    private static final int MAIN_OPERATION = 30;

    private final Sender sender;
    private final Database database;

    ContextWriter(Sender sender, Database database) {
        this.sender = sender;
        this.database = database;
    }

    /** {@code /} is written as {@code \/}, as .NET does. */
    @SuppressWarnings("serial") // never serialized
    private static final class SlashEscapes extends CharacterEscapes {
        private static final SerializedString SLASH = new SerializedString("\\/");
        private static final int[] ESCAPES = standardAsciiEscapesForJSON();

        static {
            ESCAPES['/'] = ESCAPE_CUSTOM;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ESCAPES.clone();
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return character == '/' ? SLASH : null;
        }
    }

    /**
     * The document for one step.
     *
     * @param events one, or all of a bulk message
     * @param whole whether it has the parts that too long documents are sent without
     */
    byte[] write(Step step, List<RowEvent> events, Occasion occasion, boolean whole) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            new Document(json, step, events, occasion).write(whole, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot be: it is written to memory
        }
        return bytes.toByteArray();
    }

    /** One document that is being written. */
    private final class Document {
        private final JsonGenerator json;
        private final EntityWriter entities;
        private final Step step;
        private final List<RowEvent> events;
        private final RowEvent event;
        private final boolean many;
        private final Occasion occasion;

        Document(JsonGenerator json, Step step, List<RowEvent> events, Occasion occasion) {
            this.json = json;
            this.entities = new EntityWriter(json);
            this.step = step;
            this.events = events;
            this.event = events.get(0);
            this.many = !step.message().equals(event.message());
            this.occasion = occasion;
        }

        void write(boolean whole, boolean parent) throws IOException {
            Actor actor = event.actor();
            json.writeStartObject();
            json.writeStringField("BusinessUnitId", sender.businessUnitId().toString());
            json.writeStringField("CorrelationId", occasion.correlation().toString());
            json.writeNumberField("Depth", 1);
            if (!parent) {
                json.writeStringField("InitiatingUserAgent", "");
                json.writeStringField(
                        "InitiatingUserAzureActiveDirectoryObjectId", directoryId(actor.initiatingUser()));
            }
            json.writeStringField("InitiatingUserId", actor.initiatingUser().toString());
            if (whole) {
                input(parent);
            }
            json.writeBooleanField("IsExecutingOffline", false);
            json.writeBooleanField("IsInTransaction", step.synchronous());
            json.writeBooleanField("IsOfflinePlayback", false);
            json.writeNumberField("IsolationMode", 1);
            json.writeStringField("MessageName", step.message());
            json.writeNumberField("Mode", step.synchronous() ? 0 : 1);
            json.writeStringField("OperationCreatedOn", ContextValues.date(occasion.created(), step.synchronous()));
            json.writeStringField("OperationId", occasion.operation().toString());
            json.writeStringField("OrganizationId", sender.organizationId().toString());
            json.writeStringField("OrganizationName", sender.uniqueName());
            output(parent);
            json.writeFieldName("OwningExtension");
            ContextValues.reference(
                    json, false, new Reference(STEP_TABLE, step.id()), step.synchronous() ? step.name() : null);
            if (whole) {
                parent(parent);
                images("PostEntityImages", false, parent);
                images("PreEntityImages", true, parent);
            }
            json.writeStringField("PrimaryEntityId", many ? NOBODY : event.id().toString());
            json.writeStringField("PrimaryEntityName", event.table().logicalName());
            json.writeStringField(
                    "RequestId", parent ? null : occasion.request().toString());
            json.writeStringField("SecondaryEntityName", "none");
            variables(parent);
            json.writeNumberField("Stage", parent ? MAIN_OPERATION : step.stage());
            if (!parent) {
                json.writeStringField("UserAzureActiveDirectoryObjectId", directoryId(actor.user()));
            }
            json.writeStringField("UserId", (step.runAs() == null ? actor.user() : step.runAs()).toString());
            json.writeEndObject();
        }

        private void input(boolean parent) throws IOException {
            json.writeArrayFieldStart("InputParameters");
            if (many) {
                startPair("Targets");
                json.writeStartObject();
                ContextValues.type(json, "EntityCollection");
                json.writeArrayFieldStart("Entities");
                for (RowEvent one : events) {
                    target(one, false, parent);
                }
                json.writeEndArray();
                json.writeStringField("EntityName", event.table().logicalName());
                json.writeNullField("MinActiveRowVersion");
                json.writeBooleanField("MoreRecords", false);
                json.writeNullField("PagingCookie");
                json.writeNumberField("TotalRecordCount", 0);
                json.writeBooleanField("TotalRecordCountLimitExceeded", false);
                json.writeEndObject();
            } else {
                startPair("Target");
                if (event.target() == null) {
                    ContextValues.reference(
                            json, true, new Reference(event.table().logicalName(), event.id()), null);
                } else {
                    target(event, true, parent);
                }
            }
            json.writeEndObject();
            if (event.relationship() != null) {
                association();
            } else if (parent) {
                startPair("SuppressDuplicateDetection");
                json.writeBoolean(false);
                json.writeEndObject();
            }
            json.writeEndArray();
        }

        private void association() throws IOException {
            startPair("Relationship");
            json.writeStartObject();
            ContextValues.type(json, "Relationship");
            json.writeNullField("PrimaryEntityRole");
            json.writeStringField("SchemaName", event.relationship());
            json.writeEndObject();
            json.writeEndObject();
            startPair("RelatedEntities");
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
            } else if (stored) {
                addPresent(columns, one.table(), "modifiedon", "modifiedby");
            }
            entities.write(
                    typed,
                    one.table(),
                    one.id(),
                    columns,
                    one.target(),
                    !created || !stored,
                    stored && created,
                    stored && !created && one.after() != null ? version(one.after()) : null);
        }

        private void output(boolean parent) throws IOException {
            json.writeArrayFieldStart("OutputParameters");
            if (!parent && event.is(RowEvent.CREATE) && step.stage() == Step.POST_OPERATION) {
                if (many) {
                    startPair("Ids");
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
            json.writeEndArray();
        }

        private void parent(boolean parent) throws IOException {
            json.writeFieldName("ParentContext");
            if (parent || step.stage() != Step.POST_OPERATION) {
                json.writeNull();
            } else {
                write(true, true);
            }
        }

        private void images(String name, boolean pre, boolean parent) throws IOException {
            json.writeArrayFieldStart(name);
            Row row = pre ? event.before() : event.after();
            if (!parent && !many && event.relationship() == null && row != null) {
                if (!step.synchronous() && pre == event.is(RowEvent.DELETE)) {
                    automatic(row);
                }
                for (Image image : step.images()) {
                    if (pre ? image.pre() : image.post()) {
                        image(image, row);
                    }
                }
            }
            json.writeEndArray();
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
            startPair("AsynchronousStepPrimaryName");
            entities.write(false, event.table(), event.id(), columns, row::value, false, false, null);
            json.writeEndObject();
        }

        private void image(Image image, Row row) throws IOException {
            List<ColumnDefinition> columns = event.table().readableColumns().stream()
                    .filter(column ->
                            image.columns().isEmpty() || image.columns().contains(column.logicalName()))
                    .toList();
            startPair(image.alias());
            entities.write(false, event.table(), event.id(), columns, row::value, false, false, version(row));
            json.writeEndObject();
        }

        private void variables(boolean parent) throws IOException {
            json.writeArrayFieldStart("SharedVariables");
            if (parent) {
                startPair("ChangedEntityTypes");
                json.writeStartArray();
                json.writeStartObject();
                json.writeStringField("__type", "KeyValuePairOfstringstring:#System.Collections.Generic");
                json.writeStringField("key", event.table().logicalName());
                json.writeStringField("value", event.message());
                json.writeEndObject();
                json.writeEndArray();
                json.writeEndObject();
            } else {
                startPair("IsAutoTransact");
                json.writeBoolean(true);
                json.writeEndObject();
                if (event.actor().tag() != null) {
                    ContextValues.pair(json, "tag", event.actor().tag());
                }
            }
            json.writeEndArray();
        }

        private void startPair(String key) throws IOException {
            json.writeStartObject();
            json.writeStringField("key", key);
            json.writeFieldName("value");
        }
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

    /** The user's id in the directory; all zeros when he has none. */
    private String directoryId(UUID user) {
        TableDefinition users = database.model().table("systemuser");
        Row row = database.table(users).find(user);
        Object id = row == null ? null : row.value(users.column("azureactivedirectoryobjectid"));
        return id == null ? NOBODY : id.toString();
    }
}
