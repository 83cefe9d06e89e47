package io.d365hub.broker;

import java.time.Duration;

/**
 * How accepted messages are stored.
 *
 * @param senders threads and connections that store single messages; one partition always uses the same one
 * @param batchSenders threads and connections that store several messages at once
 * @param waitingBytes most bytes of messages that wait to be stored; above it, new ones are refused
 * @param timeout after how long a caller is told that the message was not stored; the message may be stored nevertheless
 * @param blockedAfter after how long without any progress new messages are refused at once
 */
public record WorkQueueSettings(
        int senders, int batchSenders, long waitingBytes, Duration timeout, Duration blockedAfter) {

    public static final int MOST_SENDERS = 4;
    public static final int DEFAULT_BATCH_SENDERS = 2;
    public static final long DEFAULT_WAITING_BYTES = 32L << 20;
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(1500);

    /** With half a second, a full collection of a small heap on a busy machine passed for a blocked broker. */
    public static final Duration DEFAULT_BLOCKED_AFTER = Duration.ofSeconds(1);

    public static WorkQueueSettings defaults() {
        return new WorkQueueSettings(
                Math.min(MOST_SENDERS, Runtime.getRuntime().availableProcessors()),
                DEFAULT_BATCH_SENDERS,
                DEFAULT_WAITING_BYTES,
                DEFAULT_TIMEOUT,
                DEFAULT_BLOCKED_AFTER);
    }
}
