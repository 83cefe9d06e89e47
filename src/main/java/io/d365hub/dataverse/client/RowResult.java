package io.d365hub.dataverse.client;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of one row.
 *
 * @param table its entity set name
 * @param status HTTP status of the answer; 412 or 404 where a repetition found its work done already
 * @param id the row's id where it is known: not after an upsert by alternate key, which Dataverse answers with the key
 * @param entityId the row as Dataverse names it, relative to the Web API, e.g. {@code salesorders(ordernumber='1001')};
 *     empty when it named none
 * @param requestId the service's own name for the request; empty when it named none
 */
public record RowResult(String table, int status, Optional<UUID> id, String entityId, String requestId) {

    private static final Pattern ID =
            Pattern.compile("\\(([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})\\)$");

    static RowResult of(RowRef row, WireResponse response, String basePath) {
        String url = response.header("odata-entityid")
                .or(() -> response.header("location"))
                .orElse("");
        int base = url.indexOf(basePath);
        String entityId = base < 0 ? url : url.substring(base + basePath.length());
        Matcher matcher = ID.matcher(entityId);
        Optional<UUID> id = matcher.find() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
        if (id.isEmpty() && row instanceof RowRef.ById known) {
            id = Optional.of(known.id());
        }
        return new RowResult(row.table(), response.status(), id, entityId, response.requestId());
    }
}
