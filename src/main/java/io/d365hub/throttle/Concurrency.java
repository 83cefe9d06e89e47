package io.d365hub.throttle;

import java.util.OptionalInt;

/**
 * How many calls may be under way: the hint of the far side or the setting, cut by refusals, opened again by answers.
 * Guarded by its governor.
 */
final class Concurrency {

    private final int max;
    private int target;
    private double limit;
    private double ramp;

    Concurrency(int start, int max) {
        this.max = max;
        this.target = start;
        this.limit = start;
        this.ramp = start;
    }

    int allowed() {
        return (int) Math.min(limit, ramp);
    }

    void answered(OptionalInt hint) {
        if (hint.isPresent() && hint.getAsInt() > 0) {
            int told = Math.min(max, hint.getAsInt());
            if (told != target) {
                // Only a limit that no refusal has cut follows the hint upwards at once.
                limit = limit >= target || limit > told ? told : limit;
                target = told;
            }
        }
        // One more per full round of answers: the usual slow way back after a cut.
        limit = Math.min(target, limit + 1 / limit);
        // One more per answer doubles the number of calls with every round trip.
        ramp = Math.min(max, ramp + 1);
    }

    /** The next call goes alone, then two, then four. */
    void startRamp() {
        ramp = 1;
    }

    void halve() {
        limit = Math.max(1, limit / 2);
    }

    int target() {
        return target;
    }
}
