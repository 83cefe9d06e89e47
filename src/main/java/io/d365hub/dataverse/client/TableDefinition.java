package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;

/** Reads the definition of one table, its columns and its alternate keys. */
final class TableDefinition {

    private static final String TABLE = "?$select=LogicalName,SchemaName,EntitySetName,PrimaryIdAttribute,"
            + "PrimaryNameAttribute,ChangeTrackingEnabled,IsOptimisticConcurrencyEnabled";
    private static final String COLUMNS =
            "/Attributes?$select=LogicalName,SchemaName,AttributeType,IsValidForCreate,IsValidForUpdate";
    private static final String KEYS = "/Keys?$select=LogicalName,KeyAttributes,EntityKeyIndexStatus";

    private final DataverseClient client;
    private final TableNames tables;

    TableDefinition(DataverseClient client, TableNames tables) {
        this.client = client;
        this.tables = tables;
    }

    /** The definition with the members {@code Attributes} and {@code Keys}, in the service's own words. */
    CompletableFuture<ObjectNode> read(String table) {
        String what = "The metadata of " + table + " were not read.";
        return tables.of(table).thenCompose(names -> {
            String resource = "EntityDefinitions(LogicalName='" + names.logicalName() + "')";
            CompletableFuture<JsonNode> columns = client.get(what, resource + COLUMNS);
            CompletableFuture<JsonNode> keys = client.get(what, resource + KEYS);
            return client.get(what, resource + TABLE)
                    .thenCombine(columns, (definition, found) -> {
                        ObjectNode all = (ObjectNode) definition;
                        all.set("Attributes", found.path("value"));
                        return all;
                    })
                    .thenCombine(keys, (all, found) -> {
                        all.set("Keys", found.path("value"));
                        return all;
                    });
        });
    }
}
