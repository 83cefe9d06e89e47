package io.d365hub.intake;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * How a delivery ended.
 *
 * @param state any but queued
 * @param letter of a dead one
 */
public record DeliveryResult(MessageState.State state, Optional<Letter> letter) {

    public DeliveryResult {
        Objects.requireNonNull(letter, "letter");
        if (state == MessageState.State.QUEUED) {
            throw new IllegalArgumentException("A queued message has no result");
        }
    }

    /**
     * The dead letter in the words that its sender may read.
     *
     * @param kind of the failure, e.g. {@code REFUSED}
     */
    public record Letter(UUID id, String kind, String what, String why, String mend) {}
}
