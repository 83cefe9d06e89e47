package io.d365hub.message;

import java.time.Duration;

/** Messages cannot be stored just now. The text says why, for the caller of an endpoint and the operator alike. */
public final class WorkQueueUnavailableException extends RuntimeException {

    private final Duration retryAfter;

    public WorkQueueUnavailableException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** When it is worth trying again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
