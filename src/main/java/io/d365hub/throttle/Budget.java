package io.d365hub.throttle;

import java.time.Duration;

/**
 * What may still be used of one limit of the far side: requests, or seconds of execution, within a sliding window. Guarded
 * by its governor.
 *
 * <p>The best witness is what the last answer said is left; from then on our own use is taken away, and what leaves the
 * window is added. Without a witness nothing is held back until the far side has refused once; then what we had used by
 * that time is the limit. The last hundredth is never used: what we know is a moment old.
 */
final class Budget {

    private static final double LEAST_MARGIN = 0.01;
    private static final double MOST_MARGIN = 0.08;
    /** Use all that is allowed, rather than stay a little below it for ever. */
    private static final double PRESS = 1.3;
    /** A refusal is our own doing only when we had used this part of the usual limit. */
    private static final double OWN_DOING = 0.25;

    /** Without a witness, the part of what we had used at a refusal that is taken for the limit. */
    private static final double LEARNED_PART = 0.98;

    /** And how much more is tried in each window without a refusal. */
    private static final double LEARNED_GROWTH = 1.01;

    private final Window own;
    private final Duration length;
    private final double usual;
    private boolean witnessed;
    private double toldLeft;
    private double most;
    private double mostTold;
    private double ceiling;
    private double ceilingBefore;
    private long mostSince;
    private double usedSince;
    private long lastUse;
    private double goneThen;
    /** How much less of it is left for each unit of our use: below 1 when several servers count apart. */
    private double weight = 1;

    private double margin = LEAST_MARGIN;
    private long marginSince;
    private double rate = Double.MAX_VALUE;
    private long rateSince;
    private boolean rateKnown;
    private long nextAt;
    private long nextLiveAt;

    /** @param usual the limit as it is documented */
    Budget(double usual, Duration length, long now) {
        this.usual = usual;
        this.most = Double.MAX_VALUE;
        this.length = length;
        this.own = new Window(length, now);
        this.nextAt = now;
        this.nextLiveAt = now;
        this.lastUse = now;
        this.mostSince = now;
        this.marginSince = now;
    }

    void use(double amount, long now) {
        own.add(amount, now);
        usedSince += amount;
        lastUse = now;
    }

    /** @param startedSince what we have used meanwhile that the answer cannot know of */
    void told(double left, double startedSince, long now) {
        double used = own.sum(now) - startedSince;
        // The first answers have used a little of it themselves.
        mostTold = Math.max(mostTold, used < left * 0.03 ? left + used : left);
        ceiling = Math.max(ceiling, left + used);
        if (now - mostSince > length.toNanos()) {
            ceilingBefore = ceiling;
            ceiling = left + used;
            mostSince = now;
        }
        // More than is left and was used cannot be the limit: so a limit that was lowered is seen after two windows.
        most = Math.min(mostTold, Math.max(ceiling, ceilingBefore));
        witnessed = true;
        toldLeft = left;
        usedSince = startedSince;
        goneThen = own.gone(now);
        if (left <= 0) {
            // The far side does not say by how much it is overdrawn.
            toldLeft = Math.min(0, most - used * weight);
        } else if (used > most / 20) {
            double seen = Math.min(1, Math.max(0.02, (most - left) / used));
            weight += (seen - weight) / 8;
        }
    }

    /** The far side says that this was used up. */
    void refused(long now) {
        margin = Math.min(MOST_MARGIN, margin * 2);
        marginSince = now;
        double used = own.sum(now);
        if (!witnessed && used > usual * OWN_DOING) {
            most = used * LEARNED_PART;
        }
        rateKnown = false;
    }

    /** What may still be used, as far as we know; {@link Double#MAX_VALUE} when no limit is known. */
    double left(long now) {
        if (!witnessed && most != Double.MAX_VALUE && now - mostSince > length.toNanos()) {
            most *= LEARNED_GROWTH;
            mostSince = now;
        }
        if (!witnessed) {
            return most == Double.MAX_VALUE ? most : Math.max(0, most - own.sum(now));
        }
        return Math.max(0, toldLeft + weight * (own.gone(now) - goneThen - usedSince));
    }

    /** Which part of it is left. */
    double part(long now) {
        return most == Double.MAX_VALUE ? 1 : left(now) / Math.max(most, 1e-9);
    }

    double used(long now) {
        return most == Double.MAX_VALUE ? own.sum(now) : Math.max(0, most - left(now));
    }

    /** The limit as far as it is known; {@link Double#MAX_VALUE} when it is not. */
    double most() {
        return most;
    }

    /**
     * How long to wait before this may be used; 0 when now.
     *
     * @param pending what calls under way are going to use
     * @param runNanos how long a call runs: by then it has used its part, and some of ours has left the window
     * @param idle nothing is under way that could tell more
     */
    long nanosUntil(double amount, double pending, long runNanos, Priority priority, boolean idle, long now) {
        if (most == Double.MAX_VALUE) {
            return 0;
        }
        double leaving = own.leavingWithin(runNanos, now);
        double back = Math.min(amount + pending, leaving);
        double spared = most * (margin(now) + priority.headroom());
        // What is larger than the budget must be able to start all the same.
        double need = Math.min(pending == 0 ? most / 2 : most, (amount + pending - back) * weight) + spared;
        double left = left(now);
        if (left < need) {
            if (unexplained(now)) {
                return nanosUntilProbe(idle, now);
            }
            double missing = (need - left) / weight;
            // What leaves before the call ends is as good as gone, so it may start as much earlier.
            return back < leaving
                    ? own.untilGone(missing, now)
                    : Math.max(own.sliceNanos(), own.untilGone(leaving + missing, now) - runNanos);
        }
        boolean plenty = left - pending * weight > most * (1 - priority.burst());
        return plenty ? 0 : Math.max(0, (priority.live() ? nextLiveAt : nextAt) - now - length.toNanos() / 300);
    }

    /** Counts a start, so that the next one keeps its distance. */
    void paced(double amount, double pending, Priority priority, long now) {
        if (most == Double.MAX_VALUE || left(now) - pending * weight > most * (1 - priority.burst())) {
            return;
        }
        double inc = amount / Math.max(rate(now), usual / length.toSeconds() / 1000) * 1e9;
        long distance = (long) Math.min(inc, length.toNanos() / 10.0);
        nextAt = later(nextAt, now) + distance;
        if (priority.live()) {
            // Loads keep their distance from live calls, and not the other way round.
            nextLiveAt = later(nextLiveAt, now) + distance;
        }
    }

    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }

    private double rate(long now) {
        if (!rateKnown || now - rateSince > own.sliceNanos() / 2) {
            double free = Math.max(0, left(now) - most * margin(now));
            rate = own.steadyRate(free / weight, now) * PRESS;
            rateSince = now;
            rateKnown = true;
        }
        return rate;
    }

    /** One call after the other, while only answers can tell. */
    private long nanosUntilProbe(boolean idle, long now) {
        long gap = length.toNanos() / 600;
        return idle ? Math.max(0, lastUse + gap - now) : gap;
    }

    /** Others use the same limit, and only an answer can tell when there is room again. */
    private boolean unexplained(long now) {
        return witnessed && own.sum(now) * weight < (most - left(now)) / 2;
    }

    private double margin(long now) {
        if (margin > LEAST_MARGIN && now - marginSince > length.toNanos()) {
            margin = Math.max(LEAST_MARGIN, margin / 2);
            marginSince = now;
        }
        return margin;
    }
}
