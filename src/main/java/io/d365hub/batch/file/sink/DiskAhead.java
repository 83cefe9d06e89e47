package io.d365hub.batch.file.sink;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Has the disk take what was written to a file while more is written, on a thread of its own. It promises nothing: what has
 * to be safe is forced by whoever needs it. Not thread-safe.
 */
final class DiskAhead {

    private static final long STEP = 4 << 20;

    /** A thread for each file whose disk is busy; none when nothing is written. */
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "batch-file-disk");
        thread.setDaemon(true);
        return thread;
    });

    private final Disk disk;
    private long begun;
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

    /** Takes what was written; returns when it is safe. */
    interface Disk {
        void force() throws IOException;
    }

    /** @param length that the file has on the disk */
    DiskAhead(Disk disk, long length) {
        this.disk = disk;
        this.begun = length;
    }

    /** The file has that length now. */
    void has(long length) {
        // One that has failed stays: the disk tells a failure once, and whoever asks next for safety must learn of it.
        if (length - begun >= STEP && running.isDone() && !running.isCompletedExceptionally()) {
            begun = length;
            running = CompletableFuture.runAsync(this::force, THREADS);
        }
    }

    private void force() {
        try {
            disk.force();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Waits until nothing is under way; tells once what went wrong. */
    void settle() throws IOException {
        CompletableFuture<Void> last = running;
        try {
            running = last.handle((done, failure) -> null);
            last.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        }
    }

    /** Waits until nothing is under way. */
    void close() {
        running.exceptionally(failure -> null).join();
    }
}
