package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Sets and clears one column of a row that exists. Both may be repeated. Thread-safe. */
public final class RowColumns {

    private static final byte[] NOTHING = {};

    private final PlainCalls calls;
    private final KeyLookup lookup;
    private final String basePath;
    private final Function<BooleanSupplier, Deadline> deadlines;

    RowColumns(PlainCalls calls, KeyLookup lookup, String basePath, Function<BooleanSupplier, Deadline> deadlines) {
        this.calls = calls;
        this.lookup = lookup;
        this.basePath = basePath;
        this.deadlines = deadlines;
    }

    /** Writes one value. */
    public CompletableFuture<RowResult> set(
            RowRef row, String column, JsonNode value, RequestOptions options, BooleanSupplier wanted) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("value", value);
        return send("PUT", row, column, body.toString().getBytes(StandardCharsets.UTF_8), options, wanted);
    }

    /** Makes one column empty. */
    public CompletableFuture<RowResult> clear(
            RowRef row, String column, RequestOptions options, BooleanSupplier wanted) {
        return send("DELETE", row, column, NOTHING, options, wanted);
    }

    private CompletableFuture<RowResult> send(
            String method, RowRef row, String column, byte[] body, RequestOptions options, BooleanSupplier wanted) {
        String what =
                "Column " + column + " of a row of " + row.table() + " (key " + row.keyNames() + ") was not written.";
        Deadline deadline = deadlines.apply(wanted);
        return lookup.addressable(what, row, deadline)
                .thenCompose(address -> calls.write(
                        what,
                        new WireRequest(
                                method,
                                basePath + address.forUrl() + "/" + column + options.query(),
                                options.requestHeaders(),
                                body,
                                WireRequest.JSON),
                        "",
                        deadline))
                .thenApply(response -> RowResult.of(row, response, basePath));
    }
}
