package io.d365hub.batch.file.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An open folder. For one thread. */
public interface FileFolder extends Closeable {

    /** The files in it, without those in folders below; in no order. */
    List<FileEntry> list() throws IOException;

    /** The file of this name as it is now; empty when there is none. */
    Optional<FileEntry> find(String name) throws IOException;

    /** The file's bytes on this machine: the file itself, or a copy of it that is kept until {@link #close}. */
    Path fetch(FileEntry file) throws IOException;

    /**
     * Moves a file into a folder, which is made when it is not there: at once or not at all. A file of the same name there is
     * kept; the moved one then gets another name.
     *
     * @param folder absolute, or relative to this folder
     * @param mark distinguishes the file from others of its name
     * @throws IOException when it was not moved; it is still where it was
     */
    void move(String name, String folder, String mark) throws IOException;

    /** Deletes a file; nothing when it is not there. */
    void delete(String name) throws IOException;
}
