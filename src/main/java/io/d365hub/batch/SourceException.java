package io.d365hub.batch;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;

/**
 * The source as a whole failed.
 *
 * <ul>
 *   <li>THROTTLED (429, 503, not reachable): the run waits, for as long as the source asked or with growing pauses up to a
 *       minute, and opens the source again at the last position. It never gives up by itself.
 *   <li>TRANSIENT (connection lost in mid-cursor): the same, and the run fails when the batch's patience is used up without
 *       a single row in between.
 *   <li>Everything else (MISCONFIGURED, REFUSED, UNREADABLE): the run ends as failed with the three sentences.
 * </ul>
 */
public class SourceException extends Exception implements KnownFailure {

    private final transient Failure failure;

    public SourceException(Failure failure, Throwable cause) {
        super(failure.what() + " " + failure.why(), cause);
        this.failure = failure;
    }

    public SourceException(Failure failure) {
        this(failure, null);
    }

    /** One with the sentences of {@link Failure}. */
    public static SourceException of(FailureKind kind, String code, String what, String why, String mend) {
        return new SourceException(Failure.of(kind, code, what, why, mend));
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
