package io.d365hub.batch;

import java.util.concurrent.locks.LockSupport;

/** Wakes one thread that waits for work. A ring is never missed; many rings before it wakes are one. */
final class Bell {

    private volatile boolean rung;
    private volatile Thread waiting;

    void ring() {
        if (!rung) {
            rung = true;
            Thread thread = waiting;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Waits for a ring, at most so long; silent again afterwards. */
    void await(long nanos) {
        waiting = Thread.currentThread();
        long end = System.nanoTime() + nanos;
        for (long left = nanos; !rung && left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        waiting = null;
        rung = false;
    }

    /** Whether somebody waits just now. */
    boolean isAwaited() {
        return waiting != null;
    }
}
