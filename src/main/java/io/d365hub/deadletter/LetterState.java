package io.d365hub.deadletter;

/** What has been done about a dead letter. */
public enum LetterState {
    /** Nothing yet: it waits for an operator. */
    OPEN,
    /** A replay job has taken it; its message is queued again or about to be. */
    REPLAYING,
    /** Its replay was delivered, was filtered, or died as another letter. */
    REPLAYED,
    /** An operator gave it up. It is kept until it is purged, and can be restored. */
    DISCARDED,
    /** An operator sent it to another integration, as a message of its own. */
    REDIRECTED
}
