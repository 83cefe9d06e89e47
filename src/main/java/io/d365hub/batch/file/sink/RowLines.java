package io.d365hub.batch.file.sink;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How rows become lines. Thread-safe once the columns are known. */
interface RowLines {

    /** Ending of the files' names. */
    String ending();

    /** What stands before the first row; empty for nothing. */
    byte[] head(List<String> columns);

    /**
     * A row with its line end.
     *
     * @param columns those of the file; not used by formats that name the columns in each row
     * @throws FileSinkException REFUSED when the row does not fit
     */
    byte[] line(ObjectNode row, List<String> columns);

    /** Whether all rows of a file have the same columns, those of the first one unless they are set. */
    boolean hasColumns();

    /** Whether what grows is not yet the file, but is made into it when the run is complete. */
    default boolean isFinishedAtEnd() {
        return false;
    }

    /**
     * Makes the file of what has grown. A repetition after a crash makes the same file again.
     *
     * @param grown what {@link #head} and {@link #line} gave
     * @param finished to be written, and synced to the disk
     */
    default void finish(Path grown, Path finished) throws IOException {
        throw new UnsupportedOperationException("What grows is the file.");
    }
}
