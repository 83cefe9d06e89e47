package io.d365hub.failure;

/** What a failure means for the message that met it. */
public enum FailureKind {
    /** The whole target is closed to us for a while (429, 503, no connection): everything waits, nobody's patience runs. */
    THROTTLED,
    /** This message failed for a reason that may pass: retried in the lane, then parked, until its patience is used up. */
    TRANSIENT,
    /** The target says that the data is wrong: a dead letter now. */
    REFUSED,
    /** The message cannot be parsed or mapped: a dead letter now. */
    UNREADABLE,
    /** The set-up is wrong (401, 403, unknown table): the integration is suspended, the message stays queued. */
    MISCONFIGURED,
    /** The process died twice while this message was the only one being worked on: a dead letter. */
    QUARANTINED
}
