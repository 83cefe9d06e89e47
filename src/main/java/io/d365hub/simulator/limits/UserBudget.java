package io.d365hub.simulator.limits;

/**
 * What one user has used. Thread-safe.
 *
 * <p>Requests and execution time that exceed the window's limit start a pause for the user, which lasts until the
 * window has room again. It grows with every request that is sent during the pause. Too many requests at once are
 * refused alone.
 */
final class UserBudget {

    /** A pause ends when at least this part of the limit is free again, so that it is worth resuming. */
    private static final double ROOM = 0.02;

    private static final long SHORTEST_PAUSE_MILLIS = 1000;
    /** However much a client goes on sending, its pause is never longer than this many windows. */
    private static final int LONGEST_PAUSE_WINDOWS = 2;

    private final SlidingWindow requests;
    private final SlidingWindow executionMillis;
    private final SlidingWindow rejections;
    private int running;
    private LimitKind pausedBy;
    private long pauseStart;
    private long pauseMillis;
    private long pausedUntil = Long.MIN_VALUE;

    UserBudget(Limits limits) {
        requests = new SlidingWindow(limits.windowSeconds());
        executionMillis = new SlidingWindow(limits.windowSeconds());
        rejections = new SlidingWindow(limits.windowSeconds());
    }

    /** Counts the request in and returns null, or tells why not. */
    synchronized Rejection admit(Limits limits, long now) {
        if (now < pausedUntil && now >= pauseStart) {
            rejections.add(1, now);
            pausedUntil = pauseStart + grown(pauseMillis, limits, now);
            return rejection(pausedBy, limits, pausedUntil - now);
        }
        if (limits.requests() > 0 && requests.sum(now) >= limits.requests()) {
            return pause(LimitKind.REQUESTS, limits, now, requests.millisUntilBelow(free(limits.requests()), now));
        }
        double limitMillis = limits.executionSeconds() * 1000;
        if (limitMillis > 0 && executionMillis.sum(now) >= limitMillis) {
            return pause(
                    LimitKind.EXECUTION_TIME, limits, now, executionMillis.millisUntilBelow(free(limitMillis), now));
        }
        if (limits.concurrency() > 0 && running >= limits.concurrency()) {
            rejections.add(1, now);
            return rejection(LimitKind.CONCURRENCY, limits, grown(SHORTEST_PAUSE_MILLIS, limits, now));
        }
        running++;
        requests.add(1, now);
        return null;
    }

    private static double free(double limit) {
        return limit * (1 - ROOM);
    }

    private Rejection pause(LimitKind kind, Limits limits, long now, long millisUntilRoom) {
        pausedBy = kind;
        pauseStart = now;
        pauseMillis = Math.max(SHORTEST_PAUSE_MILLIS, millisUntilRoom);
        pausedUntil = now + grown(pauseMillis, limits, now);
        rejections.add(1, now);
        return rejection(kind, limits, pausedUntil - now);
    }

    /** Longer by what was refused in the window, up to a bound. */
    private long grown(long millis, Limits limits, long now) {
        double scale =
                limits.requests() > 0 ? limits.requests() : Limits.documented().requests();
        long longest = Math.round(LONGEST_PAUSE_WINDOWS * limits.windowSeconds() * 1000);
        return Math.min(longest, Math.round(millis * (1 + rejections.sum(now) / scale)));
    }

    private static Rejection rejection(LimitKind kind, Limits limits, long millis) {
        return new Rejection(kind, kind.message(limits), Math.max(1, (millis + 999) / 1000));
    }

    synchronized void done(double millis, long now) {
        running--;
        executionMillis.add(millis, now);
    }

    /** A limit that is off is never used up: its answers show the documented figure, whatever was done. */
    synchronized Remaining remaining(Limits limits, long now) {
        Limits documented = Limits.documented();
        double requestsLeft = limits.requests() > 0 ? limits.requests() - requests.sum(now) : documented.requests();
        double secondsLeft = limits.executionSeconds() > 0
                ? limits.executionSeconds() - executionMillis.sum(now) / 1000
                : documented.executionSeconds();
        return new Remaining((long) Math.max(0, requestsLeft), Math.max(0, secondsLeft));
    }
}
