package io.d365hub.dataverse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.bulk.WriteLine;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowRef;
import io.d365hub.dataverse.client.Wanted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The row that a message speaks of: by the header with its id, or by the key columns in its body. */
record RowTarget(RowRef row, ObjectNode columns, Map<String, RowRef> binds) {

    static RowTarget addressed(DataverseEndpoint endpoint, Message message) {
        List<KeyColumn> key = endpoint.keyColumns();
        Optional<UUID> id = id(message);
        if (id.isEmpty() && key.isEmpty()) {
            throw new IllegalArgumentException("Which row is meant? Name the columns of an alternate key in the option"
                    + " 'key' of the endpoint, or give the row's id in the header " + DataverseConstants.ID);
        }
        boolean needsBody =
                id.isEmpty() || endpoint.getConfiguration().getOperation().takesColumns();
        ObjectNode body = needsBody ? RowReader.object(message) : JsonNodeFactory.instance.objectNode();
        if (id.isPresent()) {
            RowReader.Row row = RowReader.row(body, List.of());
            return new RowTarget(RowRef.byId(endpoint.getTable(), id.get()), row.columns(), row.binds());
        }
        RowReader.Row row = RowReader.row(body, endpoint.getKeyColumnNames());
        return new RowTarget(RowReader.reference(endpoint.getTable(), key, body), row.columns(), row.binds());
    }

    static Optional<UUID> id(Message message) {
        Object header = message.getHeader(DataverseConstants.ID);
        if (header == null) {
            return Optional.empty();
        }
        return Optional.of(header instanceof UUID id ? id : RowReader.id(header.toString()));
    }

    /**
     * A lane that has lost its queue marks its exchanges for rollback: another process may be at work on the same rows by
     * the time their turn comes.
     */
    static BooleanSupplier wanted(Message message) {
        Exchange exchange = message.getExchange();
        return new Wanted(() -> !exchange.isRollbackOnly(), MessagePriority.of(message));
    }

    /** Where the message stands among those whose order is to be kept. */
    static WriteLine.Place place(Message message) {
        return message.getExchange().getProperty(DataverseConstants.PLACE, WriteLine.Place.NONE, WriteLine.Place.class);
    }

    /** Writes one row. The body stays as it is, for the steps that follow. */
    static CompletableFuture<Void> write(DataverseEndpoint endpoint, RowChange change, Message message) {
        return endpoint.writes().write(change, wanted(message), place(message)).thenAccept(result -> {
            WrittenRow.note(message, change.row(), result.id(), 1);
            message.setHeader(DataverseConstants.STATUS, result.status());
            message.setHeader(DataverseConstants.REQUEST_ID, result.requestId());
            result.id().ifPresent(id -> message.setHeader(DataverseConstants.ID, id.toString()));
            result.version().ifPresent(version -> message.setHeader(DataverseConstants.VERSION, version));
            if (change.options().representation()) {
                result.row().ifPresent(row -> message.setBody(row.toString()));
            }
        });
    }
}
