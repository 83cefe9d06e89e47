package io.d365hub.throttle;

import java.util.OptionalInt;

/**
 * How many calls may be under way: the hint of the far side or the setting, cut by refusals, opened again by answers.
 * Guarded by its governor.
 */
final class Concurrency {

    /** After a pause the number doubles this often also without answers, so that long calls do not hold it down. */
    static final long RAMP_STEP_NANOS = 250_000_000;

    /** Half of the room that live calls had needed is forgotten in this time. */
    private static final double FORGET_NANOS = 5e9;

    /** After so long one more call is tried again than had been too many. */
    private static final double CEILING_STEP_NANOS = 6e10;

    private final int max;
    private int target;
    private double limit;
    private double ramp;
    private long rampStart;
    private boolean ramping;
    private double ceiling;
    private long ceilingSince;
    private double liveNeed;
    private long liveSince;

    Concurrency(int start, int max) {
        this.max = max;
        this.target = start;
        this.ceiling = max;
        this.limit = start;
        this.ramp = start;
    }

    int allowed(long now) {
        if (ramping) {
            long steps = Math.min(30, Math.max(0, (now - rampStart) / RAMP_STEP_NANOS));
            double open = Math.max(ramp, (double) (1L << steps));
            if (open < limit) {
                return (int) open;
            }
            ramping = false;
        }
        return (int) limit;
    }

    boolean ramping(long now) {
        return allowed(now) < (int) limit;
    }

    void answered(OptionalInt hint, long now) {
        if (hint.isPresent() && hint.getAsInt() > 0) {
            int told = Math.min(max, hint.getAsInt());
            if (told != target) {
                // Only a limit that no refusal has cut follows the hint upwards at once.
                limit = limit >= target || limit > told ? Math.min(told, ceiling(now)) : limit;
                target = told;
            }
        }
        // One more per full round of answers: the usual slow way back after a cut.
        limit = Math.min(Math.min(target, ceiling(now)), limit + 1 / limit);
        // One more per answer doubles the number of calls with every round trip.
        ramp = Math.min(max, ramp + 1);
    }

    /** The first call goes alone, then two, then four. */
    void startRamp(long at) {
        ramp = 1;
        rampStart = at;
        ramping = true;
    }

    /** Too many at once: half as many for now, and for long not as many as these. */
    void halve(long now) {
        ceiling = Math.max(1, Math.min(limit, ceiling(now)) * 0.9);
        ceilingSince = now;
        limit = Math.max(1, limit / 2);
    }

    private double ceiling(long now) {
        return ceiling >= max ? max : ceiling + (now - ceilingSince) / CEILING_STEP_NANOS;
    }

    int target() {
        return target;
    }

    /** Remembers how many live calls there are, so that room is kept for as many. */
    void live(int underWayAndWaiting, long now) {
        liveNeed = Math.max(liveNeed(now), underWayAndWaiting);
        liveSince = now;
    }

    /**
     * Whether one more call may start.
     *
     * @param asUrgent calls under way that are at least as urgent
     * @param lessUrgent the others under way
     */
    boolean admits(Priority priority, int asUrgent, int lessUrgent, long now) {
        int allowed = allowed(now);
        if (priority.live()) {
            // One in ten more, where others hold the places: a live call need not wait until one of them ends.
            int more = Math.min(lessUrgent, Math.max(1, allowed / 10));
            return asUrgent < allowed && asUrgent + lessUrgent < Math.min(max, allowed + more);
        }
        // One live call in ten finds a place beyond these anyway.
        double need = liveNeed(now) - Math.max(1, allowed / 10);
        int kept = allowed == 1 ? 0 : (int) Math.max(0, Math.min(allowed * 0.85, need + 0.5));
        return asUrgent + lessUrgent < Math.max(1, allowed - kept);
    }

    private double liveNeed(long now) {
        return liveNeed * Math.pow(0.5, (double) (now - liveSince) / FORGET_NANOS);
    }
}
