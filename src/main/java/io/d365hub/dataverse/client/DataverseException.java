package io.d365hub.dataverse.client;

import io.d365hub.failure.Failure;
import io.d365hub.failure.KnownFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * An operation on Dataverse did not succeed. Says what happened, why in the service's words, and what to do; carries
 * neither secrets nor key values nor payload beyond what the service itself said.
 */
public final class DataverseException extends RuntimeException implements KnownFailure {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Failure failure;

    public DataverseException(int status, Failure failure, Throwable cause) {
        // Most of these are answers, met thousands of times a second in a bad hour: the trace would only name our
        // client.
        super(failure.what() + " " + failure.why() + " " + failure.mend(), cause, false, false);
        this.status = status;
        this.failure = failure;
    }

    public DataverseException(int status, Failure failure) {
        this(status, failure, null);
    }

    /** The same failure told of something else that was not done; no request was made for it alone. */
    public DataverseException about(String what) {
        return failure.what().equals(what)
                ? this
                : new DataverseException(
                        status,
                        new Failure(
                                failure.kind(),
                                failure.code(),
                                what,
                                failure.why(),
                                failure.mend(),
                                failure.retryAfter(),
                                failure.missingParent(),
                                failure.requestId()),
                        getCause());
    }

    @Override
    public Failure failure() {
        return failure;
    }

    /** HTTP status of the answer; 0 when there was none. */
    public int status() {
        return status;
    }

    /** Error code as the service sent it, e.g. {@code 0x80060891}, or the hub's own such as {@code answer-lost}. */
    public String code() {
        return failure.code();
    }

    /** Whether the service no longer knows a position in the changes of a table: all of it has to be read again. */
    public boolean changesExpired() {
        return status == 410
                || ErrorCode.of(code())
                        .filter(code -> code == ErrorCode.EXPIRED_VERSION_STAMP)
                        .isPresent();
    }

    /** The service's own name for the request; empty when there was no answer. */
    public String requestId() {
        return failure.requestId();
    }

    /** Whether the request was sent and no answer came: it may have been carried out, and repeating is safe. */
    public boolean isAnswerLost() {
        return code().equals(Failures.ANSWER_LOST);
    }

    /** Whether the service does not have the operation for this table, e.g. a bulk message. */
    public boolean lacksOperation() {
        String words = failure.why().toLowerCase(java.util.Locale.ROOT);
        return status == 405
                || status == 501
                || words.contains("resource not found for the segment")
                || words.contains("no http resource was found")
                || words.contains("not been implemented")
                || words.contains("not supported")
                || words.contains("does not support");
    }

    /** Whether the same work in smaller requests may succeed. */
    public boolean asksForLess() {
        return status == 413
                || ErrorCode.of(code())
                        .filter(c -> c == ErrorCode.SQL_TIMEOUT || c == ErrorCode.REQUEST_LENGTH_TOO_LARGE)
                        .isPresent();
    }

    /** How long the service asked to be left alone. */
    public Optional<Duration> retryAfter() {
        return failure.retryAfter();
    }
}
