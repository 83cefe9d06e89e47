package io.d365hub.batch;

/** What was asked for cannot be done now; the sentences say why and what would mend it. */
public final class BatchRefusedException extends RuntimeException {

    private final String what;
    private final String why;
    private final String mend;
    private final boolean unknown;

    private BatchRefusedException(boolean unknown, String what, String why, String mend) {
        super(what + " " + why + " " + mend);
        this.unknown = unknown;
        this.what = what;
        this.why = why;
        this.mend = mend;
    }

    static BatchRefusedException unknown(String name) {
        return new BatchRefusedException(
                true,
                "There is no batch '" + name + "'.",
                "No running route declares it.",
                "See the names with ./hub batch list.");
    }

    static BatchRefusedException of(String what, String why, String mend) {
        return new BatchRefusedException(false, what, why, mend);
    }

    /** Whether there is no batch of that name. */
    public boolean isUnknown() {
        return unknown;
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
