package io.d365hub.intake;

/** A {@link Hook} does not take a request. */
@SuppressWarnings("serial") // never serialized
public final class HookRefusedException extends RuntimeException {

    /** Why, for the status of the answer. */
    public enum Reason {
        NOT_AUTHENTICATED,
        UNKNOWN,
        MALFORMED
    }

    private final Reason reason;
    private final String mend;

    /**
     * A refusal.
     *
     * @param why the reason, without values of the caller's
     * @param mend what the caller can do
     */
    public HookRefusedException(Reason reason, String why, String mend) {
        super(why, null, false, false);
        this.reason = reason;
        this.mend = mend;
    }

    Problem problem() {
        ProblemType type =
                switch (reason) {
                    case NOT_AUTHENTICATED -> ProblemType.NOT_AUTHENTICATED;
                    case UNKNOWN -> ProblemType.NOT_FOUND;
                    case MALFORMED -> ProblemType.MALFORMED_MESSAGE;
                };
        return Problem.of(type, "The event was not taken.", getMessage(), mend);
    }
}
