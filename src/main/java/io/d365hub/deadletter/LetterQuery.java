package io.d365hub.deadletter;

import io.d365hub.failure.FailureKind;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which dead letters are meant: those that agree with everything that is given.
 *
 * @param states any of these; none given: any state
 * @param integration name of the integration
 * @param kind kind of failure
 * @param code the target's or the hub's code
 * @param recordKey the record key itself; compared by its digest
 * @param group a cause, see {@link LetterGroup}
 * @param message id of the message that died
 * @param diedFrom died at this time or later
 * @param diedBefore died before this time
 */
public record LetterQuery(
        Set<LetterState> states,
        Optional<String> integration,
        Optional<FailureKind> kind,
        Optional<String> code,
        Optional<String> recordKey,
        Optional<UUID> group,
        Optional<UUID> message,
        Optional<Instant> diedFrom,
        Optional<Instant> diedBefore) {

    /** All letters, whatever was done about them. */
    public static final LetterQuery ALL = new LetterQuery(
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** The letters that wait for an operator. */
    public static final LetterQuery OPEN = ALL.in(LetterState.OPEN);

    public LetterQuery {
        states = Set.copyOf(states);
    }

    /** The same, but in any of these states. */
    public LetterQuery in(LetterState... others) {
        return new LetterQuery(
                Set.of(others), integration, kind, code, recordKey, group, message, diedFrom, diedBefore);
    }

    /** The same, of one integration. */
    public LetterQuery ofIntegration(String name) {
        return new LetterQuery(states, Optional.of(name), kind, code, recordKey, group, message, diedFrom, diedBefore);
    }

    /** The same, of one kind of failure. */
    public LetterQuery ofKind(FailureKind other) {
        return new LetterQuery(
                states, integration, Optional.of(other), code, recordKey, group, message, diedFrom, diedBefore);
    }

    /** The same, with one code. */
    public LetterQuery withCode(String other) {
        return new LetterQuery(
                states, integration, kind, Optional.of(other), recordKey, group, message, diedFrom, diedBefore);
    }

    /** The same, of one record key. */
    public LetterQuery ofRecordKey(String key) {
        return new LetterQuery(states, integration, kind, code, Optional.of(key), group, message, diedFrom, diedBefore);
    }

    /** The same, of one cause. */
    public LetterQuery ofGroup(UUID other) {
        return new LetterQuery(
                states, integration, kind, code, recordKey, Optional.of(other), message, diedFrom, diedBefore);
    }

    /** The same, of one message. */
    public LetterQuery ofMessage(UUID id) {
        return new LetterQuery(
                states, integration, kind, code, recordKey, group, Optional.of(id), diedFrom, diedBefore);
    }

    /** The same, of those that died from the first time on and before the second one. */
    public LetterQuery diedBetween(Instant from, Instant before) {
        return new LetterQuery(
                states, integration, kind, code, recordKey, group, message, Optional.of(from), Optional.of(before));
    }
}
