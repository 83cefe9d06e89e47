package io.d365hub.console.signin;

/** Somebody was not let in; says why and what to do. */
public final class SignInRefusedException extends Exception {

    private final String why;
    private final String mend;

    public SignInRefusedException(String why, String mend) {
        super(why + " " + mend);
        this.why = why;
        this.mend = mend;
    }

    public SignInRefusedException(String why, String mend, Throwable cause) {
        super(why + " " + mend, cause);
        this.why = why;
        this.mend = mend;
    }

    public String why() {
        return why;
    }

    public String mend() {
        return mend;
    }
}
