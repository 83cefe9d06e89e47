package io.d365hub.intake;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * In which state an accepted message is.
 *
 * @param integration whose message it is
 * @param state exactly one
 * @param detail a sentence for the caller, e.g. that it is parked, and for what; may be empty
 * @param since when it came into this state, where that is known
 * @param waitsFor what has to happen before it goes on
 * @param lineage what happened to it since it was accepted, the oldest first; empty while it waits for the first time
 * @param row the row that it was delivered to, as its target names it, without what is personal; empty when that is not known
 */
public record MessageState(
        String integration,
        State state,
        String detail,
        Optional<Instant> since,
        WaitsFor waitsFor,
        List<Step> lineage,
        String row) {

    public MessageState {
        Objects.requireNonNull(integration, "integration");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(waitsFor, "waitsFor");
        lineage = List.copyOf(lineage);
        Objects.requireNonNull(row, "row");
    }

    /** One that was never dead: while it is queued it waits for its turn. */
    public MessageState(String integration, State state, String detail, Optional<Instant> since) {
        this(
                integration,
                state,
                detail,
                since,
                state == State.QUEUED ? WaitsFor.TURN : state == State.DEAD ? WaitsFor.PERSON : WaitsFor.NOTHING,
                List.of(),
                "");
    }

    /** The same, delivered to this row. */
    public MessageState deliveredTo(String target) {
        return new MessageState(integration, state, detail, since, waitsFor, lineage, target);
    }

    /** The same, waiting for this, with this past. */
    public MessageState with(WaitsFor other, String sentence, List<Step> steps) {
        return new MessageState(integration, state, sentence, since, other, steps, row);
    }

    /** What has to happen before a message goes on. */
    public enum WaitsFor {
        /** It has ended. */
        NOTHING,
        /** Those before it; it goes on by itself. */
        TURN,
        /** The target asked to be left alone or is out of reach; it goes on by itself. */
        TARGET,
        /** Somebody has to act: on its dead letter, or on its suspended integration. */
        PERSON
    }

    /**
     * Something that happened to it.
     *
     * @param event accepted, died, replayed, discarded, delivered or filtered
     * @param at when
     * @param deadLetter the letter that it died as, or that was replayed or discarded
     * @param replay the job that replayed it
     */
    public record Step(String event, Instant at, Optional<UUID> deadLetter, Optional<UUID> replay) {

        /** One in which no dead letter had a part. */
        public static Step of(String event, Instant at) {
            return new Step(event, at, Optional.empty(), Optional.empty());
        }

        /** It came into this state. */
        public static Step of(State state, Instant at) {
            return of(state.name().toLowerCase(Locale.ROOT), at);
        }
    }

    /** The states of promise 2. */
    public enum State {
        /** It waits, is being worked on, is parked, or is being replayed. */
        QUEUED,
        DELIVERED,
        /** The integration chose not to deliver it. */
        FILTERED,
        /** It could not be delivered and is kept as a dead letter. */
        DEAD,
        /** An operator gave the dead letter up. */
        DISCARDED
    }
}
