package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of one row.
 *
 * @param table its entity set name
 * @param status HTTP status of the answer; 412 or 404 where a repetition found its work done already; 201 says that the row
 *     is new, where a representation was asked for
 * @param id the row's id where it is known: not after an upsert by alternate key, which Dataverse answers with the key,
 *     unless a representation was asked for
 * @param entityId the row as Dataverse names it, relative to the Web API, e.g. {@code salesorders(ordernumber='1001')};
 *     empty when it named none
 * @param requestId the service's own name for the request; empty when it named none
 * @param row the row itself, where the answer held it
 */
public record RowResult(
        String table, int status, Optional<UUID> id, String entityId, String requestId, Optional<ObjectNode> row) {

    private static final Pattern ID =
            Pattern.compile("\\(([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})\\)$");
    private static final byte OPENING_BRACE = '{';

    /** An answer that does not hold the row. */
    public RowResult(String table, int status, Optional<UUID> id, String entityId, String requestId) {
        this(table, status, id, entityId, requestId, Optional.empty());
    }

    /** The row's version, for a later {@code If-Match}; where the answer held the row. */
    public Optional<String> version() {
        return row.map(columns -> columns.path("@odata.etag").asText("")).filter(version -> !version.isEmpty());
    }

    static RowResult of(RowRef row, WireResponse response, String basePath) {
        String url = response.header("odata-entityid")
                .or(() -> response.header("location"))
                .orElse("");
        int base = url.indexOf(basePath);
        String entityId = base < 0 ? url : url.substring(base + basePath.length());
        Optional<ObjectNode> columns = columns(response);
        Matcher matcher = ID.matcher(entityId);
        Optional<UUID> id = matcher.find() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
        if (id.isEmpty() && row instanceof RowRef.ById known) {
            id = Optional.of(known.id());
        }
        if (id.isEmpty() && columns.isPresent()) {
            id = PrimaryKey.in(
                    columns.get(), row instanceof RowRef.ByKey key ? key.key().keySet() : java.util.Set.of());
        }
        return new RowResult(row.table(), response.status(), id, entityId, response.requestId(), columns);
    }

    private static Optional<ObjectNode> columns(WireResponse response) {
        if (!response.successful() || response.body().length == 0 || response.body()[0] != OPENING_BRACE) {
            return Optional.empty();
        }
        try {
            JsonNode json = Json.MAPPER.readTree(response.body());
            return json instanceof ObjectNode columns ? Optional.of(columns) : Optional.empty();
        } catch (IOException notWhole) {
            return Optional.empty();
        }
    }
}
