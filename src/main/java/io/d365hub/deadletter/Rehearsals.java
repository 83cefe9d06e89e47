package io.d365hub.deadletter;

import io.d365hub.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tries messages on today's schema and mapping of an integration, without sending anything. Thread-safe. */
public interface Rehearsals {

    /** For one plan or one edit; keeps routes started until it is closed. Not thread-safe. */
    Session open();

    /** Some rehearsals in a row. */
    interface Session extends AutoCloseable {

        /**
         * Why the message would be refused before it reaches the target; empty when it would be sent.
         *
         * @param integration whose schema and mapping are asked
         * @param recordKey the key that the message had when it was accepted; another one now is a reason to refuse
         */
        Optional<Failure> refusal(String integration, String recordKey, Map<String, String> headers, byte[] body);

        /**
         * The record key that an integration finds in a message.
         *
         * @throws LetterRefusedException when it does not take such a message
         */
        String recordKey(String integration, byte[] body);

        /** What the route makes of a message. */
        Played play(String integration, Map<String, String> headers, byte[] body);

        @Override
        void close();
    }

    /**
     * What a route made of a message.
     *
     * @param fails why it failed; empty when it did not
     * @param sent what it would have sent, JSON, in its order
     */
    record Played(Optional<String> fails, List<String> sent) {}
}
