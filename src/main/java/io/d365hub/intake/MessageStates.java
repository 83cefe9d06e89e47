package io.d365hub.intake;

import java.util.Optional;
import java.util.UUID;

/** Knows in which state messages are. Called on worker threads, so it may block. Thread-safe. */
public interface MessageStates {

    /**
     * The state of an accepted message; empty when no such message is known.
     *
     * @throws RuntimeException when it cannot be looked up just now; the caller is told 503
     */
    Optional<MessageState> find(UUID message);
}
