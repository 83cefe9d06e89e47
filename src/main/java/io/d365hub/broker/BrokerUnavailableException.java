package io.d365hub.broker;

/** The broker could not be reached or refused the hub. The text says what, why and how to mend it. */
public final class BrokerUnavailableException extends RuntimeException {

    public BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
