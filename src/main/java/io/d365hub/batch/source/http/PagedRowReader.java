package io.d365hub.batch.source.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.Position;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.SourceRow;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Hands out rows page after page. One row is held back: the last of a page carries the position that the page leads to, which
 * stands behind the rows.
 */
public final class PagedRowReader implements RowReader {

    /** Pages that are remembered to find a circle of links. */
    private static final int REMEMBERED = 10_000;

    private static final int MOST_SAME = 2;

    private final HttpPages pages;
    /** Marks a row that its source tells to be gone, OData 4.01 §14. */
    private static final String REMOVED = "@removed";

    private final JsonPointer rows;
    private final Paging paging;
    private final Newest newest;
    private final UnaryOperator<ObjectNode> form;
    private final Set<URI> visited = new LinkedHashSet<>();

    private URI uri;
    private HttpResponse<InputStream> answer;
    private JsonPage page;
    private JsonNode held;
    private int inPage;
    private int pageNumber;
    private Optional<URI> end = Optional.empty();
    private OptionalLong total = OptionalLong.empty();
    private boolean ended;
    private JsonNode firstOfPage;
    private int sameFirst;

    /**
     * @param first where to begin
     * @param watermark where a row has its watermark
     * @param before the newest watermark so far
     * @param form gives a row its final form
     */
    public PagedRowReader(
            HttpPages pages,
            JsonPointer rows,
            Paging paging,
            URI first,
            Optional<JsonPointer> watermark,
            Optional<String> before,
            UnaryOperator<ObjectNode> form) {
        this.pages = pages;
        this.rows = rows;
        this.paging = paging;
        this.uri = first;
        this.newest = new Newest(watermark, before);
        this.form = form;
    }

    /** Asks for the first page, so that an address that is no good is told before anything is read. */
    public PagedRowReader begun() throws SourceException, InterruptedException {
        open();
        return this;
    }

    @Override
    public SourceRow next() throws SourceException, InterruptedException {
        while (!ended) {
            if (page == null) {
                open();
            }
            JsonNode next = read();
            if (next != null) {
                inPage++;
                if (inPage == 1) {
                    refuseSamePage(next);
                }
                JsonNode ready = held;
                held = next;
                if (ready != null) {
                    return row(ready, inPage - 1, null);
                }
            } else {
                JsonNode last = held;
                held = null;
                int index = inPage;
                int ofPage = pageNumber;
                turn();
                if (last != null) {
                    newest.note(last);
                    return row(last, index, ofPage, ended ? null : position(uri));
                }
            }
        }
        return null;
    }

    private void open() throws SourceException, InterruptedException {
        if (!visited.add(uri)) {
            throw HttpFailures.misconfigured(
                    uri,
                    "link-circle",
                    "Page " + (pageNumber + 1) + " is one that was read before: the links go round in a circle.",
                    "This is a fault of the other system, or the option that names the link is wrong.");
        }
        if (visited.size() > REMEMBERED) {
            visited.remove(visited.iterator().next());
        }
        answer = pages.get(uri);
        try {
            Set<JsonPointer> wanted = new LinkedHashSet<>(paging.wanted());
            paging.total().ifPresent(wanted::add);
            page = JsonPage.open(answer.body(), rows, wanted, pages.settings().valueLimit());
        } catch (IOException e) {
            throw HttpFailures.reading(uri, 1, pages.settings().valueLimit(), e);
        }
        inPage = 0;
        pageNumber++;
    }

    /** A source that takes no notice of the page that it is asked for would be read for ever. */
    private void refuseSamePage(JsonNode first) throws SourceException {
        sameFirst = first.equals(firstOfPage) ? sameFirst + 1 : 0;
        firstOfPage = first;
        if (sameFirst >= MOST_SAME) {
            throw HttpFailures.misconfigured(
                    uri,
                    "same-page",
                    "Pages " + (pageNumber - MOST_SAME) + " to " + pageNumber + " begin with the same row.",
                    "The source takes no notice of the page that it is asked for: check the paging options.");
        }
    }

    private JsonNode read() throws SourceException, InterruptedException {
        try {
            return page.next();
        } catch (InterruptedIOException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw HttpFailures.reading(uri, inPage + 1L, pages.settings().valueLimit(), e);
        }
    }

    private void turn() throws SourceException {
        if (!page.hasRows()) {
            throw HttpFailures.misconfigured(
                    uri,
                    "no-rows",
                    "The answer has no array at '" + rows + "'.",
                    "Check the option that says where the rows stand.");
        }
        noteTotal();
        Paging.Page read = new Paging.Page(uri, answer.headers(), inPage, page::value);
        Optional<URI> after = paging.after(read);
        if (after.isEmpty()) {
            end = paging.end(read);
            ended = true;
        } else {
            uri = after.get();
        }
        closePage();
    }

    private void noteTotal() {
        paging.total().flatMap(page::value).ifPresent(text -> {
            if (text.matches("\\d{1,18}")) {
                total = OptionalLong.of(Long.parseLong(text));
            }
        });
    }

    private SourceRow row(JsonNode row, int index, Position position) {
        newest.note(row);
        return row(row, index, pageNumber, position);
    }

    private SourceRow row(JsonNode row, int index, int ofPage, Position position) {
        String place = "row " + index + " of page " + ofPage;
        if (row instanceof ObjectNode columns) {
            ObjectNode formed = form.apply(columns);
            return formed.has(REMOVED)
                    ? SourceRow.deleted(formed, place, position)
                    : SourceRow.of(formed, place, position);
        }
        return SourceRow.unreadable(
                row.toString().getBytes(StandardCharsets.UTF_8),
                "application/json",
                place,
                position,
                Failure.of(
                        FailureKind.UNREADABLE,
                        "no-object",
                        "A row of " + pages.settings().address() + " was not read.",
                        "It is no JSON object but of type " + row.getNodeType() + ".",
                        "Check the option that says where the rows stand, or mend the source."));
    }

    private PagePosition position(URI next) {
        return new PagePosition(Optional.of(next.toString()), newest.value());
    }

    @Override
    public OptionalLong total() {
        if (total.isEmpty() && page != null) {
            noteTotal();
        }
        return total;
    }

    @Override
    public Optional<Position> end() {
        return end.isPresent() || newest.value().isPresent()
                ? Optional.of(new PagePosition(end.map(URI::toString), newest.value()))
                : Optional.empty();
    }

    private void closePage() {
        if (page != null) {
            try {
                page.close();
            } catch (IOException e) {
                // It was read to its end, or is not wanted any more.
            }
            page = null;
        }
    }

    @Override
    public void close() throws IOException {
        closePage();
        if (answer != null) {
            answer.body().close();
        }
    }
}
