package io.d365hub.throttle;

import java.time.Duration;

/** Says that no call is made for now: try again when {@link #remaining()} has passed. Nothing was sent. */
public final class PausedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration remaining;

    PausedException(String reason, Duration remaining) {
        // Thousands of waiting calls may end with one refusal: the stack says nothing that the words do not.
        super(reason, null, false, false);
        this.remaining = remaining;
    }

    /** How long from now, never negative. */
    public Duration remaining() {
        return remaining;
    }
}
