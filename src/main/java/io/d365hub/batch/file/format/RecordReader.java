package io.d365hub.batch.file.format;

import java.io.Closeable;
import java.io.IOException;

/** The records of one file, one after another. For one thread. */
public interface RecordReader extends Closeable {

    /**
     * The next record; null when there is none.
     *
     * @throws FileRefusedException when the rest of the file cannot be read
     */
    FileRecord next() throws IOException;
}
