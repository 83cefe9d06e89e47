package io.d365hub.virtual;

import java.time.Duration;

/**
 * One question under way, as its source sees it. Thread-safe.
 *
 * <p>It is cancelled when its time is up or its caller has gone. Whoever waits must wait no longer than {@link #remaining}.
 */
public interface SourceCall {

    /** How much of the table's timeout is left; zero when it is used up. */
    Duration remaining();

    boolean isCancelled();

    /**
     * Says how to give up what the source now starts: cancel the statement, abort the request. Runs on another thread once the
     * call is cancelled, at once when it is cancelled already, and again from time to time until the source is done. It
     * replaces the one given before. It must not block for long.
     */
    void onCancel(Runnable abort);
}
