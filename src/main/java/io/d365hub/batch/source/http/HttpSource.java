package io.d365hub.batch.source.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.d365hub.batch.BatchSource;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.StartPoint;
import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Rows of an HTTP API. */
final class HttpSource implements BatchSource {

    private final String batch;
    private final HttpPages pages;
    private final JsonPointer rows;
    private final HttpPaging paging;
    private final Optional<JsonPointer> watermark;
    private final String fromParameter;
    private final String toParameter;
    private final boolean resyncs;

    HttpSource(
            String batch,
            HttpPages pages,
            JsonPointer rows,
            HttpPaging paging,
            Optional<JsonPointer> watermark,
            String fromParameter,
            String toParameter,
            boolean resyncs) {
        this.batch = batch;
        this.pages = pages;
        this.rows = rows;
        this.paging = paging;
        this.watermark = watermark;
        this.fromParameter = fromParameter;
        this.toParameter = toParameter;
        this.resyncs = resyncs;
    }

    @Override
    public boolean isIncremental() {
        return watermark.isPresent();
    }

    @Override
    public RowReader open(StartPoint from, RunRequest request) throws SourceException, InterruptedException {
        URI url = pages.settings().url();
        URI first = paging.first(url);
        if (request.from().isPresent()) {
            first = QueryParameters.with(
                    first, parameter("from", fromParameter), request.from().get());
        }
        if (request.to().isPresent()) {
            first = QueryParameters.with(
                    first, parameter("to", toParameter), request.to().get());
        }
        Optional<PagePosition> position = from.position().map(PagePosition::of);
        Optional<String> before = position.flatMap(PagePosition::watermark);
        Optional<String> next = position.flatMap(PagePosition::next);
        URI begin = first;
        if (next.isPresent()) {
            begin = pages.resolve(url, next.get());
        } else if (before.isPresent() && from.kind() == StartPoint.Kind.AFTER_RUN) {
            begin = QueryParameters.with(first, fromParameter, before.get());
        }
        return new Reopening(batch, resyncs)
                .open(begin, first, at -> reader(at, before).begun());
    }

    private PagedRowReader reader(URI at, Optional<String> before) {
        return new PagedRowReader(pages, rows, paging, at, watermark, before, UnaryOperator.identity());
    }

    private String parameter(String end, String parameter) throws SourceException {
        if (parameter.isEmpty()) {
            throw HttpFailures.misconfigured(
                    pages.settings().url(),
                    "no-range",
                    "A range was asked for, and the batch does not know the query parameter of its '" + end + "' end.",
                    "Set '" + end + "Parameter' in the route, or start the run without the range.");
        }
        return parameter;
    }
}
