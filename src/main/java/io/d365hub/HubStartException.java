package io.d365hub;

/** The hub cannot start, for a reason that the person at the terminal can mend: what, why, mend. */
public final class HubStartException extends RuntimeException {

    private final String what;
    private final String why;
    private final String mend;

    public HubStartException(String what, String why, String mend) {
        super(what + " " + why + " " + mend);
        this.what = what;
        this.why = why;
        this.mend = mend;
    }

    public HubStartException(String what, String why, String mend, Throwable cause) {
        this(what, why, mend);
        initCause(cause);
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
