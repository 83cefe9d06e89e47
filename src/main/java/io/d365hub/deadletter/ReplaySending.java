package io.d365hub.deadletter;

import io.d365hub.deadletter.ReplayChunks.Chunk;
import io.d365hub.message.HubMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sends one chunk on a thread of its own, while the next one is being claimed: the broker and the database need about as long. The
 * next chunk is sent when this one was, so that the order of record keys is kept. Used by one thread.
 */
final class ReplaySending implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(30);

    private final ReplayChunks chunks;
    private final ReplaySender sender;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread sending = new Thread(task, "replay-send");
        sending.setDaemon(true);
        return sending;
    });
    private Future<?> last;

    ReplaySending(ReplayChunks chunks, ReplaySender sender) {
        this.chunks = chunks;
        this.sender = sender;
    }

    /**
     * Waits until the chunk before was sent, and begins with this one.
     *
     * @throws Exception when the one before could not be sent; then this one is not sent either, and both are given out again
     */
    void send(Chunk chunk, List<Letter> letters) throws Exception {
        await();
        chunks.take(chunk);
        last = thread.submit(() -> {
            try {
                step(chunks, sender, chunk, letters);
            } finally {
                chunks.putDown(chunk);
            }
            return null;
        });
    }

    /** All that a claimed chunk has before it. */
    static void step(ReplayChunks chunks, ReplaySender sender, Chunk chunk, List<Letter> letters) throws Exception {
        List<HubMessage> messages = chunks.messages(chunk, letters);
        chunks.enter(chunk, letters);
        sender.send(chunk, messages);
        chunks.done(chunk);
    }

    private void await() throws Exception {
        Future<?> before = last;
        if (before == null) {
            return;
        }
        try {
            before.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } finally {
            last = null;
        }
    }

    /** @throws Exception when a chunk could not be sent; does not wait for one that is being sent */
    void requireSuccess() throws Exception {
        if (last != null && last.isDone()) {
            await();
        }
    }

    /** Waits for the chunk in hand. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
