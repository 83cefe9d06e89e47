package io.d365hub.ledger;

/** What a receipt says of a message. */
public enum Outcome {
    DELIVERED('d'),
    /** The route chose not to deliver it. */
    FILTERED('f'),
    /** A dead letter was sent in the same commit. */
    DEAD('x'),
    /** It waits in the park queue. Still queued. */
    PARKED('p'),
    /** An operator gave the dead letter up. */
    DISCARDED('g');

    /** How it is written in stored data; never changes. */
    private final char code;

    Outcome(char code) {
        this.code = code;
    }

    public char code() {
        return code;
    }

    public static Outcome ofCode(char code) {
        for (Outcome outcome : values()) {
            if (outcome.code == code) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("No outcome is written '" + code + "'");
    }
}
