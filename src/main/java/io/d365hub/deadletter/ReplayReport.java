package io.d365hub.deadletter;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * How far a replay job is. Every selected letter is in exactly one of the seven numbers behind {@code selected}.
 *
 * @param job its id
 * @param state what it does
 * @param createdAt when it was made
 * @param who the operator
 * @param reason what the operator said; may be empty
 * @param forced whether newer deliveries do not matter
 * @param pacing how carefully it goes
 * @param stage the present stage of its ramp, counted from 1
 * @param note why it stopped; empty when it did not
 * @param selected letters that were chosen when it was made
 * @param waiting not tried yet; of a cancelled job: never will be
 * @param sent queued again, without a verdict yet; once a job is paused, stopped or cancelled, those whose turn at the target
 *     has not come go back to {@code waiting}
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
        ReplayPacing pacing,
        int stage,
        String note,
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
        /** An operator paused it; it can be resumed. */
        PAUSED,
        /** It stopped by itself because too many letters died again; it can be resumed, and begins with its first stage. */
        STOPPED,
        /** An operator ended it; what the target has goes its way. */
        CANCELLED,
        /** Every letter has had its turn; verdicts may still be on their way. */
        DONE
    }

    /** Whether nothing of it is under way and it will do nothing more by itself. */
    public boolean isOver() {
        return sent == 0 && (state == State.DONE || state == State.CANCELLED);
    }
}
