package io.d365hub.deadletter;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * How far a replay job is. Every selected letter is in exactly one of the eight numbers that follow.
 *
 * @param job its id
 * @param state what it does
 * @param createdAt when it was made
 * @param who the operator
 * @param reason what the operator said; may be empty
 * @param forced whether newer deliveries do not matter
 * @param selected letters that were chosen when it was made
 * @param waiting not tried yet; of a cancelled job: never will be
 * @param sent queued again, without a verdict yet
 * @param held left open, because their records have had newer deliveries
 * @param skipped left as they are, see {@code reasons}
 * @param delivered replayed with success
 * @param filtered replayed, and the route chose not to deliver them
 * @param dead died again, as other letters
 * @param reasons why letters were held or skipped, and how many for each reason
 */
public record ReplayReport(
        UUID job,
        State state,
        Instant createdAt,
        String who,
        String reason,
        boolean forced,
        long selected,
        long waiting,
        long sent,
        long held,
        long skipped,
        long delivered,
        long filtered,
        long dead,
        Map<String, Long> reasons) {

    public ReplayReport {
        reasons = Map.copyOf(reasons);
    }

    /** What a job does. */
    public enum State {
        RUNNING,
        /** It was stopped; what had been sent goes its way. */
        CANCELLED,
        /** Every letter has had its turn; verdicts may still be on their way. */
        DONE
    }
}
