package io.d365hub.virtual;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of an answer. Immutable.
 *
 * @param rows in order
 * @param count how many rows pass the filter in all; there when the query asked for it
 * @param next where the following page begins; empty when this page is the last. The source's own text, at most 2,000
 *     characters; the server signs it and binds it to the query, so it comes back unchanged, with an equal query, or not at
 *     all. It may hold what the caller could read anyway
 */
public record TablePage(List<TableRow> rows, OptionalLong count, Optional<String> next) {

    public TablePage {
        rows = List.copyOf(rows);
    }
}
