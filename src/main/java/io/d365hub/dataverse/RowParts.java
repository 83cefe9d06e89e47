package io.d365hub.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.RowRef;
import io.d365hub.dataverse.client.RowResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Operations on a part of a row: its links to others, and its single columns. */
final class RowParts {

    private static final String RELATED = "related";
    private static final String VALUE = "value";

    private RowParts() {}

    static CompletableFuture<Void> associate(DataverseClient client, DataverseEndpoint endpoint, Message message) {
        DataverseConfiguration settings = endpoint.getConfiguration();
        RowTarget target = RowTarget.addressed(endpoint, message);
        return client.links()
                .associate(
                        target.row(),
                        required("navigation", settings.getNavigation()),
                        settings.isSingle(),
                        related(target)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "The object 'related' with 'table' and 'key' or 'id' is missing")),
                        MessageOptions.of(endpoint, message),
                        RowTarget.wanted(message))
                .thenAccept(result -> report(message, target, result));
    }

    static CompletableFuture<Void> disassociate(DataverseClient client, DataverseEndpoint endpoint, Message message) {
        DataverseConfiguration settings = endpoint.getConfiguration();
        RowTarget target = RowTarget.addressed(endpoint, message);
        Optional<RowRef> related = settings.isSingle() ? Optional.empty() : related(target);
        if (related.isEmpty() && !settings.isSingle()) {
            throw new IllegalArgumentException("The object 'related' with 'table' and 'key' or 'id' is missing");
        }
        return client.links()
                .disassociate(
                        target.row(),
                        required("navigation", settings.getNavigation()),
                        related,
                        MessageOptions.of(endpoint, message),
                        RowTarget.wanted(message))
                .thenAccept(result -> report(message, target, result));
    }

    static CompletableFuture<Void> setColumn(DataverseClient client, DataverseEndpoint endpoint, Message message) {
        RowTarget target = RowTarget.addressed(endpoint, message);
        JsonNode value = target.columns().get(VALUE);
        if (value == null) {
            throw new IllegalArgumentException("The member 'value' is missing");
        }
        return client.columns()
                .set(
                        target.row(),
                        required("column", endpoint.getConfiguration().getColumn()),
                        value,
                        MessageOptions.of(endpoint, message),
                        RowTarget.wanted(message))
                .thenAccept(result -> report(message, target, result));
    }

    static CompletableFuture<Void> clearColumn(DataverseClient client, DataverseEndpoint endpoint, Message message) {
        RowTarget target = RowTarget.addressed(endpoint, message);
        return client.columns()
                .clear(
                        target.row(),
                        required("column", endpoint.getConfiguration().getColumn()),
                        MessageOptions.of(endpoint, message),
                        RowTarget.wanted(message))
                .thenAccept(result -> report(message, target, result));
    }

    private static Optional<RowRef> related(RowTarget target) {
        return target.columns().get(RELATED) instanceof ObjectNode related
                ? Optional.of(RowReader.reference(related, null))
                : Optional.empty();
    }

    private static void report(Message message, RowTarget target, RowResult result) {
        WrittenRow.note(message, target.row(), result.id(), 1);
        message.setHeader(DataverseConstants.STATUS, result.status());
        message.setHeader(DataverseConstants.REQUEST_ID, result.requestId());
    }

    static String required(String option, String value) {
        if (!RequestConfiguration.isSet(value)) {
            throw new IllegalArgumentException("The option '" + option + "' of the endpoint is not set");
        }
        return value;
    }
}
