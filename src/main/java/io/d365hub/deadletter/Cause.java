package io.d365hub.deadletter;

import io.d365hub.failure.FailureKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A cause of dead letters: kind, code, table, integration, step and the words of the reason without what differs from
 * message to message.
 *
 * @param id the same for the same cause, for ever
 * @param integration whose messages they are
 * @param kind kind of failure
 * @param code the target's or the hub's code; empty when there is none
 * @param table table of Dataverse; empty when not known
 * @param step kind of endpoint; empty when not known
 * @param words the words of the reason that all have in common
 * @param what one letter's sentence, as an example
 * @param why likewise
 * @param mend likewise
 * @param state what operators say of it
 * @param stateAt since when; the epoch when nobody has said anything
 * @param stateBy who said so
 * @param stateReason why
 * @param reopened how often it came back after it was resolved
 * @param letters how many letters are in which state; states without letters are left out
 * @param firstSeen when the first letter died
 * @param lastSeen when the last one died
 * @param trend deaths in each of the last 24 hours, the present one last
 */
public record Cause(
        UUID id,
        String integration,
        FailureKind kind,
        String code,
        String table,
        String step,
        String words,
        String what,
        String why,
        String mend,
        CauseState state,
        Instant stateAt,
        String stateBy,
        String stateReason,
        int reopened,
        Map<LetterState, Long> letters,
        Instant firstSeen,
        Instant lastSeen,
        List<Long> trend) {

    public Cause {
        letters = Map.copyOf(letters);
        trend = List.copyOf(trend);
    }

    /** Letters that wait for an operator. */
    public long open() {
        return letters.getOrDefault(LetterState.OPEN, 0L);
    }
}
