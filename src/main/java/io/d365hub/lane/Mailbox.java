package io.d365hub.lane;

import java.util.concurrent.LinkedTransferQueue;

/**
 * The events of one lane: messages and verdicts come from any thread, the lane's thread takes them. Putting never blocks
 * and takes no lock; what fills it is bounded by {@link Places}. An idle lane sleeps in {@link #take}.
 */
final class Mailbox {

    private final LinkedTransferQueue<Runnable> events = new LinkedTransferQueue<>();

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
}
