package io.d365hub.batch.file.folder;

import java.time.Instant;
import java.util.Objects;

/**
 * A file as its folder lists it.
 *
 * @param name without folder
 * @param bytes its size
 * @param modified when it was last written, by the clock of the machine that it lies on
 */
public record FileEntry(String name, long bytes, Instant modified) {

    public FileEntry {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(modified, "modified");
    }
}
