package io.d365hub.throttle;

/** Which budget of the far side was overdrawn. */
public enum Limit {
    /** Number of requests in the window. */
    REQUESTS,
    /** Combined execution time in the window. */
    EXECUTION_TIME,
    /** Calls at the same moment. */
    CONCURRENCY,
    /** None of ours: the service is overloaded, or cannot be reached. */
    OTHER
}
