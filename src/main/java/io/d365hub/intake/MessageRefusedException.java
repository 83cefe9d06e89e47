package io.d365hub.intake;

/** A message is not taken because of what it is; sending it again would fail alike. Has no stack trace: it is an answer. */
public final class MessageRefusedException extends Exception {

    private final transient Refusal refusal;

    public MessageRefusedException(Refusal refusal) {
        super(refusal.what() + " " + refusal.why(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
