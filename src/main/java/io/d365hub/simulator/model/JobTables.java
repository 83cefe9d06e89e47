package io.d365hub.simulator.model;

import java.util.List;

/** The jobs that the system runs by itself. */
final class JobTables {

    private static final List<String> REGARDING =
            List.of("account", "contact", "product", "salesorder", "salesorderdetail", "bld_site");

    private JobTables() {}

    static TableDefinition systemJob() {
        return TableBuilder.table(new TableNames(
                        "asyncoperation", "AsyncOperation", "asyncoperations", "System Job", "name", 4700))
                .text("name", 256)
                .choice("operationtype", new Choice(1, "System Event"), new Choice(13, "Bulk Delete"))
                .memo("message", 100_000)
                .memo("friendlymessage", 100_000)
                .integer("errorcode", Integer.MIN_VALUE, Integer.MAX_VALUE)
                .integer("retrycount", 0, Integer.MAX_VALUE)
                .integer("depth", 0, Integer.MAX_VALUE)
                .dateTime("postponeuntil")
                .dateTime("startedon")
                .dateTime("completedon")
                .text("messagename", 160)
                .text("primaryentitytype", 128)
                .uniqueIdentifier("correlationid")
                .uniqueIdentifier("requestid")
                .lookup(
                        "owningextensionid",
                        "sdkmessageprocessingstep",
                        "SdkMessageProcessingStep_AsyncOperations",
                        DeleteRule.KEEP)
                .lookup(
                        "regardingobjectid",
                        REGARDING.stream()
                                .map(table -> new NavigationProperty(
                                        "regardingobjectid_" + table,
                                        table,
                                        table + "_AsyncOperations",
                                        DeleteRule.KEEP))
                                .toArray(NavigationProperty[]::new))
                .states(
                        List.of(
                                new Choice(0, "Ready", 0),
                                new Choice(1, "Suspended", 10),
                                new Choice(2, "Locked", 20),
                                new Choice(3, "Completed", 30)),
                        List.of(
                                new Choice(0, "Waiting For Resources", 0),
                                new Choice(10, "Waiting", 1),
                                new Choice(20, "In Progress", 2),
                                new Choice(21, "Pausing", 2),
                                new Choice(22, "Canceling", 2),
                                new Choice(30, "Succeeded", 3),
                                new Choice(31, "Failed", 3),
                                new Choice(32, "Canceled", 3)))
                .stamped()
                .withoutChangeTracking()
                .build();
    }
}
