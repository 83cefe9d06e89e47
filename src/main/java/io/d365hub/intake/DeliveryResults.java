package io.d365hub.intake;

import java.util.Optional;
import java.util.UUID;

/**
 * What became of a message whose sender waits for it. Called on worker threads, so it may block; a failure counts as no
 * result yet. Thread-safe.
 */
public interface DeliveryResults {

    /** How a delivery ended; empty while it goes on, or while its dead letter is on its way to its place. */
    Optional<DeliveryResult> find(UUID message);

    /**
     * Has a message tried again that is a dead letter.
     *
     * @param client who asks for it, for the record
     * @return the letter that the new try takes the place of; empty when none is open
     */
    Optional<UUID> again(UUID message, String client);
}
