package io.d365hub.simulator.event;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which tables tell of changes made elsewhere: rows of {@code virtualentitymetadata}, spec section 4.8 [V]. */
public final class ExternalEvents {

    static final String SETTINGS = "virtualentitymetadata";

    /** The messages, with the columns that switch them on. */
    static final Map<String, String> MESSAGES = Map.of(
            "OnExternalCreated", "isonexternalcreatedenabled",
            "OnExternalUpdated", "isonexternalupdatedenabled",
            "OnExternalDeleted", "isonexternaldeletedenabled");

    private ExternalEvents() {}

    /**
     * A message that a table takes.
     *
     * @param table its logical name; empty for every table
     */
    public record Bound(String message, Optional<String> table) {}

    /** All messages that are switched on, in the order of their names and tables. */
    public static List<Bound> switchedOn(Database database) {
        Optional<TableDefinition> settings = database.model().byLogicalName(SETTINGS);
        if (settings.isEmpty()
                || !database.table(settings.get()).rows().iterator().hasNext()) {
            return List.of();
        }
        return MESSAGES.keySet().stream()
                .sorted()
                .flatMap(message -> database.model().snapshot().tables().stream()
                        .filter(table -> enabled(database, table, message))
                        .map(TableDefinition::logicalName)
                        .sorted()
                        .map(table -> new Bound(message, Optional.of(table))))
                .toList();
    }

    /** The messages where every table takes them. */
    public static List<Bound> ofAllTables() {
        return MESSAGES.keySet().stream()
                .sorted()
                .map(message -> new Bound(message, Optional.empty()))
                .toList();
    }

    /** Whether there is such a message. */
    public static boolean exists(String message) {
        return MESSAGES.containsKey(message);
    }

    /** Whether it is switched on for the table. */
    public static boolean enabled(Database database, TableDefinition table, String message) {
        TableDefinition settings = database.model().table(SETTINGS);
        for (Row row : database.table(settings).rows()) {
            UUID about = ((Reference) row.value(settings.column("extensionofrecordid"))).id();
            if (about.equals(table.metadataId())
                    && Boolean.TRUE.equals(row.value(settings.column(MESSAGES.get(message))))) {
                return true;
            }
        }
        return false;
    }
}
