package io.d365hub.api;

import java.util.Optional;

/** Where the rows of a batch come from. Called by several threads at once. */
public interface RowSource {

    /**
     * Opens it.
     *
     * @param from what the last row or the last run said of its position; empty at the beginning
     * @param argument what the route says with {@code &argument=...}; empty when it says nothing
     * @throws Exception when the far side is not to be had; tried again as after a lost connection
     */
    Rows open(Optional<String> from, String argument) throws Exception;

    /** Hands out rows one after another, to one thread. Must not hold more than a page of them. */
    interface Rows extends AutoCloseable {

        /** The next row; empty after the last. */
        Optional<Row> next() throws Exception;

        /** Asked after the last row: where the next run begins; empty: at the beginning. */
        default Optional<String> end() {
            return Optional.empty();
        }

        @Override
        default void close() throws Exception {}
    }

    /**
     * One row.
     *
     * @param json its columns, a JSON object
     * @param place where it stands, for people who look for it, e.g. {@code line 17 of prices.csv}; no values of the row
     * @param position covers this row and all before it; empty when the source cannot begin behind it
     */
    record Row(String json, String place, Optional<String> position) {}
}
