package io.d365hub.virtual;

import java.time.Duration;
import java.util.Optional;

/**
 * A question that is not answered. The message is for the caller: it names columns and options as the caller or the
 * declaration wrote them, and holds neither values of rows nor secrets nor addresses of the source.
 */
public final class SourceException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String target;
    private final transient Optional<Duration> retryAfter;

    /** What it means, with the status of the answer (spec dataverse-events-and-virtual-tables §4.6, §8.1). */
    public enum Kind {
        /** The question itself is wrong. */
        BAD_REQUEST(400),
        /** The source forbids it to the hub. */
        FORBIDDEN(403),
        /** There is something of this key already. */
        CONFLICT(409),
        /** It cannot be answered exactly. */
        UNSUPPORTED(501),
        /** What the source gave does not fit the declaration. */
        WRONG_DATA(502),
        /** The source failed. */
        FAILED(502),
        /** The source cannot be reached or wants to be left alone. */
        UNAVAILABLE(503),
        /** The source took too long. */
        TIMEOUT(504);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }

        /** Whether it speaks against the health of the source: the circuit breaker counts these. */
        public boolean isFailureOfSource() {
            return this == FAILED || this == UNAVAILABLE || this == TIMEOUT;
        }
    }

    private SourceException(Kind kind, String message, String target, Optional<Duration> retryAfter, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.target = target;
        this.retryAfter = retryAfter;
    }

    /**
     * It cannot be answered exactly.
     *
     * @param message what is not supported, and what is
     * @param target the query option, e.g. {@code $filter}
     */
    public static SourceException unsupported(String message, String target) {
        return new SourceException(Kind.UNSUPPORTED, message, target, Optional.empty(), null);
    }

    /** More rows would have to be read in the hub than the table allows. */
    public static SourceException rowLimit(VirtualTable table) {
        return unsupported(
                "%s: to answer this, the hub would have to read more than the %d rows that the table allows. Narrow the filter to what the source itself can evaluate."
                        .formatted(table.path(), table.rowLimit()),
                "$filter");
    }

    public static SourceException badRequest(String message, String target) {
        return new SourceException(Kind.BAD_REQUEST, message, target, Optional.empty(), null);
    }

    public static SourceException forbidden(String message) {
        return new SourceException(Kind.FORBIDDEN, message, "", Optional.empty(), null);
    }

    public static SourceException conflict(String message) {
        return new SourceException(Kind.CONFLICT, message, "", Optional.empty(), null);
    }

    public static SourceException wrongData(String message) {
        return new SourceException(Kind.WRONG_DATA, message, "", Optional.empty(), null);
    }

    public static SourceException failed(String message, Throwable cause) {
        return new SourceException(Kind.FAILED, message, "", Optional.empty(), cause);
    }

    /**
     * The source cannot be reached or wants to be left alone.
     *
     * @param retryAfter when it said for how long
     */
    public static SourceException unavailable(String message, Optional<Duration> retryAfter, Throwable cause) {
        return new SourceException(Kind.UNAVAILABLE, message, "", retryAfter, cause);
    }

    public static SourceException timeout(String message) {
        return new SourceException(Kind.TIMEOUT, message, "", Optional.empty(), null);
    }

    public Kind kind() {
        return kind;
    }

    /** The query option or property at fault; empty when there is none. */
    public String target() {
        return target;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter == null ? Optional.empty() : retryAfter;
    }
}
