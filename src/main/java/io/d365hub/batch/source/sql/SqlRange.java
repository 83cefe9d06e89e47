package io.d365hub.batch.source.sql;

import java.util.Optional;

/**
 * Which rows are wanted.
 *
 * @param position where to begin in the order of rows
 * @param inclusive whether the row at the position is wanted too
 * @param from least watermark
 * @param to the first watermark that is too large
 */
record SqlRange(Optional<SqlPosition> position, boolean inclusive, Optional<Object> from, Optional<Object> to) {

    static final SqlRange ALL = new SqlRange(Optional.empty(), true, Optional.empty(), Optional.empty());

    SqlRange startingAt(SqlPosition at) {
        return new SqlRange(Optional.of(at), true, Optional.empty(), to);
    }
}
