package io.d365hub.virtual.guard;

import java.util.concurrent.CompletableFuture;

/** The answer to a question that several callers may wait for; it is given up when the last of them leaves. Thread-safe. */
final class SharedAnswer extends CompletableFuture<Object> {

    private final Runnable giveUp;
    private int waiting;
    private boolean givenUp;

    SharedAnswer(Asked<Object> asked) {
        this.giveUp = asked.giveUp();
        CompletableFuture<Object> unused = asked.answer().whenComplete((answer, failed) -> {
            if (failed == null) {
                complete(answer);
            } else {
                completeExceptionally(failed);
            }
        });
    }

    /** One more waits; false when it was given up already, so that it has to be asked anew. */
    synchronized boolean admit() {
        if (givenUp) {
            return false;
        }
        waiting++;
        return true;
    }

    /** One of those who wait has left. */
    void leave() {
        synchronized (this) {
            waiting--;
            if (waiting > 0 || isDone()) {
                return;
            }
            givenUp = true;
        }
        giveUp.run();
    }
}
