package io.d365hub.dataverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowRef;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** What an endpoint does with a message. Each operation reads the body it needs and leaves its result in the message. */
public enum DataverseOperation {
    /** Creates a row; with the header CamelDataverseId under that id, and then only once. */
    CREATE {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            RowReader.Row row = RowReader.row(RowReader.object(message), List.of());
            Optional<UUID> id = RowTarget.id(message);
            return RowTarget.write(
                    client, RowChange.create(endpoint.getTable(), id, row.columns(), row.binds()), message);
        }
    },

    /** Reads a row; the body becomes its JSON. */
    RETRIEVE {
        @Override
        boolean takesColumns() {
            return false;
        }

        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            RowRef row = RowTarget.addressed(endpoint, message).row();
            return client.retrieve(row, endpoint.selected()).thenAccept(found -> {
                ObjectNode columns = found.orElseThrow(() -> new RowNotFoundException(row));
                message.setBody(columns.toString());
                message.setHeader(DataverseConstants.STATUS, 200);
            });
        }
    },

    /** Changes columns of a row that exists. */
    UPDATE {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            RowTarget target = RowTarget.addressed(endpoint, message);
            return RowTarget.write(client, RowChange.update(target.row(), target.columns(), target.binds()), message);
        }
    },

    /** Changes a row, or creates it when it does not exist. */
    UPSERT {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            RowTarget target = RowTarget.addressed(endpoint, message);
            return RowTarget.write(client, RowChange.upsert(target.row(), target.columns(), target.binds()), message);
        }
    },

    /** Deletes a row; one that is gone already counts as deleted. */
    DELETE {
        @Override
        boolean takesColumns() {
            return false;
        }

        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return RowTarget.write(
                    client,
                    RowChange.delete(RowTarget.addressed(endpoint, message).row()),
                    message);
        }
    },

    /** Writes several rows, all or none; the body becomes their ids and statuses. */
    CHANGESET {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            List<RowChange> changes = ChangesetBody.read(RowReader.object(message), endpoint.getTable());
            return client.changeset(changes, RowTarget.wanted(message)).thenAccept(results -> {
                message.setBody(ChangesetBody.write(results));
                message.setHeader(DataverseConstants.ROWS, results.size());
                message.setHeader(DataverseConstants.STATUS, 200);
                message.setHeader(DataverseConstants.REQUEST_ID, results.get(0).requestId());
            });
        }
    };

    /**
     * Starts the operation.
     *
     * @return ends when the message holds the result; fails with the client's exception
     * @throws IllegalArgumentException when the message does not hold what the operation needs; names no value
     */
    abstract CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message);

    /** Whether the body is needed even when a header names the row. */
    boolean takesColumns() {
        return true;
    }
}
