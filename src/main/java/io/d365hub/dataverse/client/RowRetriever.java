package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Reads one row, by id, by key, or by query where no address can hold the key. */
final class RowRetriever {

    private static final int NOT_MODIFIED = 304;

    private final Calls calls;
    private final KeyLookup lookup;
    private final String basePath;
    private final InstantSource clock;

    RowRetriever(Calls calls, KeyLookup lookup, String basePath, InstantSource clock) {
        this.calls = calls;
        this.lookup = lookup;
        this.basePath = basePath;
        this.clock = clock;
    }

    /**
     * The row, or nothing when there is none; a result without a row and with status 304 when it has the version that it
     * was not to have.
     *
     * @param columns all when empty
     * @param expand what {@code $expand} says; empty for nothing
     */
    CompletableFuture<Optional<RowResult>> retrieve(
            RowRef row, List<String> columns, String expand, RequestOptions options, Deadline deadline) {
        String what = "A row of " + row.table() + " (key " + row.keyNames() + ") was not read.";
        if (row instanceof RowRef.ByKey key && key.breaksAddress()) {
            return lookup.find(what, key, deadline)
                    .thenCompose(found -> found.isPresent()
                            ? read(what, found.get(), columns, expand, options, deadline)
                            : CompletableFuture.completedFuture(Optional.empty()));
        }
        return read(what, row, columns, expand, options, deadline);
    }

    private CompletableFuture<Optional<RowResult>> read(
            String what, RowRef row, List<String> columns, String expand, RequestOptions options, Deadline deadline) {
        WireRequest request = WireRequest.get(basePath + row.forUrl() + query(columns, expand, options))
                .withHeaders(headers(options));
        CompletableFuture<WireResponse> call = calls.call(what, request, deadline);
        return call.thenCompose(response -> response.status() == NOT_MODIFIED
                        ? CompletableFuture.completedFuture(response)
                        : Answers.read(CompletableFuture.completedFuture(response), what, clock))
                .exceptionallyCompose(failure -> Answers.lostRead(failure, what))
                .thenApply(response -> Optional.of(result(what, row, response)))
                .exceptionallyCompose(
                        failure -> Calls.unwrapped(failure) instanceof DataverseException known && absent(known)
                                ? CompletableFuture.completedFuture(Optional.empty())
                                : CompletableFuture.failedFuture(failure));
    }

    private static Map<String, String> headers(RequestOptions options) {
        Map<String, String> headers = new TreeMap<>(options.headers());
        options.preference().ifPresent(preference -> headers.put(RequestOptions.PREFER, preference));
        if (!options.ifMatch().isEmpty()) {
            headers.put("If-Match", options.ifMatch());
        }
        if (!options.ifNoneMatch().isEmpty()) {
            headers.put("If-None-Match", options.ifNoneMatch());
        }
        return headers;
    }

    private static String query(List<String> columns, String expand, RequestOptions options) {
        List<String> parts = new ArrayList<>();
        if (!columns.isEmpty()) {
            parts.add("$select=" + columns.stream().map(KeyLiteral::percent).collect(Collectors.joining(",")));
        }
        if (!expand.isEmpty()) {
            parts.add("$expand=" + KeyLiteral.percent(expand));
        }
        if (!options.tag().isEmpty()) {
            parts.add("tag=" + KeyLiteral.percent(options.tag()));
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private RowResult result(String what, RowRef row, WireResponse response) {
        if (response.status() != NOT_MODIFIED && !(json(what, response) instanceof ObjectNode)) {
            throw Failures.answerLost(what, new IOException("the answer is not a row"));
        }
        return RowResult.of(row, response, basePath);
    }

    private static boolean absent(DataverseException failure) {
        return ErrorCode.of(failure.code())
                .filter(c -> c == ErrorCode.OBJECT_DOES_NOT_EXIST || c == ErrorCode.RECORD_NOT_FOUND_BY_ENTITY_KEY)
                .isPresent();
    }

    private static JsonNode json(String what, WireResponse response) {
        try {
            return Json.MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw Failures.answerLost(what, e);
        }
    }
}
