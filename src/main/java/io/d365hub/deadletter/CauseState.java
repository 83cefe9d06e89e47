package io.d365hub.deadletter;

/** What operators say of a cause. */
public enum CauseState {
    /** Nobody has looked at it yet, or it came back after it was resolved. */
    OPEN,
    /** Somebody is at it. */
    ACKNOWLEDGED,
    /** It is taken to be over; when it is met again it is open again. */
    RESOLVED,
    /** It is known and does not matter; it stays so when it is met again. */
    IGNORED
}
