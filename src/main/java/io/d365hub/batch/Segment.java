package io.d365hub.batch;

/**
 * Rows up to one position: what is saved is always the end of a segment, with the counts of exactly the rows up to there. The
 * reading thread fills it; everything else is the run's own thread's.
 */
final class Segment {

    /** Number of the run's rows before it. */
    final long before;
    /** Grows from one segment to the next. */
    final long number;

    // Handed over with the last bundle.
    Position position;
    boolean closed;
    /** The source failed within it: its rows come again and are counted then. */
    boolean voided;

    // The run's thread's.
    final Tally tally = new Tally();
    int open;

    Segment(long number, long before) {
        this.number = number;
        this.before = before;
    }

    boolean isSettled() {
        return closed && open == 0;
    }
}
