package io.d365hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second hub out of a data folder, before it reads or changes anything there: broker and database have locks of
 * their own, but what lanes note about messages under way has none. Goes with the process, however it ends.
 */
final class DataFolderLock implements AutoCloseable {

    private static final String FILE = "lock";

    private final FileChannel channel;

    private DataFolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the folder when it is not there, and locks it.
     *
     * @throws HubStartException when another hub has it, or when it cannot be written
     */
    static DataFolderLock take(Path folder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DataFolderLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // A hub in this very process: told below.
        } catch (IOException e) {
            close(channel);
            throw new HubStartException(
                    "The hub was not started.",
                    "Its data folder '" + folder + "' cannot be used: " + e.getMessage() + ".",
                    "Make it a folder that this user may write to and that has room, or choose another one with HUB_DATA.",
                    e);
        }
        close(channel);
        throw new HubStartException(
                "The hub was not started.",
                "Another process uses the data folder '" + folder + "', most likely a hub that still runs.",
                "Stop that one, or give this one a data folder of its own with HUB_DATA.");
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets go of the folder. */
    @Override
    public void close() {
        close(channel);
    }
}
