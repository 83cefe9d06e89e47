package io.d365hub.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits for changes in the folders that integration teams work in. */
final class FileChanges implements AutoCloseable {

    /** Editors write a file in several steps. */
    private static final long SETTLED_MILLIS = 150;

    private final WatchService watch;

    private FileChanges(WatchService watch) {
        this.watch = watch;
    }

    static FileChanges under(Path home) {
        try {
            WatchService watch = FileSystems.getDefault().newWatchService();
            for (String folder : List.of("routes", "routes/kamelets", "transformations", "tables", "samples")) {
                if (Files.isDirectory(home.resolve(folder))) {
                    home.resolve(folder)
                            .register(
                                    watch,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE);
                }
            }
            return new FileChanges(watch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until something has changed, and then until nothing more does; false when it was interrupted. */
    boolean await() {
        try {
            WatchKey key = watch.take();
            while (key != null) {
                key.pollEvents();
                key.reset();
                key = watch.poll(SETTLED_MILLIS, TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
