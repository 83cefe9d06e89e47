package io.d365hub.throttle;

import java.util.Locale;
import java.util.Optional;

/**
 * Who goes first when calls wait for the same budget. The order of the constants is the order of urgency.
 *
 * <p>Each has a guaranteed part of what can be done while all of them wait; what one does not need the others borrow. Live
 * work (interactive and event) finds room at once, because batch and replay leave a little of every budget unused.
 */
public enum Priority {
    /** Somebody waits for the answer. */
    INTERACTIVE(50, 1.0, 0),
    /** Messages as they come in: the priority of whoever names none. */
    EVENT(40, 0.5, 0),
    /** Loads that take their time. */
    BATCH(7, 0.1, 0.02),
    /** Dead letters that are sent again. */
    REPLAY(3, 0.1, 0.02);

    private final int share;
    private final double burst;
    private final double headroom;

    Priority(int share, double burst, double headroom) {
        this.share = share;
        this.burst = burst;
        this.headroom = headroom;
    }

    /** The guaranteed part, in hundredths, while calls of all priorities wait. */
    public int share() {
        return share;
    }

    /** Which part of a window's budget may be used as fast as it comes; the rest is spread over the window. */
    double burst() {
        return burst;
    }

    /** Which part of a window's budget is left for more urgent calls that may come. */
    double headroom() {
        return headroom;
    }

    boolean live() {
        return this == INTERACTIVE || this == EVENT;
    }

    /** The priority of this name in any case; empty when there is none. */
    public static Optional<Priority> named(String name) {
        try {
            return Optional.of(valueOf(name.trim().toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
