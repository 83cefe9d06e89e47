package io.d365hub.simulator.model;

import static io.d365hub.simulator.model.RequiredLevel.SYSTEM_REQUIRED;

import java.util.List;
import java.util.Locale;

/**
 * Publishers, their solutions, and what belongs to these. The columns are what is commonly known of them [K]; the numbers
 * of component types are documented for service endpoints, steps and images only.
 */
final class SolutionTables {

    private static final int NAME_LENGTH = 65;

    private SolutionTables() {}

    static List<TableDefinition> all() {
        return List.of(publisher(), solution(), component());
    }

    private static TableDefinition publisher() {
        return TableBuilder.table(
                        new TableNames("publisher", "Publisher", "publishers", "Publisher", "friendlyname", 7101))
                .text("uniquename", 256)
                .required(SYSTEM_REQUIRED)
                .fixed()
                .text("friendlyname", 256)
                .required(SYSTEM_REQUIRED)
                .text("description", 2000)
                .text("customizationprefix", 8)
                .required(SYSTEM_REQUIRED)
                .integer("customizationoptionvalueprefix", 10_000, 99_999)
                .bool("isreadonly")
                .readOnly()
                .stamped()
                .withoutChangeTracking()
                .key("publisher_uniquename", "Publisher", "uniquename")
                .rule(SolutionTables::checkPublisher)
                .build();
    }

    private static TableDefinition solution() {
        return TableBuilder.table(new TableNames("solution", "Solution", "solutions", "Solution", "friendlyname", 7100))
                .text("uniquename", NAME_LENGTH)
                .required(SYSTEM_REQUIRED)
                .fixed()
                .text("friendlyname", 256)
                .required(SYSTEM_REQUIRED)
                .text("description", 2000)
                .text("version", 256)
                .bool("ismanaged", "isvisible")
                .readOnly()
                .lookup("publisherid", "publisher", "publisher_solution", DeleteRule.RESTRICT)
                .required(SYSTEM_REQUIRED)
                .stamped()
                .withoutChangeTracking()
                .key("solution_uniquename", "Solution", "uniquename")
                .rule(SolutionTables::checkSolution)
                .build();
    }

    private static TableDefinition component() {
        return TableBuilder.table(new TableNames(
                        "solutioncomponent",
                        "SolutionComponent",
                        "solutioncomponents",
                        "Solution Component",
                        "componenttype",
                        7103))
                .integer("componenttype", 0, Integer.MAX_VALUE)
                .readOnly()
                .uniqueIdentifier("objectid")
                .readOnly()
                .bool("ismetadata")
                .readOnly()
                .lookup("solutionid", "solution", "solution_solutioncomponent", DeleteRule.CASCADE)
                .readOnly()
                .stamped()
                .withoutChangeTracking()
                .build();
    }

    private static void checkPublisher(TableDefinition table, Object[] values) {
        String prefix = (String) values[table.column("customizationprefix").ordinal()];
        if (!prefix.matches("[A-Za-z][A-Za-z0-9]{1,7}")
                || prefix.toLowerCase(Locale.ROOT).startsWith("mscrm")) {
            throw new RuleViolation("The customization prefix '" + prefix
                    + "' is not valid: it has 2 to 8 letters and digits, begins with a letter, and not with 'mscrm'.");
        }
    }

    private static void checkSolution(TableDefinition table, Object[] values) {
        String name = (String) values[table.column("uniquename").ordinal()];
        if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
            throw new RuleViolation("The unique name '" + name
                    + "' of a solution may hold letters, digits and underscores only, and begins with a letter.");
        }
        int version = table.column("version").ordinal();
        if (values[version] == null) {
            values[version] = "1.0";
        }
        if (!((String) values[version]).matches("\\d+(\\.\\d+){1,3}")) {
            throw new RuleViolation("The version '" + values[version] + "' of a solution is not like 1.0 or 1.0.0.0.");
        }
    }
}
