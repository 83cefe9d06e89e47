package io.d365hub.ledger;

/** In which state a message is, as far as the ledger has been told. */
public enum MessageState {
    DELIVERED('d'),
    FILTERED('f'),
    DEAD('x'),
    DISCARDED('g'),
    /** Queued: it waits by itself, e.g. for its parent row. */
    PARKED('p'),
    /** Queued: an operator replays its dead letter. */
    REPLAYING('r');

    /** How it is written in stored data; never changes. */
    private final char code;

    MessageState(char code) {
        this.code = code;
    }

    String code() {
        return String.valueOf(code);
    }

    static MessageState ofCode(String code) {
        for (MessageState state : values()) {
            if (state.code == code.charAt(0)) {
                return state;
            }
        }
        throw new IllegalArgumentException("No state is written '" + code + "'");
    }

    static MessageState of(Outcome outcome) {
        return switch (outcome) {
            case DELIVERED -> DELIVERED;
            case FILTERED -> FILTERED;
            case DEAD -> DEAD;
            case DISCARDED -> DISCARDED;
            case PARKED -> PARKED;
        };
    }
}
