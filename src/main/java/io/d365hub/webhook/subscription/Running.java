package io.d365hub.webhook.subscription;

import io.d365hub.message.Integration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One subscription in this process, as it stands in the database at one revision. Thread-safe. */
final class Running {

    private final StoredSubscription stored;
    private final Subscription subscription;
    private final Integration integration;
    /** Null when it cannot be called as it is set up. */
    private final Delivery delivery;

    private final String broken;
    private final Optional<Instant> keysChange;
    private final AtomicLong missed = new AtomicLong();
    private volatile boolean full;
    private volatile Instant failingSince;
    private boolean working;

    /**
     * As it stands.
     *
     * @param broken why it cannot be called as it is set up; empty when it can
     * @param keysChange when one of its secrets ceases to sign
     */
    Running(
            StoredSubscription stored,
            Subscription subscription,
            Delivery delivery,
            String broken,
            Optional<Instant> keysChange) {
        this.stored = stored;
        this.subscription = subscription;
        this.integration = subscription.queue(stored.declaredIn());
        this.delivery = delivery;
        this.broken = broken;
        this.keysChange = keysChange;
        this.failingSince = stored.failingSince().orElse(null);
    }

    StoredSubscription stored() {
        return stored;
    }

    String name() {
        return stored.name();
    }

    Subscription subscription() {
        return subscription;
    }

    Integration integration() {
        return integration;
    }

    Delivery delivery() {
        return delivery;
    }

    String broken() {
        return broken;
    }

    boolean keysAreStale(Instant now) {
        return keysChange.isPresent() && !now.isBefore(keysChange.get());
    }

    boolean delivers() {
        return stored.state() == SubscriptionState.ENABLED && broken.isEmpty();
    }

    /** Whether events are kept for it. */
    boolean keeps() {
        return stored.state() == SubscriptionState.ENABLED || stored.state() == SubscriptionState.DISABLED;
    }

    boolean isFull() {
        return full;
    }

    /** @return whether that is news */
    boolean full(boolean now) {
        boolean before = full;
        full = now;
        return now && !before;
    }

    void missedOne() {
        missed.incrementAndGet();
    }

    long takeMissed() {
        return missed.getAndSet(0);
    }

    /** The first failure after the last success; empty while all is well. */
    Optional<Instant> failingSince() {
        return Optional.ofNullable(failingSince);
    }

    /** @return whether it is the first failure */
    synchronized boolean failed(Instant at) {
        if (failingSince != null) {
            return false;
        }
        failingSince = at;
        return true;
    }

    /** @return whether it had failed before */
    boolean succeeded() {
        // Read first: this is asked for each delivery.
        if (failingSince == null) {
            return false;
        }
        synchronized (this) {
            boolean failed = failingSince != null;
            failingSince = null;
            return failed;
        }
    }

    /** Whether a lane works on its queue. Used by one thread. */
    boolean isWorking() {
        return working;
    }

    void working(boolean now) {
        working = now;
    }
}
