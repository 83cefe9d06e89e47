package io.d365hub.dataverse.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Counts rows, right beyond the 5,000 at which the service's own count ends: first by {@code $count}, then by an aggregate
 * (up to 50,000 rows), then by reading the rows' ids page by page. Thread-safe.
 */
public final class RowCounts {

    /**
     * A number of rows.
     *
     * @param rows how many there were
     * @param how they were counted: the last way reads all pages, and rows written meanwhile may be in it or not
     */
    public record Count(long rows, How how) {}

    /** The ways of counting, from cheap to dear. */
    public enum How {
        COUNT,
        AGGREGATE,
        PAGES
    }

    private static final String AGGREGATED = "counted";

    private final RowReading reading;
    private final TableNames tables;

    RowCounts(RowReading reading, TableNames tables) {
        this.reading = reading;
        this.tables = tables;
    }

    /**
     * The number of rows of a table.
     *
     * @param filter a condition; empty for all rows
     * @param options as whom
     * @param patience how long the environment may ask to be left alone
     */
    public CompletableFuture<Count> count(String table, String filter, RequestOptions options, Duration patience) {
        ODataQuery all = ODataQuery.of(table);
        return first(all.filter(filter).with("$count", "true").top(1), options, patience)
                .thenCompose(page -> {
                    long counted = page.count().orElse(RowQuery.LARGEST_PAGE);
                    return counted < RowQuery.LARGEST_PAGE
                            ? CompletableFuture.completedFuture(new Count(counted, How.COUNT))
                            : aggregated(all, filter, options, patience);
                });
    }

    private CompletableFuture<Count> aggregated(
            ODataQuery all, String filter, RequestOptions options, Duration patience) {
        String sum = "aggregate($count as " + AGGREGATED + ")";
        return first(all.apply(filter.isBlank() ? sum : "filter(" + filter + ")/" + sum), options, patience)
                .thenApply(page -> new Count(page.rows().get(0).path(AGGREGATED).asLong(), How.AGGREGATE))
                .exceptionallyCompose(failure -> tooMany(Calls.unwrapped(failure))
                        ? byPages(all.filter(filter), options, patience)
                        : CompletableFuture.failedFuture(failure));
    }

    /** Only ids are read: the rest of the rows would travel in vain. */
    private CompletableFuture<Count> byPages(ODataQuery rows, RequestOptions options, Duration patience) {
        return tables.of(rows.table())
                .thenCompose(names -> paged(
                        rows.select(List.of(names.primaryKey())).pageSize(RowQuery.LARGEST_PAGE),
                        Optional.empty(),
                        0,
                        options,
                        patience));
    }

    /** Also when this environment has no aggregates at all. */
    private static boolean tooMany(Throwable failure) {
        return failure instanceof DataverseException known
                && (known.status() == 501
                        || ErrorCode.of(known.code())
                                .filter(c -> c == ErrorCode.AGGREGATE_LIMIT)
                                .isPresent());
    }

    private CompletableFuture<Count> paged(
            ODataQuery query, Optional<String> next, long before, RequestOptions options, Duration patience) {
        return reading.page(query, next, options, patience).thenCompose(page -> {
            long counted = before + page.rows().size();
            return page.next().isPresent()
                    ? paged(query, page.next(), counted, options, patience)
                    : CompletableFuture.completedFuture(new Count(counted, How.PAGES));
        });
    }

    private CompletableFuture<RowPage> first(ODataQuery query, RequestOptions options, Duration patience) {
        return reading.page(query, Optional.empty(), options, patience);
    }
}
