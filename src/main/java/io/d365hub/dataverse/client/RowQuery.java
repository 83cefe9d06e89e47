package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A question with any number of rows as its answer, given in pages: by OData options ({@link ODataQuery}) or as FetchXML
 * ({@link FetchQuery}). Immutable.
 */
public sealed interface RowQuery permits ODataQuery, FetchQuery {

    /** The service gives no larger page. */
    int LARGEST_PAGE = 5000;

    /** Rows of a page unless asked for: so many that calls do not count, so few that wide rows fit into memory. */
    int DEFAULT_PAGE = 1000;

    /** Entity set name of the table. */
    String table();

    /** After how many rows to stop; 0 for all. */
    int top();

    /**
     * Where a page is: relative to the Web API, or from the root.
     *
     * @param next what the page before named; nothing for the first
     * @throws IllegalArgumentException when {@code next} is not what a page named
     */
    String resource(Optional<String> next);

    /** What the request for each page prefers besides annotations; empty for nothing. */
    String preference();

    /** Annotations that paging itself needs; empty for none. */
    String annotations();

    /** Names the page that follows {@code page}; nothing after the last. */
    Optional<String> next(JsonNode page, Optional<String> current);
}
