package io.d365hub.batch;

/** How a run stands. */
public enum RunState {
    RUNNING(false),
    /** An operator stopped it, or the hub was stopped; it can be resumed where it was. */
    STOPPED(true),
    /** Its process died. The next start goes on with it. */
    INTERRUPTED(true),
    /** Stopped by itself: too large a share of its rows was rejected. It can be resumed. */
    STOPPED_BY_REJECTS(true),
    /** The source failed for good. The next start goes on with it where it was. */
    FAILED(true),
    /** All rows are settled. */
    COMPLETED(false),
    /** Given up in favour of a full reload, or as a range or dry run that did not end; its rows were not all read. */
    ABANDONED(false);

    private final boolean resumable;

    RunState(boolean resumable) {
        this.resumable = resumable;
    }

    /** Whether a run in this state can go on from its position. */
    public boolean isResumable() {
        return resumable;
    }
}
