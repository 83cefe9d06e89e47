package io.d365hub.plugin;

/** A plug-in that cannot be used. */
public final class PluginRefusedException extends RuntimeException {

    private final String why;
    private final String mend;

    PluginRefusedException(String why, String mend, Throwable cause) {
        super(why + " " + mend, cause);
        this.why = why;
        this.mend = mend;
    }

    /** What is wrong with which jar. */
    public String why() {
        return why;
    }

    /** What to do about it. */
    public String mend() {
        return mend;
    }
}
