package io.d365hub.mapping;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;
import java.time.Duration;

/** A mapping computed longer with one message than any mapping may; the message becomes a dead letter. */
public final class EndlessMappingException extends RuntimeException implements KnownFailure {

    /** Code of these failures. */
    public static final String CODE = "mapping-time";

    private final transient Failure failure;

    EndlessMappingException(String mapping, Duration limit) {
        super("Mapping " + mapping + " did not come to an end.", null, false, false);
        this.failure = Failure.of(
                FailureKind.UNREADABLE,
                CODE,
                "Mapping " + mapping + " did not come to an end with this message.",
                "It computed for more than " + limit.toSeconds() + " s and was given up.",
                "Give its loop or recursion an end, add a case for such a message, then replay the dead letter.");
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
