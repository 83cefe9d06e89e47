package io.d365hub.simulator.model;

import static io.d365hub.simulator.model.DeleteRule.RESTRICT;
import static io.d365hub.simulator.model.RequiredLevel.SYSTEM_REQUIRED;

import java.util.List;

/** Which tables tell of changes that were made elsewhere: spec dataverse-events-and-virtual-tables §4.8 [V]. */
final class ExternalEventTables {

    private ExternalEventTables() {}

    static List<TableDefinition> all() {
        return List.of(table(), events());
    }

    /** The tables as rows, which others point at; the service fills them in. */
    private static TableDefinition table() {
        return TableBuilder.table(new TableNames("entity", "Entity", "entities", "Entity", "name", 9800))
                .text("name", 64)
                .readOnly()
                .text("logicalname", 64)
                .readOnly()
                .text("entitysetname", 128)
                .readOnly()
                .withoutChangeTracking()
                .build();
    }

    private static TableDefinition events() {
        return TableBuilder.table(new TableNames(
                        "virtualentitymetadata",
                        "VirtualEntityMetadata",
                        "virtualentitymetadatas",
                        "Virtual Entity Metadata",
                        "name",
                        9801))
                .text("name", 100)
                .required(SYSTEM_REQUIRED)
                .bool("isonexternalcreatedenabled", "isonexternalupdatedenabled", "isonexternaldeletedenabled")
                .lookup("extensionofrecordid", "entity", "entity_VirtualEntityMetadata", RESTRICT)
                .required(SYSTEM_REQUIRED)
                .stamped()
                .withoutChangeTracking()
                .build();
    }
}
