package io.d365hub.webhook.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that happened to a row in Dataverse. Immutable; its JSON nodes must not be changed. Values are plain JSON: money
 * and choices are numbers, times ISO 8601 in UTC, lookups {@code {"table": ..., "id": ...}}, several choices an array.
 *
 * @param organization host name of the environment; empty when the sender did not say
 * @param organizationId the environment's id
 * @param table logical name
 * @param message such as {@code Create}, {@code Update}, {@code Delete}
 * @param id the row's primary key, lower case
 * @param changed the columns that the operation names
 * @param values their values, and what the platform added
 * @param pre the row before, as far as images show it
 * @param post the row after, as far as images show it; the row as it is now when {@code refetched}
 * @param related rows at the other end of an association
 * @param rowVersion of the row after the operation; empty when the event does not tell
 * @param modifiedOn when the row was changed, ISO 8601; empty when the event does not tell
 * @param occurredOn when the operation ran, ISO 8601; empty when the event does not tell
 * @param correlationId the same for all that one request caused
 * @param operationId the system job; with {@code stepId} it tells events apart
 * @param stepId the step that told
 * @param depth 1 when a client caused it, more when other steps did
 * @param initiatingUser who sent the request
 * @param user who the step runs as
 * @param tag what the request was tagged with
 * @param asynchronous whether the operation was over when it was told
 * @param trimmed whether values were left out because the event was too long
 * @param refetched whether {@code post} was read afterwards to make up for that
 * @param stale whether a newer event of the row went before
 * @param raw the document as it came
 */
public record ChangeEvent(
        String organization,
        String organizationId,
        String table,
        String message,
        String id,
        List<String> changed,
        ObjectNode values,
        ObjectNode pre,
        ObjectNode post,
        List<Related> related,
        OptionalLong rowVersion,
        String modifiedOn,
        String occurredOn,
        String correlationId,
        String operationId,
        String stepId,
        int depth,
        String initiatingUser,
        String user,
        Optional<String> tag,
        boolean asynchronous,
        boolean trimmed,
        boolean refetched,
        boolean stale,
        byte[] raw) {

    /** A row that was linked, or parted. */
    public record Related(String relationship, String table, String id) {}

    ChangeEvent completedBy(ObjectNode row, OptionalLong version) {
        return new ChangeEvent(
                organization,
                organizationId,
                table,
                message,
                id,
                changed,
                values,
                pre,
                row,
                related,
                version,
                modifiedOn,
                occurredOn,
                correlationId,
                operationId,
                stepId,
                depth,
                initiatingUser,
                user,
                tag,
                asynchronous,
                trimmed,
                true,
                stale,
                raw);
    }

    ChangeEvent asStale() {
        return new ChangeEvent(
                organization,
                organizationId,
                table,
                message,
                id,
                changed,
                values,
                pre,
                post,
                related,
                rowVersion,
                modifiedOn,
                occurredOn,
                correlationId,
                operationId,
                stepId,
                depth,
                initiatingUser,
                user,
                tag,
                asynchronous,
                trimmed,
                refetched,
                true,
                raw);
    }

    /** What routes get as body. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("organization", organization).put("organizationId", organizationId);
        json.put("table", table).put("message", message).put("id", id);
        changed.forEach(json.putArray("changed")::add);
        json.set("values", values);
        json.set("pre", pre);
        json.set("post", post);
        related.forEach(row -> json.withArray("related")
                .addObject()
                .put("relationship", row.relationship())
                .put("table", row.table())
                .put("id", row.id()));
        // A text: it has 64 bits, and not every reader keeps so many.
        json.put("rowVersion", rowVersion.isPresent() ? Long.toString(rowVersion.getAsLong()) : null);
        json.put("modifiedOn", modifiedOn.isEmpty() ? null : modifiedOn);
        json.put("occurredOn", occurredOn.isEmpty() ? null : occurredOn);
        json.put("correlationId", correlationId).put("operationId", operationId).put("stepId", stepId);
        json.put("depth", depth).put("initiatingUser", initiatingUser).put("user", user);
        json.put("tag", tag.orElse(null)).put("asynchronous", asynchronous);
        json.put("trimmed", trimmed).put("refetched", refetched).put("stale", stale);
        return json;
    }

    /** Says which event it is, without values. */
    @Override
    public String toString() {
        return "ChangeEvent[" + message + " of " + table + ", operation " + operationId + "]";
    }
}
