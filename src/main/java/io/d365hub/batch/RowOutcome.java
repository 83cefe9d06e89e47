package io.d365hub.batch;

/** What became of a row. */
public enum RowOutcome {
    WRITTEN,
    UNCHANGED,
    FILTERED,
    /** A dead letter. */
    REJECTED,
    /** Handed to the integration's lane, behind earlier rows of its key. */
    PARKED
}
