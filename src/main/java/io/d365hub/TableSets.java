package io.d365hub;

import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.ODataQuery;
import io.d365hub.dataverse.client.RequestOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The entity set names of tables that are known by their logical names. */
final class TableSets {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TableSets() {}

    /** Fails when there is no such table, or Dataverse does not answer. */
    static CompletableFuture<String> of(DataverseClient client, String logicalName) {
        if (!logicalName.matches("[a-z0-9_]{1,128}")) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("A table of the event has a name that no table can have."));
        }
        ODataQuery query = ODataQuery.of("EntityDefinitions")
                .select(List.of("EntitySetName"))
                .filter("LogicalName eq '" + logicalName + "'");
        return client.page(query, Optional.empty(), RequestOptions.NONE, PATIENCE)
                .thenApply(page -> page.rows().stream()
                        .findFirst()
                        .map(table -> table.path("EntitySetName").asText())
                        .orElseThrow(() ->
                                new IllegalArgumentException("There is no table '" + logicalName + "' in Dataverse.")));
    }
}
