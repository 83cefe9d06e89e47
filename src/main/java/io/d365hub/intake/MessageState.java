package io.d365hub.intake;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * In which state an accepted message is.
 *
 * @param integration whose message it is
 * @param state exactly one
 * @param detail a sentence for the caller, e.g. that it is parked, and for what; may be empty
 * @param since when it came into this state, where that is known
 */
public record MessageState(String integration, State state, String detail, Optional<Instant> since) {

    public MessageState {
        Objects.requireNonNull(integration, "integration");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(since, "since");
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
