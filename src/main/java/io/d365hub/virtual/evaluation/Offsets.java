package io.d365hub.virtual.evaluation;

import io.d365hub.virtual.SourceException;

/** Continuations that say how many rows of the whole answer came before. */
public final class Offsets {

    private Offsets() {}

    /** The continuation after so many rows. */
    public static String text(long rows) {
        return Long.toString(rows);
    }

    /**
     * How many rows came before.
     *
     * @throws SourceException when the text is no continuation of ours
     */
    public static long read(String continuation) throws SourceException {
        try {
            long rows = Long.parseLong(continuation);
            if (rows >= 0) {
                return rows;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw SourceException.badRequest(
                "The next link is not one that this table gave out. Ask again from the first page.", "$skiptoken");
    }
}
