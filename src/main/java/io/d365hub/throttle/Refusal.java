package io.d365hub.throttle;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The far side asks to be left alone, or cannot be reached.
 *
 * @param limit the budget that was overdrawn
 * @param code the far side's name for it, e.g. {@code 0x80072321}; empty when it has none
 * @param reason why, as a clause without a full stop; names no data
 * @param retryAfter how long it wants to be left alone, if it said so
 */
public record Refusal(Limit limit, String code, String reason, Optional<Duration> retryAfter) {

    public Refusal {
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(retryAfter, "retryAfter");
    }

    /** For a reason that no budget explains, e.g. that no connection can be made. */
    public static Refusal of(String reason, Optional<Duration> retryAfter) {
        return new Refusal(Limit.OTHER, "", reason, retryAfter);
    }
}
