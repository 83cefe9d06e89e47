package io.d365hub.mapping;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;

/** A mapping called {@code refuse}: the message is not fit for the target and becomes a dead letter. */
public final class RefusedByMappingException extends RuntimeException implements KnownFailure {

    /** Code of the failures that mappings state themselves. */
    public static final String CODE = "mapping";

    private final transient Failure failure;

    RefusedByMappingException(String what, String why, String mend) {
        // An answer, not a fault of the program: the place in the code would say nothing.
        super(what + " " + why + " " + mend, null, false, false);
        this.failure = Failure.of(FailureKind.UNREADABLE, CODE, what, why, mend);
    }

    /** A refusal with its three sentences; they must hold no values of the message that are nobody's business. */
    public static RefusedByMappingException of(String what, String why, String mend) {
        return new RefusedByMappingException(what, why, mend);
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
