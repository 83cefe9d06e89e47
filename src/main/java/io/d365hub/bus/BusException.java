package io.d365hub.bus;

import io.d365hub.failure.Failure;
import io.d365hub.failure.KnownFailure;

/** A message was not sent to a bus, or a bus is not known. */
public final class BusException extends RuntimeException implements KnownFailure {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public BusException(Failure failure) {
        super(failure.what() + " " + failure.why() + " " + failure.mend());
        this.failure = failure;
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
