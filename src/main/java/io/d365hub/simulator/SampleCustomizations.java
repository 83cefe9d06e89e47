package io.d365hub.simulator;

import io.d365hub.simulator.store.Reference;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a new environment has of customizations: a default solution with its publisher, and a few views. */
final class SampleCustomizations {

    private final Function<String, SeedTable> tables;

    /** @param tables gives the table of a name, to put rows into */
    SampleCustomizations(Function<String, SeedTable> tables) {
        this.tables = tables;
    }

    void solutions() {
        Reference publisher = tables.apply("publisher")
                .put(
                        SampleCompany.named("publisher"),
                        Map.of(
                                "uniquename",
                                "DefaultPublisher",
                                "friendlyname",
                                "Default Publisher",
                                "customizationprefix",
                                "new",
                                "customizationoptionvalueprefix",
                                10_000));
        tables.apply("solution")
                .put(
                        SampleCompany.named("solution"),
                        Map.of(
                                "uniquename",
                                "Default",
                                "friendlyname",
                                "Default Solution",
                                "version",
                                "1.0",
                                "ismanaged",
                                false,
                                "isvisible",
                                true,
                                "publisherid",
                                publisher));
    }

    void views() {
        SeedTable views = tables.apply("savedquery");
        for (String table : List.of("account", "contact")) {
            String column = table.equals("account") ? "name" : "fullname";
            views.put(
                    SampleCompany.named("view:active-" + table),
                    Map.of(
                            "name",
                            table.equals("account") ? "Active Accounts" : "Active Contacts",
                            "returnedtypecode",
                            table,
                            "querytype",
                            0,
                            "isdefault",
                            true,
                            "fetchxml",
                            "<fetch><entity name='" + table + "'><attribute name='" + column + "'/>"
                                    + "<order attribute='" + column + "'/><filter><condition"
                                    + " attribute='statecode' operator='eq' value='0'/></filter></entity></fetch>"));
        }
    }
}
