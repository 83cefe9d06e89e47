package io.d365hub.simulator.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
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
    /** The same in all environments of the simulator; what id the platform's own step has is not known. */
    private static final UUID PLATFORM_STEP = UUID.fromString("9e54d365-0b00-4c29-8b7a-0000000000e0");

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
    byte[] write(Step step, List<? extends Event> events, Occasion occasion, boolean whole) {
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
        private final ContextParts parts;
        private final Step step;
        private final Event event;
        private final boolean many;
        private final Occasion occasion;

        Document(JsonGenerator json, Step step, List<? extends Event> events, Occasion occasion) {
            this.json = json;
            this.step = step;
            this.event = events.get(0);
            this.parts = event instanceof CallEvent call
                    ? new CallParts(json, call)
                    : new RowParts(
                            json,
                            step,
                            events.stream().map(RowEvent.class::cast).toList());
            this.many = !step.message().equals(event.message());
            this.occasion = occasion;
        }

        void write(boolean whole, boolean parent) throws IOException {
            Actor actor = event.actor();
            json.writeStartObject();
            json.writeStringField("BusinessUnitId", sender.businessUnitId().toString());
            json.writeStringField("CorrelationId", occasion.correlation().toString());
            json.writeNumberField("Depth", event.depth());
            if (!parent) {
                json.writeStringField("InitiatingUserAgent", "");
                json.writeStringField(
                        "InitiatingUserAzureActiveDirectoryObjectId", directoryId(actor.initiatingUser()));
            }
            json.writeStringField("InitiatingUserId", actor.initiatingUser().toString());
            if (whole) {
                json.writeArrayFieldStart("InputParameters");
                parts.input(parent);
                json.writeEndArray();
            }
            json.writeBooleanField("IsExecutingOffline", false);
            json.writeBooleanField("IsInTransaction", step.synchronous() && step.stage() != Step.PRE_VALIDATION);
            json.writeBooleanField("IsOfflinePlayback", false);
            json.writeNumberField("IsolationMode", 1);
            json.writeStringField("MessageName", step.message());
            json.writeNumberField("Mode", step.synchronous() ? 0 : 1);
            json.writeStringField("OperationCreatedOn", ContextValues.date(occasion.created(), step.synchronous()));
            json.writeStringField("OperationId", occasion.operation().toString());
            json.writeStringField("OrganizationId", sender.organizationId().toString());
            json.writeStringField("OrganizationName", sender.uniqueName());
            json.writeArrayFieldStart("OutputParameters");
            if (!parent) {
                parts.output();
            }
            json.writeEndArray();
            json.writeFieldName("OwningExtension");
            owner(parent);
            if (whole) {
                parent(parent);
                images("PostEntityImages", false, parent);
                images("PreEntityImages", true, parent);
            }
            json.writeStringField(
                    "PrimaryEntityId",
                    (many || ExternalEvents.exists(event.message()) ? Event.NO_ROW : event.id()).toString());
            json.writeStringField("PrimaryEntityName", event.tableName());
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

        /** What a synchronous step waits inside of is the platform's own. */
        private void owner(boolean parent) throws IOException {
            boolean platform = parent && step.synchronous();
            ContextValues.reference(
                    json,
                    false,
                    new Reference(STEP_TABLE, platform ? PLATFORM_STEP : step.id()),
                    platform ? "ObjectModel Implementation" : step.synchronous() ? step.name() : null);
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
            if (!parent) {
                parts.images(pre);
            }
            json.writeEndArray();
        }

        private void variables(boolean parent) throws IOException {
            json.writeArrayFieldStart("SharedVariables");
            if (parent) {
                ContextValues.startPair(json, "ChangedEntityTypes");
                json.writeStartArray();
                json.writeStartObject();
                json.writeStringField("__type", "KeyValuePairOfstringstring:#System.Collections.Generic");
                json.writeStringField("key", event.tableName());
                json.writeStringField("value", event.message());
                json.writeEndObject();
                json.writeEndArray();
                json.writeEndObject();
            } else {
                ContextValues.startPair(json, "IsAutoTransact");
                json.writeBoolean(true);
                json.writeEndObject();
                if (step.synchronous()) {
                    ContextValues.startPair(json, "DefaultsAddedFlag");
                    json.writeBoolean(true);
                    json.writeEndObject();
                    ContextValues.pair(json, "AcceptLang", "");
                }
                if (event.actor().tag() != null) {
                    ContextValues.pair(json, "tag", event.actor().tag());
                }
            }
            json.writeEndArray();
        }
    }

    /** The user's id in the directory; all zeros when he has none. */
    private String directoryId(UUID user) {
        TableDefinition users = database.model().table("systemuser");
        Row row = database.table(users).find(user);
        Object id = row == null ? null : row.value(users.column("azureactivedirectoryobjectid"));
        return id == null ? NOBODY : id.toString();
    }
}
