package io.d365hub.failure;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One failure, as the hub acts on it and as a person reads it. The sentences name things as the reader wrote them and
 * hold neither secrets nor payload values beyond what the target itself said.
 *
 * @param kind what it means for the message
 * @param code the target's or the hub's own code, e.g. {@code 0x80060891} or {@code mapping}; empty when there is none
 * @param what what did not happen, e.g. {@code Order 1001 was not written to salesorders.}
 * @param why the reason, quoting the target's words
 * @param mend what the reader can do
 * @param retryAfter how long the target asked to be left alone, when it did
 * @param missingParent whether the reason is a bound row that does not exist (yet): such a message is parked first
 * @param requestId the target's own name for the failed request, for its support; empty when there is none
 * @param table table of Dataverse that the message was last sent to; empty when that is not known
 * @param step kind of endpoint that it was last sent to, e.g. {@code dataverse}; empty when that is not known
 */
public record Failure(
        FailureKind kind,
        String code,
        String what,
        String why,
        String mend,
        Optional<Duration> retryAfter,
        boolean missingParent,
        String requestId,
        String table,
        String step) {

    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(mend, "mend");
        Objects.requireNonNull(retryAfter, "retryAfter");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(step, "step");
    }

    /** A failure of which it is not said where it happened. */
    public Failure(
            FailureKind kind,
            String code,
            String what,
            String why,
            String mend,
            Optional<Duration> retryAfter,
            boolean missingParent,
            String requestId) {
        this(kind, code, what, why, mend, retryAfter, missingParent, requestId, "", "");
    }

    /** A failure of which no more is known than its kind, code and three sentences. */
    public static Failure of(FailureKind kind, String code, String what, String why, String mend) {
        return new Failure(kind, code, what, why, mend, Optional.empty(), false, "");
    }

    /** The same failure with another meaning for the message. */
    public Failure as(FailureKind other) {
        return new Failure(other, code, what, why, mend, retryAfter, missingParent, requestId, table, step);
    }

    /** The same failure, and where it happened; of the endpoint only its scheme, as addresses may hold data of messages. */
    public Failure at(String inTable, String endpoint) {
        int colon = endpoint.indexOf(':');
        String scheme = colon < 0 ? endpoint : endpoint.substring(0, colon);
        return new Failure(kind, code, what, why, mend, retryAfter, missingParent, requestId, inTable, scheme);
    }
}
