package io.d365hub.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.client.Batches;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.DataverseException;
import io.d365hub.dataverse.client.PartOutcome;
import io.d365hub.dataverse.client.RequestOptions;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Operations on the rows of one body: a bulk message, all or none, or a batch whose parts have results of their own. */
final class RowListBodies {

    private static final String CHANGESET = "changeset";

    private RowListBodies() {}

    static CompletableFuture<Void> multiple(
            RowOperation operation, DataverseClient client, DataverseEndpoint endpoint, Message message) {
        RequestOptions options = MessageOptions.of(endpoint, message);
        List<RowChange> changes = new ArrayList<>();
        ArrayNode rows = RowReader.array(message);
        for (int i = 0; i < rows.size(); i++) {
            try {
                changes.add(change(operation, endpoint, rows.get(i)).withOptions(options));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Row " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return client.lists().write(changes, RowTarget.wanted(message)).thenAccept(results -> {
            WrittenRow.note(message, changes.get(0).row(), results.get(0).id(), results.size());
            message.setBody(ChangesetBody.write(results));
            message.setHeader(DataverseConstants.ROWS, results.size());
            message.setHeader(DataverseConstants.STATUS, results.get(0).status());
            message.setHeader(DataverseConstants.REQUEST_ID, results.get(0).requestId());
        });
    }

    /** A row as in a changeset, or its bare columns with those of the endpoint's key among them. */
    private static RowChange change(RowOperation operation, DataverseEndpoint endpoint, JsonNode row) {
        if (!(row instanceof ObjectNode object)) {
            throw new IllegalArgumentException("it must be an object");
        }
        List<KeyColumn> key = endpoint.keyColumns();
        if (object.get("columns") instanceof ObjectNode || operation == RowOperation.CREATE || key.isEmpty()) {
            boolean bare = !(object.get("columns") instanceof ObjectNode);
            ObjectNode full = bare && operation == RowOperation.CREATE
                    ? JsonNodeFactory.instance.objectNode().set("columns", object)
                    : object.deepCopy();
            full.put("operation", operation.name());
            return ChangesetBody.change(full, endpoint.getTable());
        }
        RowReader.Row columns = RowReader.row(object, endpoint.getKeyColumnNames());
        return new RowChange(
                operation,
                RowReader.reference(endpoint.getTable(), key, object),
                columns.columns(),
                columns.binds(),
                true);
    }

    static CompletableFuture<Void> batch(DataverseClient client, DataverseEndpoint endpoint, Message message) {
        RequestOptions options = MessageOptions.of(endpoint, message);
        ArrayNode body = RowReader.array(message);
        List<Batches.Part> parts = new ArrayList<>();
        for (int i = 0; i < body.size(); i++) {
            try {
                parts.add(part(body.get(i), endpoint.getTable(), options));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Part " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        boolean stop = !endpoint.getConfiguration().isContinueOnError();
        return client.batches().write(parts, stop, RowTarget.wanted(message)).thenAccept(outcomes -> {
            long failed = outcomes.stream()
                    .filter(outcome -> outcome.state() == PartOutcome.State.FAILED)
                    .count();
            int written = outcomes.stream()
                    .mapToInt(outcome -> outcome.results().size())
                    .sum();
            noteFirst(message, parts, outcomes, written);
            message.setBody(write(outcomes));
            message.setHeader(DataverseConstants.ROWS, written);
            message.setHeader(DataverseConstants.FAILED, (int) failed);
            message.setHeader(DataverseConstants.STATUS, 200);
        });
    }

    private static void noteFirst(Message message, List<Batches.Part> parts, List<PartOutcome> outcomes, int written) {
        for (int i = 0; i < outcomes.size(); i++) {
            if (!outcomes.get(i).results().isEmpty()) {
                WrittenRow.note(
                        message,
                        parts.get(i).changes().get(0).row(),
                        outcomes.get(i).results().get(0).id(),
                        written);
                return;
            }
        }
    }

    private static Batches.Part part(JsonNode part, String table, RequestOptions options) {
        List<RowChange> changes = new ArrayList<>();
        if (part.get(CHANGESET) instanceof ArrayNode rows) {
            if (rows.isEmpty()) {
                throw new IllegalArgumentException("its changeset is empty");
            }
            rows.forEach(row -> changes.add(ChangesetBody.change(row, table).withOptions(options)));
            return new Batches.Part(changes, true);
        }
        changes.add(ChangesetBody.change(part, table).withOptions(options));
        return new Batches.Part(changes, false);
    }

    /** {@code {"parts": [{"state", "rows": [...]}, {"state", "status", "code", "kind", "what", "why", "mend"}]}}. */
    private static String write(List<PartOutcome> outcomes) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode parts = body.putArray("parts");
        for (PartOutcome outcome : outcomes) {
            ObjectNode part =
                    parts.addObject().put("state", outcome.state().name().toLowerCase(Locale.ROOT));
            if (outcome.state() == PartOutcome.State.DONE) {
                part.set("rows", ChangesetBody.rows(outcome.results()));
            }
            outcome.failure().ifPresent(failure -> describe(part, failure));
        }
        return body.toString();
    }

    private static void describe(ObjectNode part, RuntimeException failure) {
        if (failure instanceof DataverseException known) {
            part.put("status", known.status())
                    .put("code", known.code())
                    .put("kind", known.failure().kind().name())
                    .put("what", known.failure().what())
                    .put("why", known.failure().why())
                    .put("mend", known.failure().mend());
        }
    }
}
