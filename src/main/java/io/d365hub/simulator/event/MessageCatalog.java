package io.d365hub.simulator.event;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The messages that there are and the tables that each is for, as rows that clients look up. They are filled in when a
 * table has come. Thread-safe.
 */
final class MessageCatalog {

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
                return null;
            });
            filledFor = model;
        }
    }

    /** Rows were taken away. */
    void stale() {
        filledFor = null;
    }

    private static void fill(Transaction transaction, ModelSnapshot model) {
        TableDefinition messages = model.table("sdkmessage");
        OF_ANYTHING.forEach(name -> message(transaction, messages, name));
        for (String name : OF_TABLES) {
            UUID message = message(transaction, messages, name);
            for (TableDefinition table : model.tables()) {
                if (!table.traits().intersect()) {
                    filter(transaction, model.table("sdkmessagefilter"), message, name, table);
                }
            }
        }
    }

    private static UUID message(Transaction transaction, TableDefinition messages, String name) {
        UUID id = named("sdkmessage:" + name);
        if (transaction.find(messages, id) == null) {
            Object[] values = new Object[messages.width()];
            values[0] = id;
            set(messages, values, "name", name);
            set(messages, values, "isprivate", false);
            set(messages, values, "isactive", true);
            transaction.put(messages, values);
        }
        return id;
    }

    private static void filter(
            Transaction transaction, TableDefinition filters, UUID message, String name, TableDefinition table) {
        UUID id = named("sdkmessagefilter:" + name + ":" + table.logicalName());
        if (transaction.find(filters, id) == null) {
            boolean allowed = !WITHOUT_STEPS.contains(table.logicalName());
            Object[] values = new Object[filters.width()];
            values[0] = id;
            set(filters, values, "primaryobjecttypecode", table.logicalName());
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
