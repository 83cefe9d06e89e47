package io.d365hub.deadletter;

/** Something cannot be done to a dead letter. Nothing was changed. The sentences hold nothing of what the letter carries. */
public final class LetterRefusedException extends RuntimeException {

    /** Why, for programs. */
    public enum Reason {
        /** There is no such letter. */
        UNKNOWN,
        /** Somebody was quicker: it is not open any more, or has another version. */
        CHANGED,
        /** What is wanted is wrong. */
        WRONG
    }

    private final Reason reason;
    private final String what;
    private final String why;
    private final String mend;

    public LetterRefusedException(Reason reason, String what, String why, String mend) {
        super(what + " " + why + " " + mend, null, false, false);
        this.reason = reason;
        this.what = what;
        this.why = why;
        this.mend = mend;
    }

    public Reason reason() {
        return reason;
    }

    public String what() {
        return what;
    }

    public String why() {
        return why;
    }

    public String mend() {
        return mend;
    }
}
