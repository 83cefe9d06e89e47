package io.d365hub.batch.source.sql;

/** A single value that cannot be handed out; the message says why and holds nothing of it. */
final class ValueRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ValueRefusedException(String why) {
        super(why, null, false, false);
    }
}
