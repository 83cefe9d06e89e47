package io.d365hub.batch.file.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** What a file holds, as often as it is asked for; always the same bytes. */
public interface FileContent {

    /** The file's name, as messages about it say it. */
    String name();

    /**
     * The content from its first byte, no longer packed. The caller closes it.
     *
     * @throws FileRefusedException when it cannot be unpacked safely, here or while it is read
     */
    InputStream open() throws IOException;

    /** The file on this machine's disk, as it lies there. */
    Path path();
}
