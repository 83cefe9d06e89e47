package io.d365hub.broker;

/** The broker did not start. The text says what, why and how to mend it; the cause has the details. */
public final class BrokerStartException extends RuntimeException {

    public BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
