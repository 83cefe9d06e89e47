package io.d365hub.batch.source.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.d365hub.batch.SourceException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** How one page leads to the next. */
public interface Paging {

    /**
     * A page that was read to its end.
     *
     * @param uri where it came from
     * @param rows how many it had
     * @param values its single values
     */
    record Page(URI uri, HttpHeaders headers, int rows, Function<JsonPointer, Optional<String>> values) {}

    /** The single values of a page that {@link #after} and {@link #end} need. */
    Set<JsonPointer> wanted();

    /** The page that follows; nothing after the last. */
    Optional<URI> after(Page page) throws SourceException;

    /** Where later changes will be found, when the last page names that. */
    default Optional<URI> end(Page last) throws SourceException {
        return Optional.empty();
    }

    /** How many rows there are in all, where a page tells it. */
    default Optional<JsonPointer> total() {
        return Optional.empty();
    }
}
