package io.d365hub.mapping;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;
import java.time.Duration;

/**
 * A mapping computed longer with one message than any mapping may: the message becomes a dead letter. When that has happened too often, the
 * mapping is not run any more: the integration is suspended.
 */
public final class EndlessMappingException extends RuntimeException implements KnownFailure {

    /** Code of messages that were given up. */
    public static final String CODE = "mapping-time";

    /** Code of mappings that are not run any more. */
    public static final String TOO_MANY = "mapping-runaways";

    private final transient Failure failure;

    private EndlessMappingException(String message, Failure failure) {
        super(message, null, false, false);
        this.failure = failure;
    }

    static EndlessMappingException givenUp(String mapping, Duration limit) {
        return new EndlessMappingException(
                "Mapping " + mapping + " did not come to an end.",
                Failure.of(
                        FailureKind.UNREADABLE,
                        CODE,
                        "Mapping " + mapping + " did not come to an end with this message.",
                        "It computed for more than " + limit.toSeconds() + " s and was given up.",
                        "Give its loop or recursion an end, add a case for such a message, then replay the dead letter."));
    }

    static EndlessMappingException tooMany(String mapping, int runaways) {
        return new EndlessMappingException(
                "Mapping " + mapping + " is not run any more.",
                Failure.of(
                        FailureKind.MISCONFIGURED,
                        TOO_MANY,
                        "Mapping " + mapping + " is not run any more.",
                        runaways + " of its runs did not come to an end, cannot be stopped, and cost a processor each.",
                        "Give its loop or recursion an end; the changed file is used when it is reloaded or the hub is restarted."
                                + " Only a restart frees the processors."));
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
