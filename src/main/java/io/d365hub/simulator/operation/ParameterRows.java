package io.d365hub.simulator.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.PayloadError;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.util.UUID;

/** The rows that the parameters of an action name. */
final class ParameterRows {

    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    private final Environment environment;

    ParameterRows(Environment environment) {
        this.environment = environment;
    }

    /** By {@code @odata.id}, or by type and primary key. */
    Reference reference(JsonNode node) {
        if (node.path("@odata.id").isTextual()) {
            return row(environment.reader().address(node.path("@odata.id").asText()));
        }
        TableDefinition table = table(node);
        UUID id = Values.uuid(node.path(table.primaryId().propertyName()).asText());
        if (id == null) {
            throw PayloadError.of(table, "EdmEntityObject passed should have the key property value set.");
        }
        return new Reference(table.logicalName(), id);
    }

    /** The row must be there. */
    Reference row(RowAddress address) {
        Row row = Rows.find(environment, address);
        if (row == null) {
            throw address.notFound();
        }
        return new Reference(address.table().logicalName(), row.id());
    }

    /** The table of the type that the node names. */
    TableDefinition table(JsonNode node) {
        String type = node.path("@odata.type").asText().replace("#", "").replace(NAMESPACE, "");
        return environment
                .model()
                .byLogicalName(type)
                .orElseThrow(() -> PayloadError.of(
                        null,
                        "A type named '" + type + "' could not be resolved by the model; a row among the parameters"
                                + " needs '@odata.type' and its primary key."));
    }
}
