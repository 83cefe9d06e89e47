package io.d365hub.batch;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Hands out the rows of an opened source, one after another. Used by one thread at a time. Memory must not grow with the
 * number of rows: a reader holds a page, not a table.
 */
public interface RowReader extends AutoCloseable {

    /**
     * The next row; null after the last one. May block on the source; {@link #cancel} must make it return.
     *
     * @throws SourceException as in {@link BatchSource#open}; the reader is then closed, and another one is opened at the
     *     last position that a row carried and that was saved or may be saved
     */
    SourceRow next() throws Exception;

    /**
     * How many rows this reader will have handed out in all, those before its start point left out; empty when that is not
     * known cheaply. May be an estimate: it only feeds the progress bar. Asked once in a while, on the reader's thread.
     */
    default OptionalLong total() {
        return OptionalLong.empty();
    }

    /**
     * How much of the source has been read, from 0 to 1, where that is known without the number of rows (bytes of a file).
     * Negative when unknown.
     */
    default double share() {
        return -1;
    }

    /**
     * Asked once, after {@link #next} returned null: where the next run begins. Empty: at the beginning. It is saved when
     * all rows of the run are settled.
     */
    default Optional<Position> end() {
        return Optional.empty();
    }

    /**
     * Called once, after {@link #end} has been saved and before {@link #close}: everything that was handed out is settled.
     * For what must not happen earlier, such as moving a file to the archive. Not called for runs that end otherwise. A run
     * that is killed between the two comes again with its end position as start point; so this must be repeatable.
     *
     * @param outcome what became of the rows
     */
    default void settled(RunCounts outcome) throws Exception {}

    /**
     * The run is being stopped: a {@link #next} that waits for the source returns soon, by an exception or with a row; what it
     * returns is of no interest any more. The only method that another thread calls, at any time. The reading thread is never
     * interrupted: an embedded database would close its file.
     */
    default void cancel() {}

    /** Gives everything back, also after failures. On the reading thread. */
    @Override
    void close() throws Exception;
}
