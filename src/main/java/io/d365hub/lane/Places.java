package io.d365hub.lane;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Bounds what a lane holds: a number of messages and, for large ones, a number of bytes. Whoever brings messages
 * waits here, or is sent away; that is what makes the broker wait.
 */
final class Places {

    private static final int OPEN_TO_ALL = 1 << 29;

    private static final long LOOK_AFTER_MILLIS = 500;

    private final BooleanSupplier connectionLost;
    private final int mostKibibytes;
    private final Permits messages;
    private final Permits kibibytes;
    private volatile boolean closed;
    private volatile boolean refused;
    private volatile Runnable roomAgain = () -> {};

    /** Of which more may be taken than there are. */
    private static final class Permits extends Semaphore {

        private static final long serialVersionUID = 1L;

        Permits(int permits) {
            super(permits);
        }

        void takeNow(int permits) {
            reducePermits(permits);
        }
    }

    /**
     * @param connectionLost ends waiting: the broker's client waits for its handlers before it tells anybody of a lost
     *     connection
     */
    Places(int mostMessages, int mostBytes, BooleanSupplier connectionLost) {
        this.connectionLost = connectionLost;
        this.mostKibibytes = mostBytes >> 10;
        this.messages = new Permits(mostMessages);
        this.kibibytes = new Permits(mostKibibytes);
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
        if (refused && isFree()) {
            refused = false;
            roomAgain.run();
        }
    }

    /** Whether one more may be taken, for somebody who cannot wait; if not, he is told when there is room. */
    boolean hasRoom() {
        if (isFree()) {
            return true;
        }
        refused = true;
        // One may have been given back meanwhile, without a word.
        return isFree();
    }

    private boolean isFree() {
        return !closed && messages.availablePermits() > 0 && kibibytes.availablePermits() > 0;
    }

    /** After {@link #hasRoom} has said yes: may take more bytes than there are, with one message. */
    void takeNow(int size) {
        messages.takeNow(1);
        kibibytes.takeNow(size);
    }

    /** Hears that there is room again after there was none, on the thread of whoever gave a place back. */
    void tellOfRoom(Runnable listener) {
        roomAgain = listener;
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
