package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Joins rows and parts them, by a navigation property of one of them. Both may be repeated: rows that are joined already, or
 * apart already, stay so. Thread-safe.
 */
public final class RowLinks {

    private static final String REF = "/$ref";

    private final PlainCalls calls;
    private final KeyLookup lookup;
    private final DataverseSettings settings;
    private final Function<BooleanSupplier, Deadline> deadlines;

    RowLinks(
            PlainCalls calls,
            KeyLookup lookup,
            DataverseSettings settings,
            Function<BooleanSupplier, Deadline> deadlines) {
        this.calls = calls;
        this.lookup = lookup;
        this.settings = settings;
        this.deadlines = deadlines;
    }

    /**
     * Joins two rows.
     *
     * @param property navigation property of {@code row}, as it is spelt in the metadata
     * @param single whether the property holds one row only (a lookup); else it holds many
     * @param wanted asked before each request; false ends the operation with nothing sent
     */
    public CompletableFuture<RowResult> associate(
            RowRef row, String property, boolean single, RowRef other, RequestOptions options, BooleanSupplier wanted) {
        String what = what(row, property, "joined to");
        Deadline deadline = deadlines.apply(wanted);
        return lookup.addressable(what, row, deadline)
                .thenCombine(lookup.addressable(what, other, deadline), (address, target) -> {
                    ObjectNode body = Json.MAPPER.createObjectNode();
                    body.put(
                            "@odata.id",
                            settings.environmentUrl().toString().replaceAll("/$", "")
                                    + settings.basePath()
                                    + target.forBody().substring(1));
                    return request(single ? "PUT" : "POST", address, property, options, body.toString());
                })
                .thenCompose(request -> calls.write(what, request, "", deadline))
                .thenApply(response -> RowResult.of(row, response, settings.basePath()))
                .exceptionallyCompose(failure -> done(row, failure, ErrorCode.DUPLICATE_RECORD));
    }

    /**
     * Parts two rows.
     *
     * @param other the row to part from; nothing for a property that holds one row only
     */
    public CompletableFuture<RowResult> disassociate(
            RowRef row, String property, Optional<RowRef> other, RequestOptions options, BooleanSupplier wanted) {
        String what = what(row, property, "parted from");
        Deadline deadline = deadlines.apply(wanted);
        CompletableFuture<String> part = other.isEmpty()
                ? CompletableFuture.completedFuture(property)
                : lookup.id(what, other.get(), deadline).thenApply(id -> property + "(" + id.id() + ")");
        return lookup.addressable(what, row, deadline)
                .thenCombine(part, (address, end) -> request("DELETE", address, end, options, ""))
                .thenCompose(request -> calls.write(what, request, "", deadline))
                .thenApply(response -> RowResult.of(row, response, settings.basePath()))
                .exceptionallyCompose(failure -> done(row, failure, ErrorCode.OBJECT_DOES_NOT_EXIST));
    }

    private WireRequest request(String method, RowRef row, String end, RequestOptions options, String body) {
        return new WireRequest(
                method,
                settings.basePath() + row.forUrl() + "/" + end + REF + options.query(),
                options.requestHeaders(),
                body.getBytes(StandardCharsets.UTF_8),
                WireRequest.JSON);
    }

    /** It had been so before. */
    private static CompletableFuture<RowResult> done(RowRef row, Throwable failure, ErrorCode doneBefore) {
        return Calls.unwrapped(failure) instanceof DataverseException known
                        && ErrorCode.of(known.code())
                                .filter(code -> code == doneBefore)
                                .isPresent()
                ? CompletableFuture.completedFuture(
                        new RowResult(row.table(), known.status(), Optional.empty(), "", known.requestId()))
                : CompletableFuture.failedFuture(failure);
    }

    private static String what(RowRef row, String property, String done) {
        return "A row of " + row.table() + " (key " + row.keyNames() + ") was not " + done + " another by " + property
                + ".";
    }
}
