package io.d365hub.throttle;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many pieces of a load may be under way so that live work takes about as long as it does alone; for loads that pass through the
 * same stores and processors as live work, whatever it calls in the end. Learns as {@link Yielding} does: compares live work beside
 * the load with live work of the same kind alone, of which one of twenty may take longer than usual. While there is no live work, the load is
 * free. Thread-safe.
 */
public final class LiveWindow {

    private static final double SLOW_PART = 0.05;
    private static final double CUT = 0.15;
    private static final double GROW = Math.pow(1 - CUT, -SLOW_PART / (1 - SLOW_PART)) - 1;

    /** Far above what can be in balance with live work, halves find it sooner. */
    private static final double LARGE = 100;

    private static final double LARGE_CUT = 0.5;

    /** Of what live work may be slower, the rest is for what is measured at another place. */
    private static final double USED = 0.8;

    /** One piece, then a pause of twenty times as long. */
    private static final double LEAST = 0.05;

    private static final long LIVE_NANOS = 2_000_000_000L;
    private static final int MOST_KINDS = 500;
    private static final int ONE = 1;

    private final double slowdown;
    private final int most;
    private final Listening listening = new Listening();
    private final Map<String, LiveTimes> kinds = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LiveTimes> eldest) {
            return size() > MOST_KINDS;
        }
    };
    private double window;
    private boolean liveSeen;
    private long lastLive;

    /**
     * Lets everything go until it has heard of live work.
     *
     * @param slowdown how many times as long as alone live work may take, above 1
     * @param most pieces that may be under way in any case
     */
    public LiveWindow(double slowdown, int most) {
        this.slowdown = slowdown;
        this.most = most;
        this.window = most;
    }

    /**
     * A piece of live work is done.
     *
     * @param kind what it is compared with
     * @param took nanoseconds
     * @param alone whether nothing of the load was done meanwhile
     * @param now a clock that only goes forward, nanoseconds
     */
    public synchronized void live(String kind, long took, boolean alone, long now) {
        liveSeen = true;
        lastLive = now;
        LiveTimes times = kinds.computeIfAbsent(kind, first -> new LiveTimes());
        if (alone) {
            times.alone(ONE, took, now);
            listening.heard(now);
            return;
        }
        if (!times.known(ONE)) {
            listening.wanted(now);
            return;
        }
        if (times.old(ONE, now)) {
            listening.wanted(now);
        }
        if (took > times.slowest(ONE) * (1 + (slowdown - 1) * USED)) {
            window = Math.max(LEAST, window * (1 - (window > LARGE ? LARGE_CUT : CUT)));
        } else {
            window = Math.min(most, window * (1 + GROW));
        }
    }

    /** Live work goes on, and what it took says nothing of the load. */
    public synchronized void live(long now) {
        liveSeen = true;
        lastLive = now;
    }

    /** How many pieces may be under way; below 1: one, with a pause behind it that lets it have this part of the time. */
    public synchronized double places(long now) {
        return isLive(now) ? window : most;
    }

    /**
     * Whether the load should rest, so that live work can be heard alone.
     *
     * @param still whether none of it is under way
     */
    public synchronized boolean rests(boolean still, long now) {
        return isLive(now) && listening.now(still, now);
    }

    private boolean isLive(long now) {
        return liveSeen && now - lastLive < LIVE_NANOS;
    }
}
