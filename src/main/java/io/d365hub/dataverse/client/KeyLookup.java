package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.time.InstantSource;
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

    /** The row as an address can name it. Fails as REFUSED when it has to be looked for and is not there. */
    CompletableFuture<RowRef> addressable(String what, RowRef row, Deadline deadline) {
        return row.breaksAddress()
                ? id(what, row, deadline).thenApply(id -> id)
                : CompletableFuture.completedFuture(row);
    }

    /** The row by its id. Fails as REFUSED when there is no such row. */
    CompletableFuture<RowRef.ById> id(String what, RowRef row, Deadline deadline) {
        if (row instanceof RowRef.ById known) {
            return CompletableFuture.completedFuture(known);
        }
        RowRef.ByKey key = (RowRef.ByKey) row;
        return find(what, key, deadline).thenApply(found -> found.orElseThrow(() -> Failures.rowNotFound(what, key)));
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

    private static UUID id(RowRef.ByKey row, JsonNode found, String what) {
        return PrimaryKey.in((ObjectNode) found, row.key().keySet())
                .orElseThrow(() -> Failures.of(
                        FailureKind.MISCONFIGURED,
                        "no-primary-key",
                        what,
                        "The primary key of " + row.table() + " could not be told from the answer of a query.",
                        Mend.NAMES,
                        null));
    }
}
