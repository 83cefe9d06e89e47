package io.d365hub.webhook.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One try to tell a receiver of an event, and what came of it.
 *
 * @param at when it began
 * @param took until the outcome was known
 * @param status HTTP status; 0 when no answer came
 * @param outcome what it means
 * @param reason in words, for people; without the answer's content
 * @param head the first bytes of the answer's body as text, for the owner of the receiver; empty when there were none
 * @param retryAfter how long the receiver asked to be left alone
 */
public record Attempt(
        Instant at,
        Duration took,
        int status,
        Outcome outcome,
        String reason,
        String head,
        Optional<Duration> retryAfter) {

    /** What an attempt means for the event and for its receiver. */
    public enum Outcome {
        /** 2xx: the receiver has it. */
        DELIVERED,
        /** The receiver is away or asks for a pause (429, 502, 503, 504, no connection, no answer): everything for it waits. */
        AWAY,
        /** The receiver failed over this event, perhaps not over the next (5xx, 408, 425). */
        FAILED,
        /** The receiver says that this event is wrong (other 4xx). */
        REFUSED,
        /** The receiver wants no more events, ever (410). */
        GONE,
        /** It cannot work as it is set up: 401, 403, 404, 405, a redirect, a certificate, an address that may not be called. */
        MISCONFIGURED
    }

    public boolean delivered() {
        return outcome == Outcome.DELIVERED;
    }
}
