package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of rows.
 *
 * @param rows in their order; of change tracking also rows that are gone, see {@link #deletedId}
 * @param next names the page that follows; nothing after the last. Opaque
 * @param delta names where later changes are found; only after the last page of change tracking. Opaque
 * @param count how many rows there are in all, at most 5,000; only where {@code $count} asked for it
 * @param answeredAt the service's own time, where the answer tells it
 */
public record RowPage(
        List<ObjectNode> rows,
        Optional<String> next,
        Optional<String> delta,
        OptionalLong count,
        Optional<Instant> answeredAt) {

    private static final String DELETED = "/$deletedEntity";

    static RowPage of(JsonNode json, Optional<String> next, Optional<Instant> answeredAt) {
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode row : json.path("value")) {
            if (row instanceof ObjectNode object) {
                rows.add(object);
            }
        }
        String delta = json.path("@odata.deltaLink").asText("");
        JsonNode count = json.path("@odata.count");
        return new RowPage(
                rows,
                next,
                delta.isEmpty() ? Optional.empty() : Optional.of(delta),
                count.canConvertToLong() ? OptionalLong.of(count.asLong()) : OptionalLong.empty(),
                answeredAt);
    }

    /** What is known of a page when only its end has been looked at. */
    static RowPage before(String next, Optional<Instant> answeredAt) {
        return new RowPage(List.of(), Optional.of(next), Optional.empty(), OptionalLong.empty(), answeredAt);
    }

    /** The id of a row that change tracking reports as deleted; nothing for a row that is there. */
    public static Optional<String> deletedId(ObjectNode row) {
        return row.path("@odata.context").asText("").endsWith(DELETED)
                ? Optional.of(row.path("id").asText(""))
                : Optional.empty();
    }
}
