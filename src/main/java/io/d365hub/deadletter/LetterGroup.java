package io.d365hub.deadletter;

import io.d365hub.failure.FailureKind;
import java.time.Instant;
import java.util.UUID;

/**
 * Dead letters with the same cause: kind, code, integration and words of the reason, numbers, ids and quoted values left
 * out.
 *
 * @param id the same for the same cause, for ever
 * @param integration whose messages they are
 * @param kind kind of failure
 * @param code the target's or the hub's code; empty when there is none
 * @param words the words of the reason that all have in common
 * @param what one letter's sentence, as an example
 * @param why likewise
 * @param mend likewise
 * @param letters how many there are
 * @param firstDiedAt when the first of them died
 * @param lastDiedAt when the last of them died
 */
public record LetterGroup(
        UUID id,
        String integration,
        FailureKind kind,
        String code,
        String words,
        String what,
        String why,
        String mend,
        long letters,
        Instant firstDiedAt,
        Instant lastDiedAt) {}
