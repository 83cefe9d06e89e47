package io.d365hub.simulator.model;

import static io.d365hub.simulator.model.RequiredLevel.APPLICATION_REQUIRED;

/** Stored queries: views of the system, and views that users keep for themselves. */
final class ViewTables {

    private static final int LONGEST_QUERY = 1_073_741_823;

    private ViewTables() {}

    static TableDefinition savedQuery() {
        return view(TableBuilder.table(
                        new TableNames("savedquery", "SavedQuery", "savedqueries", "View", "name", 1039)))
                .bool("isdefault")
                .stamped()
                .withoutChangeTracking()
                .build();
    }

    static TableDefinition userQuery() {
        return view(TableBuilder.table(
                        new TableNames("userquery", "UserQuery", "userqueries", "Saved View", "name", 4230)))
                .audited()
                .withoutChangeTracking()
                .build();
    }

    private static TableBuilder view(TableBuilder table) {
        return table.text("name", 200)
                .required(APPLICATION_REQUIRED)
                .text("returnedtypecode", 64)
                .memo("fetchxml", LONGEST_QUERY)
                .memo("layoutxml", LONGEST_QUERY)
                .memo("description", 2000)
                .integer("querytype", 0, 1_000_000_000)
                .activeInactive();
    }
}
