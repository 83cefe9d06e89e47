package io.d365hub.lane;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/**
 * The events of one lane: messages and verdicts come from any thread, the lane's thread takes them. Putting never blocks
 * and takes no lock; what fills it is bounded by {@link Places}. An idle lane sleeps in {@link #take}.
 */
final class Mailbox {

    private final LinkedTransferQueue<Runnable> events = new LinkedTransferQueue<>();
    private volatile Thread owner;

    /** Names the thread that takes the events; before the first of them. */
    void ownedBy(Thread lane) {
        owner = lane;
    }

    /** Whether the calling thread is the one that takes the events. */
    boolean isOwn() {
        return Thread.currentThread() == owner;
    }

    void put(Runnable event) {
        events.put(event);
    }

    Runnable take() throws InterruptedException {
        return events.take();
    }

    /** The next event, or null when there is none. */
    Runnable poll() {
        return events.poll();
    }

    /** The next event, or null when none comes in that time; does not wait when it is not above 0. */
    Runnable poll(long nanos) throws InterruptedException {
        return nanos > 0 ? events.poll(nanos, TimeUnit.NANOSECONDS) : null;
    }
}
