package io.d365hub.simulator.limits;

import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The limits of one web server for all its users. Thread-safe. */
public final class ServiceProtection {

    private static final int MOST_USERS = 10_000;

    private final String cookie;
    private final InstantSource clock;
    private volatile Limits limits;
    private volatile ConcurrentMap<UUID, UserBudget> users = new ConcurrentHashMap<>();

    ServiceProtection(String cookie, Limits limits, InstantSource clock) {
        this.cookie = cookie;
        this.limits = limits;
        this.clock = clock;
    }

    /** The affinity cookie that leads here: name and value. */
    public String cookie() {
        return cookie;
    }

    public Limits limits() {
        return limits;
    }

    /** Sets new limits; what users have used and every pause is forgotten. */
    void limits(Limits changed) {
        limits = changed;
        users = new ConcurrentHashMap<>();
    }

    /** Sets new limits that count what users have used already; another length of the window starts anew. */
    void tighten(Limits changed) {
        if (changed.windowSeconds() == limits.windowSeconds()) {
            limits = changed;
        } else {
            limits(changed);
        }
    }

    /**
     * Asks whether a user's request may run.
     *
     * @return a ticket that must be closed when the request is done, or the refusal
     */
    public Admission admit(UUID user) {
        Limits now = limits;
        if (users.size() > MOST_USERS) {
            users.clear(); // only when every bearer token is a user of its own
        }
        UserBudget budget = users.computeIfAbsent(user, id -> new UserBudget(now));
        Rejection rejection = budget.admit(now, clock.millis());
        return new Admission(this, budget, Optional.ofNullable(rejection));
    }

    /** One request's ticket. Used by one thread. */
    public static final class Admission {

        private final ServiceProtection protection;
        private final UserBudget budget;
        private final Optional<Rejection> rejection;

        private Admission(ServiceProtection protection, UserBudget budget, Optional<Rejection> rejection) {
            this.protection = protection;
            this.budget = budget;
            this.rejection = rejection;
        }

        /** Why the request must not run; empty when it may. */
        public Optional<Rejection> rejection() {
            return rejection;
        }

        /** Ends an admitted request, which took so many milliseconds. */
        public void done(double executionMillis) {
            budget.done(executionMillis, protection.clock.millis());
        }

        /** What the user may still use. */
        public Remaining remaining() {
            return budget.remaining(protection.limits, protection.clock.millis());
        }
    }
}
