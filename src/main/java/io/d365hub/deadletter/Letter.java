package io.d365hub.deadletter;

import io.d365hub.failure.FailureKind;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A dead letter as lists show it: without anything personal beyond what the target itself said.
 *
 * @param id the letter's own id
 * @param message id of the message that died
 * @param integration whose message it is
 * @param client who sent it
 * @param keyDigest stands for its record key
 * @param sequence its place among the messages of its record key
 * @param acceptedAt when the hub accepted it
 * @param contentType media type of its body
 * @param bodyBytes size of its body
 * @param kind what kind of failure killed it
 * @param code the target's or the hub's code; empty when there is none
 * @param what what did not happen
 * @param why the reason
 * @param mend what can be done
 * @param requestId the target's name for the failed request; empty when there is none
 * @param attempts how often it was tried
 * @param firstFailedAt when it failed first
 * @param diedAt when it was given up
 * @param group its cause, see {@link LetterGroup}
 * @param replayOf the letter whose replay died as this one
 * @param state what has been done about it
 * @param changedAt when it came into that state
 * @param replayJob the job that replays or replayed it
 * @param note why the last replay left it alone; empty when none did
 * @param closedBy who discarded it; empty when nobody did
 * @param closeReason why; empty when nobody did
 */
public record Letter(
        UUID id,
        UUID message,
        String integration,
        String client,
        UUID keyDigest,
        long sequence,
        Instant acceptedAt,
        String contentType,
        int bodyBytes,
        FailureKind kind,
        String code,
        String what,
        String why,
        String mend,
        String requestId,
        int attempts,
        Instant firstFailedAt,
        Instant diedAt,
        UUID group,
        Optional<UUID> replayOf,
        LetterState state,
        Instant changedAt,
        Optional<UUID> replayJob,
        String note,
        String closedBy,
        String closeReason) {

    /** The same with other words about its failure. */
    public Letter saying(String otherWhat, String otherWhy) {
        return new Letter(
                id,
                message,
                integration,
                client,
                keyDigest,
                sequence,
                acceptedAt,
                contentType,
                bodyBytes,
                kind,
                code,
                otherWhat,
                otherWhy,
                mend,
                requestId,
                attempts,
                firstFailedAt,
                diedAt,
                group,
                replayOf,
                state,
                changedAt,
                replayJob,
                note,
                closedBy,
                closeReason);
    }
}
