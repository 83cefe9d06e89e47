package io.d365hub.dataverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowOperation;
import io.d365hub.dataverse.client.RowRef;
import io.d365hub.dataverse.client.RowResult;
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
            RowChange change = RowChange.create(endpoint.getTable(), id, row.columns(), row.binds());
            return RowTarget.write(endpoint, change.withOptions(MessageOptions.of(endpoint, message)), message);
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
            String expand = endpoint.getConfiguration().getExpand();
            return client.retrieve(
                            row,
                            endpoint.selected(),
                            expand == null ? "" : expand,
                            MessageOptions.of(endpoint, message))
                    .thenAccept(found -> {
                        RowResult result = found.orElseThrow(() -> new RowNotFoundException(row));
                        message.setBody(result.row().map(ObjectNode::toString).orElse(null));
                        message.setHeader(DataverseConstants.STATUS, result.status());
                        result.version().ifPresent(v -> message.setHeader(DataverseConstants.VERSION, v));
                    });
        }
    },

    /** Changes columns of a row that exists. */
    UPDATE {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            RowTarget target = RowTarget.addressed(endpoint, message);
            RowChange change = RowChange.update(target.row(), target.columns(), target.binds());
            return RowTarget.write(endpoint, change.withOptions(MessageOptions.of(endpoint, message)), message);
        }
    },

    /** Changes a row, or creates it when it does not exist. */
    UPSERT {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            RowTarget target = RowTarget.addressed(endpoint, message);
            RowChange change = RowChange.upsert(target.row(), target.columns(), target.binds());
            return RowTarget.write(endpoint, change.withOptions(MessageOptions.of(endpoint, message)), message);
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
            RowChange change =
                    RowChange.delete(RowTarget.addressed(endpoint, message).row());
            return RowTarget.write(endpoint, change.withOptions(MessageOptions.of(endpoint, message)), message);
        }
    },

    /** Writes several rows, all or none; the body becomes their ids and statuses. */
    CHANGESET {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            List<RowChange> changes = ChangesetBody.read(RowReader.object(message), endpoint.getTable());
            return endpoint.writes()
                    .changeset(changes, RowTarget.wanted(message), RowTarget.place(message))
                    .thenAccept(results -> {
                        WrittenRow.note(
                                message, changes.get(0).row(), results.get(0).id(), results.size());
                        message.setBody(ChangesetBody.write(results));
                        message.setHeader(DataverseConstants.ROWS, results.size());
                        message.setHeader(DataverseConstants.STATUS, 200);
                        message.setHeader(
                                DataverseConstants.REQUEST_ID, results.get(0).requestId());
                    });
        }
    },

    /** Reads rows; the body becomes an iterator over all of them, or one page. */
    QUERY {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return Queries.query(client, endpoint, message);
        }
    },

    /** Counts rows; the body becomes their number. */
    COUNT {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return Queries.count(client, endpoint, message);
        }
    },

    /** Joins the row with another by a navigation property. */
    ASSOCIATE {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return RowParts.associate(client, endpoint, message);
        }
    },

    /** Parts the row from another. */
    DISASSOCIATE {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return RowParts.disassociate(client, endpoint, message);
        }
    },

    /** Writes one column of a row that exists. */
    SET_COLUMN {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return RowParts.setColumn(client, endpoint, message);
        }
    },

    /** Makes one column of a row empty. */
    CLEAR_COLUMN {
        @Override
        boolean takesColumns() {
            return false;
        }

        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return RowParts.clearColumn(client, endpoint, message);
        }
    },

    /** Calls a function; the body becomes its answer. */
    FUNCTION {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return FunctionCalls.function(client, endpoint, message);
        }
    },

    /** Calls an action; the body becomes its answer, if it gives one. */
    ACTION {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return FunctionCalls.action(client, endpoint, message);
        }
    },

    /** Writes rows and changesets with one request; the body becomes the result of each. */
    BATCH {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return RowListBodies.batch(client, endpoint, message);
        }
    },

    /** Creates the rows of the body with one request, all or none. */
    CREATE_MULTIPLE {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return RowListBodies.multiple(RowOperation.CREATE, client, endpoint, message);
        }
    },

    /** Updates the rows of the body with one request, all or none. */
    UPDATE_MULTIPLE {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return RowListBodies.multiple(RowOperation.UPDATE, client, endpoint, message);
        }
    },

    /** Updates or creates the rows of the body with one request, all or none. */
    UPSERT_MULTIPLE {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return RowListBodies.multiple(RowOperation.UPSERT, client, endpoint, message);
        }
    },

    /** Reads what the table is: its names, columns and keys; the body becomes their JSON. */
    METADATA {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            return TableDescription.read(client, endpoint, message);
        }
    },

    /** Follows the changes of a table, at the beginning of a route. */
    CHANGES {
        @Override
        CompletableFuture<Void> run(DataverseClient client, DataverseEndpoint endpoint, Message message) {
            throw new IllegalArgumentException("The operation 'changes' stands at the beginning of a route only");
        }
    };

    /** Whether it changes nothing in the environment. */
    public boolean onlyReads() {
        return switch (this) {
            case RETRIEVE, QUERY, COUNT, FUNCTION, CHANGES -> true;
            default -> false;
        };
    }

    /** Whether it writes rows, and may do so again. */
    boolean rewritesRows() {
        return switch (this) {
            case UPDATE, UPSERT, DELETE, CHANGESET -> true;
            default -> false;
        };
    }

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
