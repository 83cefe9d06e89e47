package io.d365hub.webhook.event;

/** An event is not taken. */
@SuppressWarnings("serial") // never serialized
public final class EventRefusedException extends Exception {

    /** Why, for the status of the answer. */
    public enum Reason {
        /** The secret is missing or wrong. */
        NOT_AUTHENTICATED,
        /** Nobody here takes such events. */
        UNKNOWN,
        /** It is no event. */
        MALFORMED
    }

    private final Reason reason;
    private final String mend;

    EventRefusedException(Reason reason, String why, String mend) {
        super(why, null, false, false);
        this.reason = reason;
        this.mend = mend;
    }

    public Reason reason() {
        return reason;
    }

    /** What the sender can do. */
    public String mend() {
        return mend;
    }
}
