package io.d365hub.webhook.subscription;

import io.d365hub.webhook.delivery.Attempt;
import java.time.Instant;
import java.util.UUID;

/**
 * One call of a receiver that failed.
 *
 * @param id in the order of time
 * @param event {@code webhook-id} of the call
 * @param status HTTP status; 0 when no answer came
 * @param reason in words
 * @param head beginning of the answer
 */
public record FailedAttempt(
        UUID id,
        String subscription,
        String event,
        String eventType,
        Instant at,
        long tookMillis,
        int status,
        Attempt.Outcome outcome,
        String reason,
        String head) {}
