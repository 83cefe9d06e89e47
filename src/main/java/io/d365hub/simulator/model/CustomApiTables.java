package io.d365hub.simulator.model;

import static io.d365hub.simulator.model.DeleteRule.CASCADE;
import static io.d365hub.simulator.model.DeleteRule.RESTRICT;
import static io.d365hub.simulator.model.RequiredLevel.SYSTEM_REQUIRED;

import java.util.List;

/** The tables in which clients declare Custom APIs. Their type codes differ between environments [D]; these are ours. */
final class CustomApiTables {

    private static final Choice[] BINDINGS = {
        new Choice(0, "Global"), new Choice(1, "Entity"), new Choice(2, "EntityCollection")
    };

    private static final Choice[] STEPS = {
        new Choice(0, "None"), new Choice(1, "Async Only"), new Choice(2, "Sync and Async")
    };

    private static final Choice[] TYPES = {
        new Choice(0, "Boolean"),
        new Choice(1, "DateTime"),
        new Choice(2, "Decimal"),
        new Choice(3, "Entity"),
        new Choice(4, "EntityCollection"),
        new Choice(5, "EntityReference"),
        new Choice(6, "Float"),
        new Choice(7, "Integer"),
        new Choice(8, "Money"),
        new Choice(9, "Picklist"),
        new Choice(10, "String"),
        new Choice(11, "StringArray"),
        new Choice(12, "Guid")
    };

    private CustomApiTables() {}

    static List<TableDefinition> all() {
        return List.of(
                pluginType(),
                customApi(),
                member(
                        new TableNames(
                                "customapirequestparameter",
                                "CustomAPIRequestParameter",
                                "customapirequestparameters",
                                "Custom API Request Parameter",
                                "name",
                                9902),
                        "CustomAPIRequestParameters"),
                member(
                        new TableNames(
                                "customapiresponseproperty",
                                "CustomAPIResponseProperty",
                                "customapiresponseproperties",
                                "Custom API Response Property",
                                "name",
                                9903),
                        "CustomAPIResponseProperties"));
    }

    private static TableDefinition pluginType() {
        return TableBuilder.table(
                        new TableNames("plugintype", "PluginType", "plugintypes", "Plug-in Type", "name", 4602))
                .text("name", 256)
                .text("typename", 256)
                .text("friendlyname", 256)
                .text("assemblyname", 100)
                .stamped()
                .build();
    }

    private static TableDefinition customApi() {
        return TableBuilder.table(new TableNames("customapi", "CustomAPI", "customapis", "Custom API", "name", 9901))
                .text("uniquename", 128)
                .required(SYSTEM_REQUIRED)
                .fixed()
                .text("name", 100)
                .text("displayname", 100)
                .text("description", 300)
                .choice("bindingtype", BINDINGS)
                .fixed()
                .text("boundentitylogicalname", 100)
                .fixed()
                .bool("isfunction")
                .fixed()
                .bool("isprivate")
                .choice("allowedcustomprocessingsteptype", STEPS)
                .fixed()
                .text("executeprivilegename", 100)
                .bool("workflowsdkstepenabled")
                .fixed()
                .lookup(
                        "plugintypeid",
                        new NavigationProperty("PluginTypeId", "plugintype", "plugintype_customapi", RESTRICT))
                .activeInactive()
                .audited()
                .key("customapi_uniquename", "Custom API", "uniquename")
                .rule(CustomApiTables::checkApi)
                .build();
    }

    private static TableDefinition member(TableNames names, String collection) {
        TableBuilder table = TableBuilder.table(names)
                .text("uniquename", 128)
                .required(SYSTEM_REQUIRED)
                .fixed()
                .text("name", 100)
                .text("displayname", 100)
                .text("description", 300)
                .choice("type", TYPES)
                .required(SYSTEM_REQUIRED)
                .fixed();
        if (names.logicalName().equals("customapirequestparameter")) {
            table.bool("isoptional").fixed();
        }
        return table.text("logicalentityname", 100)
                .fixed()
                .lookup("customapiid", new NavigationProperty("CustomAPIId", "customapi", collection, CASCADE))
                .required(SYSTEM_REQUIRED)
                .activeInactive()
                .audited()
                .key(names.logicalName() + "_uniquename", names.displayName(), "customapiid", "uniquename")
                .rule(CustomApiTables::checkMember)
                .build();
    }

    private static void checkApi(TableDefinition table, Object[] values) {
        String name = (String) values[table.column("uniquename").ordinal()];
        if (!name.matches("[A-Za-z][A-Za-z0-9]{1,7}_[A-Za-z0-9_]+")) {
            throw new RuleViolation("The unique name '" + name
                    + "' of a Custom API must begin with a customization prefix and an underscore, and may hold letters,"
                    + " digits and underscores only.");
        }
        Object binding = values[table.column("bindingtype").ordinal()];
        boolean bound = binding != null && !binding.equals(0);
        if (bound && values[table.column("boundentitylogicalname").ordinal()] == null) {
            throw new RuleViolation("The Custom API '" + name + "' is bound, so 'boundentitylogicalname' must be set.");
        }
    }

    private static void checkMember(TableDefinition table, Object[] values) {
        String name = (String) values[table.column("uniquename").ordinal()];
        if (name.chars().anyMatch(c -> ":.@".indexOf(c) >= 0)) {
            throw new RuleViolation("The unique name '" + name + "' must not contain ':', '.' or '@'.");
        }
    }
}
