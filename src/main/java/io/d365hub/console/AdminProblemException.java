package io.d365hub.console;

/** An admin request that cannot be done; becomes a problem (RFC 9457) with what, why and mend. */
public final class AdminProblemException extends RuntimeException {

    private final int status;
    private final String what;
    private final String why;
    private final String mend;

    public AdminProblemException(int status, String what, String why, String mend) {
        super(what + " " + why + " " + mend);
        this.status = status;
        this.what = what;
        this.why = why;
        this.mend = mend;
    }

    /** The HTTP status. */
    public int status() {
        return status;
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
