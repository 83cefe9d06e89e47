package io.d365hub.intake;

import java.util.Optional;
import java.util.UUID;

/** Knows in which state messages are. Called on worker threads, so it may block. Thread-safe. */
public interface MessageStates {

    /**
     * The state of an accepted message; empty when no such message is known.
     *
     * @throws UndecidedException when it may be on its way just now; the caller is told to ask again
     * @throws RuntimeException when it cannot be looked up just now; the caller is told 503
     */
    Optional<MessageState> find(UUID message);

    /** Between two places a message is in neither: nothing is wrong, and asked again soon there is an answer. */
    final class UndecidedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** @param sentence told to the caller */
        public UndecidedException(String sentence) {
            super(sentence);
        }
    }
}
