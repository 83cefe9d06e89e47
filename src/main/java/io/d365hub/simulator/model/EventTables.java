package io.d365hub.simulator.model;

import static io.d365hub.simulator.model.DeleteRule.CASCADE;
import static io.d365hub.simulator.model.DeleteRule.RESTRICT;
import static io.d365hub.simulator.model.RequiredLevel.SYSTEM_REQUIRED;

import java.util.List;

/** What is told of changes, and to whom: messages, the tables that they are about, endpoints, steps and their images. */
final class EventTables {

    private static final int SECRET_LENGTH = 2048;

    private EventTables() {}

    static List<TableDefinition> all() {
        return List.of(message(), messageFilter(), endpoint(), step(), image());
    }

    private static TableDefinition message() {
        return TableBuilder.table(
                        new TableNames("sdkmessage", "SdkMessage", "sdkmessages", "Sdk Message", "name", 4606))
                .text("name", 256)
                .required(SYSTEM_REQUIRED)
                .text("categoryname", 25)
                .bool("isprivate", "isactive", "isvalidforexecuteasync")
                .stamped()
                .withoutChangeTracking()
                .build();
    }

    private static TableDefinition messageFilter() {
        return TableBuilder.table(new TableNames(
                        "sdkmessagefilter",
                        "SdkMessageFilter",
                        "sdkmessagefilters",
                        "Sdk Message Filter",
                        "name",
                        4607))
                .text("name", 256)
                .text("primaryobjecttypecode", 128)
                .text("secondaryobjecttypecode", 128)
                .bool("iscustomprocessingstepallowed", "isvisible")
                .lookup("sdkmessageid", "sdkmessage", "sdkmessageid_sdkmessagefilter", RESTRICT)
                .required(SYSTEM_REQUIRED)
                .stamped()
                .withoutChangeTracking()
                .build();
    }

    private static TableDefinition endpoint() {
        return TableBuilder.table(new TableNames(
                        "serviceendpoint", "ServiceEndpoint", "serviceendpoints", "Service Endpoint", "name", 4618))
                .text("name", 160)
                .required(SYSTEM_REQUIRED)
                .text("description", 256)
                .choice(
                        "contract",
                        new Choice(1, "OneWay"),
                        new Choice(2, "Queue"),
                        new Choice(3, "Rest"),
                        new Choice(4, "TwoWay"),
                        new Choice(5, "Topic"),
                        new Choice(6, "Queue (Persistent)"),
                        new Choice(7, "Event Hub"),
                        new Choice(8, "Webhook"),
                        new Choice(9, "Event Grid"),
                        new Choice(10, "Managed Data Lake"))
                .required(SYSTEM_REQUIRED)
                .choice("messageformat", new Choice(1, "Binary XML"), new Choice(2, "Json"), new Choice(3, "Text XML"))
                .choice("messagecharset", new Choice(0, "Default"), new Choice(1, "UTF8"))
                .text("url", 2048)
                .text("path", 160)
                .text("namespaceaddress", 160)
                .choice("namespaceformat", new Choice(1, "Namespace Name"), new Choice(2, "Namespace Address"))
                .text("solutionnamespace", 160)
                .choice("connectionmode", new Choice(1, "Normal"), new Choice(2, "Federated"))
                .choice("userclaim", new Choice(1, "None"), new Choice(2, "UserId"), new Choice(3, "UserInfo"))
                .choice(
                        "authtype",
                        new Choice(1, "ACS"),
                        new Choice(2, "SAS Key"),
                        new Choice(3, "SAS Token"),
                        new Choice(4, "WebhookKey"),
                        new Choice(5, "HttpHeader"),
                        new Choice(6, "HttpQueryString"),
                        new Choice(7, "Connection String"),
                        new Choice(8, "Access Key"))
                .required(SYSTEM_REQUIRED)
                .choice("schematype", new Choice(1, "Event Grid"), new Choice(2, "CloudEvents"))
                .text("saskeyname", 256)
                .text("authvalue", SECRET_LENGTH)
                .writeOnly()
                .text("saskey", SECRET_LENGTH)
                .writeOnly()
                .text("sastoken", SECRET_LENGTH)
                .writeOnly()
                .bool("isauthvalueset")
                .readOnly()
                .bool("issaskeyset")
                .readOnly()
                .bool("issastokenset")
                .readOnly()
                .stamped()
                .withoutChangeTracking()
                .rule(new EndpointRule())
                .build();
    }

    private static TableDefinition step() {
        return TableBuilder.table(new TableNames(
                        "sdkmessageprocessingstep",
                        "SdkMessageProcessingStep",
                        "sdkmessageprocessingsteps",
                        "Sdk Message Processing Step",
                        "name",
                        4608))
                .text("name", 256)
                .text("description", 256)
                .choice("mode", new Choice(0, "Synchronous"), new Choice(1, "Asynchronous"))
                .required(SYSTEM_REQUIRED)
                .choice(
                        "stage",
                        new Choice(10, "Pre-validation"),
                        new Choice(20, "Pre-operation"),
                        new Choice(30, "Main Operation (For internal use only)"),
                        new Choice(40, "Post-operation"))
                .required(SYSTEM_REQUIRED)
                .integer("rank", Integer.MIN_VALUE, Integer.MAX_VALUE)
                .choice(
                        "supporteddeployment",
                        new Choice(0, "Server Only"),
                        new Choice(1, "Microsoft Dynamics 365 Client for Outlook Only"),
                        new Choice(2, "Both"))
                .choice("invocationsource", new Choice(-1, "Internal"), new Choice(0, "Parent"), new Choice(1, "Child"))
                .bool("asyncautodelete")
                .memo("filteringattributes", 100_000)
                .memo("configuration", 1_073_741_823)
                .states(
                        List.of(new Choice(0, "Enabled", 1), new Choice(1, "Disabled", 2)),
                        List.of(new Choice(1, "Enabled", 0), new Choice(2, "Disabled", 1)))
                .lookup(
                        "eventhandler",
                        new NavigationProperty(
                                "eventhandler_serviceendpoint",
                                "serviceendpoint",
                                "serviceendpoint_sdkmessageprocessingstep",
                                RESTRICT),
                        new NavigationProperty(
                                "eventhandler_plugintype",
                                "plugintype",
                                "plugintype_sdkmessageprocessingstep",
                                RESTRICT))
                .required(SYSTEM_REQUIRED)
                .lookup("sdkmessageid", "sdkmessage", "sdkmessageid_sdkmessageprocessingstep", RESTRICT)
                .required(SYSTEM_REQUIRED)
                .lookup(
                        "sdkmessagefilterid",
                        "sdkmessagefilter",
                        "sdkmessagefilterid_sdkmessageprocessingstep",
                        RESTRICT)
                .lookup("impersonatinguserid", "systemuser", "impersonatinguserid_sdkmessageprocessingstep", RESTRICT)
                .stamped()
                .withoutChangeTracking()
                .build();
    }

    private static TableDefinition image() {
        return TableBuilder.table(new TableNames(
                        "sdkmessageprocessingstepimage",
                        "SdkMessageProcessingStepImage",
                        "sdkmessageprocessingstepimages",
                        "Sdk Message Processing Step Image",
                        "name",
                        4615))
                .text("name", 256)
                .text("description", 256)
                .text("entityalias", 256)
                .required(SYSTEM_REQUIRED)
                .choice("imagetype", new Choice(0, "PreImage"), new Choice(1, "PostImage"), new Choice(2, "Both"))
                .required(SYSTEM_REQUIRED)
                .text("messagepropertyname", 256)
                .required(SYSTEM_REQUIRED)
                .memo("attributes", 100_000)
                .lookup(
                        "sdkmessageprocessingstepid",
                        "sdkmessageprocessingstep",
                        "sdkmessageprocessingstepid_sdkmessageprocessingstepimage",
                        CASCADE)
                .required(SYSTEM_REQUIRED)
                .stamped()
                .withoutChangeTracking()
                .build();
    }
}
