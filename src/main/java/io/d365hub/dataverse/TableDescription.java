package io.d365hub.dataverse;

import io.d365hub.dataverse.client.DataverseClient;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Reads metadata of the endpoint's table. */
final class TableDescription {

    private TableDescription() {}

    static CompletableFuture<Void> read(DataverseClient client, DataverseEndpoint endpoint, Message message) {
        return client.describe(endpoint.getTable()).thenAccept(table -> {
            message.setBody(table.toString());
            message.setHeader(DataverseConstants.STATUS, 200);
        });
    }
}
