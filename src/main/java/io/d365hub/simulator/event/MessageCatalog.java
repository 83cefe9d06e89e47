package io.d365hub.simulator.event;

import io.d365hub.simulator.function.CustomApi;
import io.d365hub.simulator.function.CustomApis;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The messages that there are and the tables that each is for, as rows that clients look up. They are filled in when a
 * table or a Custom API has come. Thread-safe.
 */
final class MessageCatalog {

    static final String CUSTOM_API = "customapi";

    private static final String MESSAGE = "sdkmessage:";
    private static final List<String> OF_TABLES =
            List.of("Create", "Update", "Delete", "CreateMultiple", "UpdateMultiple", "Retrieve", "RetrieveMultiple");
    private static final List<String> OF_ANYTHING = List.of("Associate", "Disassociate");

    /** What the service keeps to itself, beside links. */
    private static final Set<String> WITHOUT_STEPS = Set.of(
            "asyncoperation",
            "sdkmessage",
            "sdkmessagefilter",
            "serviceendpoint",
            "sdkmessageprocessingstep",
            "sdkmessageprocessingstepimage",
            "plugintype");

    private final Database database;
    private volatile ModelSnapshot filledFor;

    MessageCatalog(Database database) {
        this.database = database;
    }

    /** Adds what is missing. Costs two volatile reads when nothing is. */
    void settle() {
        ModelSnapshot model = database.model().snapshot();
        if (filledFor != model) {
            database.write(transaction -> {
                fill(transaction, model);
                external(transaction, model);
                return null;
            });
            filledFor = model;
        }
    }

    /** Rows were taken away, or others are wanted. */
    void stale() {
        filledFor = null;
    }

    private static void fill(Transaction transaction, ModelSnapshot model) {
        TableDefinition messages = model.table("sdkmessage");
        TableDefinition filters = model.table("sdkmessagefilter");
        OF_ANYTHING.forEach(name -> message(transaction, messages, name, false));
        for (String name : OF_TABLES) {
            UUID message = message(transaction, messages, name, false);
            for (TableDefinition table : model.tables()) {
                if (!table.traits().intersect()) {
                    boolean allowed = !WITHOUT_STEPS.contains(table.logicalName());
                    filter(transaction, filters, message, name, table.logicalName(), allowed);
                }
            }
        }
        List<CustomApi> apis = new CustomApis(transaction.database()).all();
        for (CustomApi api : apis) {
            UUID message = message(transaction, messages, api.uniqueName(), api.isPrivate());
            String table = api.boundTable() == null ? Event.NO_TABLE : api.boundTable();
            boolean allowed = api.steps() != CustomApi.Steps.NONE;
            filter(transaction, filters, message, api.uniqueName(), table, allowed);
        }
        forget(transaction, model, apis.stream().map(CustomApi::uniqueName).toList());
    }

    /** Takes away the messages of Custom APIs that are gone, unless a step points at them. */
    private static void forget(Transaction transaction, ModelSnapshot model, List<String> apis) {
        TableDefinition messages = model.table("sdkmessage");
        TableDefinition filters = model.table("sdkmessagefilter");
        TableDefinition steps = model.table("sdkmessageprocessingstep");
        List<Row> gone = new ArrayList<>();
        for (Row row : transaction.database().table(messages).rows()) {
            String name = (String) row.value(messages.column("name"));
            // Names with a prefix are those of Custom APIs; only what was made here has an id of its name.
            boolean ours = name.indexOf('_') > 0 && named(MESSAGE + name).equals(row.id());
            if (ours && !apis.contains(name)) {
                gone.add(row);
            }
        }
        for (Row row : gone) {
            if (transaction
                    .pointingAt(steps, steps.column("sdkmessageid"), row.id())
                    .isEmpty()) {
                transaction
                        .pointingAt(filters, filters.column("sdkmessageid"), row.id())
                        .forEach(filter -> transaction.delete(filters, filter));
                transaction.delete(messages, row);
            }
        }
    }

    /** The tables as rows, and the messages about changes elsewhere for those that tell of them. */
    private void external(Transaction transaction, ModelSnapshot model) {
        TableDefinition entities = model.table("entity");
        for (TableDefinition table : model.tables()) {
            if (transaction.find(entities, table.metadataId()) == null) {
                Object[] values = new Object[entities.width()];
                values[0] = table.metadataId();
                set(entities, values, "name", table.logicalName());
                set(entities, values, "logicalname", table.logicalName());
                set(entities, values, "entitysetname", table.entitySetName());
                transaction.put(entities, values);
            }
        }
        for (String name : new TreeSet<>(ExternalEvents.MESSAGES.keySet())) {
            UUID message = message(transaction, model.table("sdkmessage"), name, false);
            for (TableDefinition table : model.tables()) {
                if (ExternalEvents.enabled(database, table, name)) {
                    filter(transaction, model.table("sdkmessagefilter"), message, name, table.logicalName(), true);
                }
            }
        }
    }

    private static UUID message(Transaction transaction, TableDefinition messages, String name, boolean isPrivate) {
        UUID id = named(MESSAGE + name);
        if (transaction.find(messages, id) == null) {
            Object[] values = new Object[messages.width()];
            values[0] = id;
            set(messages, values, "name", name);
            set(messages, values, "isprivate", isPrivate);
            set(messages, values, "isactive", true);
            transaction.put(messages, values);
        }
        return id;
    }

    private static void filter(
            Transaction transaction,
            TableDefinition filters,
            UUID message,
            String name,
            String table,
            boolean allowed) {
        UUID id = named("sdkmessagefilter:" + name + ":" + table);
        if (transaction.find(filters, id) == null) {
            Object[] values = new Object[filters.width()];
            values[0] = id;
            set(filters, values, "primaryobjecttypecode", table);
            set(filters, values, "secondaryobjecttypecode", "none");
            set(filters, values, "iscustomprocessingstepallowed", allowed);
            set(filters, values, "isvisible", allowed);
            set(filters, values, "sdkmessageid", new Reference("sdkmessage", message));
            transaction.put(filters, values);
        }
    }

    private static void set(TableDefinition table, Object[] values, String name, Object value) {
        ColumnDefinition column = table.column(name);
        values[column.ordinal()] = value;
    }

    private static UUID named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
