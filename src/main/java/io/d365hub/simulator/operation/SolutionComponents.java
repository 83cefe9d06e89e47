package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The things that belong to solutions: rows of some tables, and definitions. */
final class SolutionComponents {

    private static final String TABLE = "solutioncomponent";

    /** Tables whose rows are components; the numbers of Custom APIs differ between environments, these are ours. */
    private static final Map<String, Integer> ROWS = Map.of(
            "serviceendpoint", 95,
            "sdkmessageprocessingstep", 92,
            "sdkmessageprocessingstepimage", 93,
            "customapi", 10_546,
            "customapirequestparameter", 10_547,
            "customapiresponseproperty", 10_548);

    private static final int ENTITY = 1;
    private static final Map<String, Integer> DEFINITIONS = Map.of(
            "EntityDefinitions", ENTITY,
            "Attributes", 2,
            "GlobalOptionSetDefinitions", 9,
            "RelationshipDefinitions", 10,
            "Keys", 14);

    private static final Pattern DEFINITION =
            Pattern.compile("([A-Za-z]+)\\(([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\)$");

    private SolutionComponents() {}

    /**
     * One component.
     *
     * @param type its number in {@code componenttype}
     * @param definition whether it is a definition; else it is a row
     */
    record Component(int type, UUID id, boolean definition) {}

    /** What an answer says was created. */
    static List<Component> created(Answer answer) {
        if (answer.row() != null) {
            Integer type = ROWS.get(answer.row().table());
            return type == null
                    ? List.of()
                    : List.of(new Component(type, answer.row().id(), false));
        }
        for (Answer.Header header : answer.headers()) {
            Matcher matcher = DEFINITION.matcher(header.value());
            if (header.name().equals("OData-EntityId") && matcher.find() && DEFINITIONS.containsKey(matcher.group(1))) {
                return List.of(
                        new Component(DEFINITIONS.get(matcher.group(1)), UUID.fromString(matcher.group(2)), true));
            }
        }
        return MetadataJournal.idsOf(answer).stream()
                .map(id -> new Component(ENTITY, UUID.fromString(id), true))
                .toList();
    }

    /** The solution with this name, or null. */
    static Row solution(Database database, String uniqueName) {
        TableDefinition table = database.model().table("solution");
        ColumnDefinition name = table.column("uniquename");
        for (Row row : database.table(table).rows()) {
            if (uniqueName.equalsIgnoreCase((String) row.value(name))) {
                return row;
            }
        }
        return null;
    }

    static void add(Transaction transaction, UUID solution, Component component, UUID user, Instant now) {
        TableDefinition table = transaction.database().model().table(TABLE);
        Object[] values = new Object[table.width()];
        values[0] = transaction.database().newId();
        Instant stamp = now.truncatedTo(ChronoUnit.SECONDS);
        Map.of(
                        "componenttype",
                        component.type(),
                        "objectid",
                        component.id(),
                        "ismetadata",
                        component.definition(),
                        "solutionid",
                        new Reference("solution", solution),
                        "createdon",
                        stamp,
                        "modifiedon",
                        stamp,
                        "createdby",
                        new Reference("systemuser", user),
                        "modifiedby",
                        new Reference("systemuser", user))
                .forEach((name, value) -> values[table.column(name).ordinal()] = value);
        transaction.put(table, values);
    }

    /** Takes a row that is deleted out of its solutions. */
    static void forget(Transaction transaction, TableDefinition table, UUID row) {
        if (ROWS.containsKey(table.logicalName())) {
            forget(transaction, row::equals, false);
        }
    }

    /** Takes the definitions that are not among these out of their solutions. */
    static void keep(Transaction transaction, Set<UUID> definitions) {
        forget(transaction, id -> !definitions.contains(id), true);
    }

    private static void forget(Transaction transaction, Predicate<UUID> gone, boolean definitions) {
        TableDefinition table = transaction.database().model().table(TABLE);
        ColumnDefinition object = table.column("objectid");
        ColumnDefinition metadata = table.column("ismetadata");
        List<Row> lost = new ArrayList<>();
        for (Row row : transaction.database().table(table).rows()) {
            if (row.value(metadata).equals(definitions) && gone.test((UUID) row.value(object))) {
                lost.add(row);
            }
        }
        lost.forEach(row -> transaction.delete(table, row));
    }
}
