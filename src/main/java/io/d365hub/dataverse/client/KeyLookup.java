package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the id of a row whose key cannot stand in an address, by a query: the documented way round for values with
 * slashes and the like.
 */
final class KeyLookup {

    private final Calls calls;
    private final String basePath;
    private final InstantSource clock;

    KeyLookup(Calls calls, String basePath, InstantSource clock) {
        this.calls = calls;
        this.basePath = basePath;
        this.clock = clock;
    }

    /** The row's id, or nothing when there is no such row. Fails as REFUSED when there are several. */
    CompletableFuture<Optional<RowRef.ById>> find(String what, RowRef.ByKey row, Deadline deadline) {
        String query = row.table() + "?$select=" + String.join(",", row.key().keySet()) + "&$filter="
                + KeyLiteral.percent(row.asFilter()) + "&$top=2";
        return Answers.read(calls.call(what, WireRequest.get(basePath + query), deadline), what, clock)
                .thenApply(response -> single(what, row, response));
    }

    private static Optional<RowRef.ById> single(String what, RowRef.ByKey row, WireResponse response) {
        JsonNode rows;
        try {
            rows = Json.MAPPER.readTree(response.body()).path("value");
        } catch (IOException e) {
            throw Failures.answerLost(what, e);
        }
        if (rows.size() > 1) {
            throw Failures.of(
                    FailureKind.REFUSED,
                    "several-rows",
                    what,
                    "More than one row of " + row.table() + " has these values of " + row.keyNames() + ".",
                    Mend.SEVERAL_ROWS,
                    null);
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(RowRef.byId(row.table(), id(row, rows.get(0), what)));
    }

    /** The primary key comes along unasked; it is the only id among the columns that was not asked for. */
    private static UUID id(RowRef.ByKey row, JsonNode found, String what) {
        List<UUID> ids = new ArrayList<>();
        for (Map.Entry<String, JsonNode> column : found.properties()) {
            String name = column.getKey();
            if (!name.contains("@") && !name.startsWith("_") && !row.key().containsKey(name)) {
                uuid(column.getValue().asText("")).ifPresent(ids::add);
            }
        }
        if (ids.size() != 1) {
            throw Failures.of(
                    FailureKind.MISCONFIGURED,
                    "no-primary-key",
                    what,
                    "The primary key of " + row.table() + " could not be told from the answer of a query.",
                    Mend.NAMES,
                    null);
        }
        return ids.get(0);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
