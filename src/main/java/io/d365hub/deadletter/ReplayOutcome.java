package io.d365hub.deadletter;

/** What became of one letter in a replay job. */
public enum ReplayOutcome {
    /** Its turn has not come, or it came back untried because the job was paused, stopped or cancelled. */
    WAITING,
    /** Sent, or about to be; without a verdict yet. */
    CLAIMED,
    /** Left alone: its record has had a newer delivery, which it would overwrite. */
    HELD,
    /** Left alone: it is not open any more, or cannot be replayed here. */
    SKIPPED,
    DELIVERED,
    FILTERED,
    /** Died again, as another letter. */
    DEAD
}
