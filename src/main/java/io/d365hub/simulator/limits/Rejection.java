package io.d365hub.simulator.limits;

/**
 * A request that was not admitted.
 *
 * @param limit what was exceeded
 * @param message the service's words
 * @param retryAfterSeconds whole seconds, at least 1
 */
public record Rejection(LimitKind limit, String message, long retryAfterSeconds) {}
