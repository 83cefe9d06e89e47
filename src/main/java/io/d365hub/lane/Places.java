package io.d365hub.lane;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Bounds what a lane holds: a number of messages and, for large ones, a number of bytes. The handler of incoming messages
 * waits here; that is what makes the broker wait.
 */
final class Places {

    private static final int OPEN_TO_ALL = 1 << 29;

    private static final long LOOK_AFTER_MILLIS = 500;

    private final BooleanSupplier connectionLost;
    private final int mostKibibytes;
    private final Semaphore messages;
    private final Semaphore kibibytes;
    private volatile boolean closed;

    /**
     * @param connectionLost ends waiting: the broker's client waits for its handlers before it tells anybody of a lost
     *     connection
     */
    Places(int mostMessages, int mostBytes, BooleanSupplier connectionLost) {
        this.connectionLost = connectionLost;
        this.mostKibibytes = mostBytes >> 10;
        this.messages = new Semaphore(mostMessages);
        this.kibibytes = new Semaphore(mostKibibytes);
    }

    /** What a body counts; never more than there is, so that one message always finds a place. */
    int kibibytes(int bytes) {
        return Math.min(mostKibibytes, (bytes >> 10) + 1);
    }

    boolean tryTake(int size) {
        if (!messages.tryAcquire()) {
            return false;
        }
        if (kibibytes.tryAcquire(size)) {
            return true;
        }
        messages.release();
        return false;
    }

    /** Waits for a place; false when the places were closed or the connection was lost meanwhile. */
    boolean take(int size) {
        try {
            return await(messages, 1) && await(kibibytes, size) && !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean await(Semaphore semaphore, int permits) throws InterruptedException {
        while (!semaphore.tryAcquire(permits, LOOK_AFTER_MILLIS, TimeUnit.MILLISECONDS)) {
            if (closed || connectionLost.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    void giveBack(int size) {
        messages.release();
        kibibytes.release(size);
    }

    /** Lets everybody who waits go, with nothing. */
    void close() {
        closed = true;
        messages.release(OPEN_TO_ALL);
        kibibytes.release(OPEN_TO_ALL);
    }

    boolean isClosed() {
        return closed;
    }
}
