package io.d365hub.intake;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets requests in, or says why not: the hub shuts down, is too full, or holds too many bytes of bodies already.
 * Thread-safe, never blocks.
 */
final class IntakeGate {

    private static final String WHAT = "The message was not taken.";
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AFTER_RESTART = Duration.ofSeconds(5);
    private static final Duration AFTER_DRAIN = Duration.ofSeconds(30);

    private final IntakePressure pressure;
    private final long queueLimit;
    private final long bodiesLimit;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong bodies = new AtomicLong();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    IntakeGate(IntakePressure pressure, IntakeSettings settings) {
        this.pressure = pressure;
        this.queueLimit = settings.queueLimit();
        this.bodiesLimit = settings.bodiesLimit();
    }

    /**
     * Lets a request in. Whoever came in must {@link #leave}.
     *
     * @throws ProblemException when the hub shuts down; then there is nothing to leave
     */
    void enter() {
        inFlight.incrementAndGet();
        if (draining) {
            leave();
            throw new ProblemException(Problem.unavailable(WHAT, "The hub shuts down.", AFTER_RESTART));
        }
    }

    void leave() {
        if (inFlight.decrementAndGet() == 0 && draining) {
            drained.complete(null);
        }
    }

    /** @throws ProblemException when the hub is too full for messages of this integration */
    void requireRoom(String integration) {
        pressure.closed().ifPresent(why -> {
            throw new ProblemException(Problem.unavailable(WHAT, why, AFTER_DRAIN));
        });
        if (pressure.queued(integration) >= queueLimit) {
            throw new ProblemException(Problem.unavailable(
                    WHAT,
                    "The integration '" + integration + "' has " + queueLimit
                            + " messages waiting, which is its limit.",
                    AFTER_DRAIN));
        }
    }

    /** @throws ProblemException when bodies of other requests leave no room for so many bytes; then none are held */
    void hold(int bytes) {
        if (bodies.addAndGet(bytes) > bodiesLimit) {
            release(bytes);
            throw new ProblemException(
                    Problem.unavailable(WHAT, "The hub is receiving as much as it can at once.", SOON));
        }
    }

    void release(int bytes) {
        bodies.addAndGet(-bytes);
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Lets nobody in any more; completes when everybody has left. */
    CompletionStage<Void> drain() {
        draining = true;
        if (inFlight.get() == 0) {
            drained.complete(null);
        }
        return drained.minimalCompletionStage();
    }
}
