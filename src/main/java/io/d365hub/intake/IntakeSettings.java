package io.d365hub.intake;

import java.time.Duration;
import java.util.Objects;

/**
 * Limits of the HTTP intake.
 *
 * @param bodyLimit largest body of a request, bytes
 * @param bodyTimeout how long a body may take to arrive
 * @param bodiesLimit most bytes of bodies that are held at once, over all requests
 * @param lineLimit most lines of one NDJSON request
 * @param queueLimit most messages of one integration that may wait; above it, posts are answered 503
 * @param idempotencyRetention how long an Idempotency-Key is remembered
 * @param message what a single message may be
 */
public record IntakeSettings(
        int bodyLimit,
        Duration bodyTimeout,
        long bodiesLimit,
        int lineLimit,
        long queueLimit,
        Duration idempotencyRetention,
        MessageLimits message) {

    public static final int DEFAULT_BODY_LIMIT = 1 << 20;
    public static final Duration DEFAULT_BODY_TIMEOUT = Duration.ofSeconds(30);
    public static final long DEFAULT_BODIES_LIMIT = 64L << 20;
    public static final int DEFAULT_LINE_LIMIT = 10_000;
    public static final long DEFAULT_QUEUE_LIMIT = 1_000_000;
    public static final Duration DEFAULT_IDEMPOTENCY_RETENTION = Duration.ofHours(24);

    public IntakeSettings {
        Objects.requireNonNull(bodyTimeout, "bodyTimeout");
        Objects.requireNonNull(idempotencyRetention, "idempotencyRetention");
        Objects.requireNonNull(message, "message");
    }

    public static IntakeSettings defaults() {
        return new IntakeSettings(
                DEFAULT_BODY_LIMIT,
                DEFAULT_BODY_TIMEOUT,
                DEFAULT_BODIES_LIMIT,
                DEFAULT_LINE_LIMIT,
                DEFAULT_QUEUE_LIMIT,
                DEFAULT_IDEMPOTENCY_RETENTION,
                MessageLimits.defaults());
    }
}
