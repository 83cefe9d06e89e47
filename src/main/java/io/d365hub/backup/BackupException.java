package io.d365hub.backup;

/** A backup was not taken or not restored; says what, why and what mends it. */
public final class BackupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String what;
    private final String why;
    private final String mend;

    public BackupException(String what, String why, String mend) {
        this(what, why, mend, null);
    }

    public BackupException(String what, String why, String mend, Throwable cause) {
        super(what + " " + why + " " + mend, cause);
        this.what = what;
        this.why = why;
        this.mend = mend;
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
