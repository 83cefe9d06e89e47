package io.d365hub.broker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Growing pauses between attempts, cut short by a stop. Not thread-safe. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final CountDownLatch stop;
    private Duration next = FIRST;
    private boolean failing;

    Backoff(CountDownLatch stop) {
        this.stop = stop;
    }

    /** An attempt failed. Returns whether it is the first in a row, and so worth a line in the log. */
    boolean failed() {
        boolean first = !failing;
        failing = true;
        return first;
    }

    /** An attempt worked. Returns whether the one before had failed. */
    boolean worked() {
        boolean mended = failing;
        failing = false;
        next = FIRST;
        return mended;
    }

    /** Waits before the next attempt. */
    void await() throws InterruptedException {
        stop.await(next.toMillis(), TimeUnit.MILLISECONDS);
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
