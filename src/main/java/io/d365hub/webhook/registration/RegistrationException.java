package io.d365hub.webhook.registration;

/** What routes want cannot be registered. */
@SuppressWarnings("serial") // never serialized
public final class RegistrationException extends RuntimeException {

    private final String mend;

    RegistrationException(String why, String mend) {
        super(why);
        this.mend = mend;
    }

    /** What can be done about it. */
    public String mend() {
        return mend;
    }
}
