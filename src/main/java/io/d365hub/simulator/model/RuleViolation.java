package io.d365hub.simulator.model;

/** A row breaks a rule of its table. */
@SuppressWarnings("serial") // never serialized
public final class RuleViolation extends RuntimeException {

    /** {@code message} is what the client is told. */
    public RuleViolation(String message) {
        super(message, null, false, false);
    }
}
