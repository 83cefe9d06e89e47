package io.d365hub.batch.source.odata;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.BatchSource;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.StartPoint;
import io.d365hub.batch.source.http.HttpFailures;
import io.d365hub.batch.source.http.HttpPages;
import io.d365hub.batch.source.http.PagePosition;
import io.d365hub.batch.source.http.PagedRowReader;
import io.d365hub.batch.source.http.Reopening;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows of an entity set. */
final class ODataSource implements BatchSource {

    private static final JsonPointer ROWS = JsonPointer.compile("/value");

    private final String batch;
    private final HttpPages pages;
    private final ODataQuery query;
    private final boolean changes;
    private final RemovedRows removed;
    private final boolean resyncs;

    ODataSource(String batch, HttpPages pages, ODataQuery query, boolean changes, String recordKey, boolean resyncs) {
        this.batch = batch;
        this.pages = pages;
        this.query = query;
        this.changes = changes;
        this.removed = new RemovedRows(recordKey);
        this.resyncs = resyncs;
    }

    /** What services of version 4.0 and 4.01 need to hear. */
    static Map<String, String> headers(int pageSize, boolean changes) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json;odata.metadata=minimal");
        headers.put("OData-MaxVersion", "4.01");
        headers.put("OData-Version", "4.0");
        List<String> preferences = new ArrayList<>();
        if (pageSize > 0) {
            preferences.add("odata.maxpagesize=" + pageSize);
        }
        if (changes) {
            preferences.add("odata.track-changes");
        }
        if (!preferences.isEmpty()) {
            headers.put("Prefer", String.join(",", preferences));
        }
        return headers;
    }

    @Override
    public boolean isIncremental() {
        return changes || !query.watermark().isEmpty();
    }

    @Override
    public RowReader open(StartPoint from, RunRequest request) throws SourceException, InterruptedException {
        URI url = pages.url();
        if (request.isRange() && query.watermark().isEmpty()) {
            throw HttpFailures.misconfigured(
                    url,
                    "no-range",
                    "A range was asked for, and the batch has no watermark property.",
                    "Set 'watermark' in the route, or start the run without a range.");
        }
        Optional<PagePosition> position = from.position().map(PagePosition::of);
        Optional<String> before = position.flatMap(PagePosition::watermark);
        Optional<String> next = position.flatMap(PagePosition::next);
        URI beginning = query.address(url, request.from(), request.to());
        URI at = next.isPresent()
                ? pages.resolve(url, next.get())
                : query.address(url, request.from().or(() -> before), request.to());
        return new Reopening(batch, resyncs)
                .open(at, beginning, begin -> reader(begin, before).begun());
    }

    private PagedRowReader reader(URI begin, Optional<String> before) {
        return new PagedRowReader(
                pages,
                ROWS,
                new ODataPaging(pages),
                begin,
                query.watermark().isEmpty()
                        ? Optional.empty()
                        : Optional.of(JsonPointer.compile("/" + query.watermark())),
                before,
                this::form);
    }

    private ObjectNode form(ObjectNode row) {
        return removed.form(row);
    }
}
