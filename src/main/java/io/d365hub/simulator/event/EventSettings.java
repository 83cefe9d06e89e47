package io.d365hub.simulator.event;

import java.util.List;

/**
 * How events are delivered. Immutable; {@code PUT /_simulator/events} changes it.
 *
 * @param timeoutSeconds how long a webhook may take to answer
 * @param retryMillis how long after an answer 502, 503 or 504 the second try is made
 * @param retrySynchronous whether a webhook that an operation waits for gets the second try, too: the platform's page
 *     speaks of the retry without saying of which webhooks (events spec §1.7 [U])
 * @param concurrency how many asynchronous deliveries run at once
 * @param mostWaiting how many may wait; further ones fail at once
 * @param onlyStandardPorts whether webhooks may only be called on ports 80 and 443, as by the real service
 * @param busRetryMillis how long a message that the bus did not take waits before each further try
 * @param cascadeDepth the {@code Depth} of the deletions that the deletion of another row causes
 */
public record EventSettings(
        double timeoutSeconds,
        long retryMillis,
        boolean retrySynchronous,
        int concurrency,
        int mostWaiting,
        boolean onlyStandardPorts,
        List<Long> busRetryMillis,
        int cascadeDepth) {

    /** As the real service, but any port is called. */
    public static final EventSettings DEFAULTS = new EventSettings(
            60, 1_000, true, 16, 100_000, false, List.of(1_000L, 5_000L, 30_000L, 120_000L, 600_000L), 2);

    public EventSettings {
        if (timeoutSeconds <= 0 || timeoutSeconds > 600 || retryMillis < 0 || concurrency < 1 || concurrency > 256) {
            throw new IllegalArgumentException(
                    "'timeoutSeconds' must be up to 600, 'retryMillis' not negative, 'concurrency' from 1 to 256");
        }
        if (cascadeDepth < 1) {
            throw new IllegalArgumentException("'cascadeDepth' must be positive");
        }
        if (mostWaiting < 0 || busRetryMillis == null) {
            throw new IllegalArgumentException("'mostWaiting' must not be negative, 'busRetryMillis' must be an array");
        }
        busRetryMillis = List.copyOf(busRetryMillis);
    }
}
