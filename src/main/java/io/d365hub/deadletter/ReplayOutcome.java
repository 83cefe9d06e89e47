package io.d365hub.deadletter;

/** What became of one letter in a replay job. */
public enum ReplayOutcome {
    /** Its turn has not come. */
    WAITING,
    /** Taken, about to be sent. */
    CLAIMED,
    /** In the work queue, without a verdict yet. */
    SENT,
    /** Left alone: its record has had a newer delivery, which it would overwrite. */
    HELD,
    /** Left alone: it is not open any more, or cannot be replayed here. */
    SKIPPED,
    DELIVERED,
    FILTERED,
    /** Died again, as another letter. */
    DEAD
}
