package io.d365hub.connection;

import io.d365hub.failure.Failure;
import io.d365hub.failure.KnownFailure;

/** A route names a data source or credentials that no setting describes. */
public final class UnknownConnectionException extends RuntimeException implements KnownFailure {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    UnknownConnectionException(Failure failure) {
        super(failure.what() + " " + failure.why() + " " + failure.mend());
        this.failure = failure;
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
