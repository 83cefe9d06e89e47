package io.d365hub.batch;

import io.d365hub.failure.Failure;
import java.time.Instant;
import java.util.UUID;

/** One row between the source and its fate. The run's own thread's, but for the verdict, which the route's thread leaves in it. */
final class RowTask {

    final BatchRow row;
    final Segment segment;
    /** Roughly, in bytes of memory. */
    final int size;
    /** Why it never starts; null for a row that can. */
    final Failure unreadable;

    /** Its first start is behind it. */
    boolean begun;

    int attempts;
    int retries;
    Instant firstFailedAt;
    /** The open dead letter of an earlier run with the same content; null for none. */
    UUID letter;
    /** The open dead letter that holds its key has the same content. */
    boolean waits;
    /** The next row of the same record key. */
    RowTask behind;

    volatile boolean mapped;
    volatile RowVerdict verdict;

    RowTask(BatchRow row, Segment segment, int size, Failure unreadable) {
        this.row = row;
        this.segment = segment;
        this.size = size;
        this.unreadable = unreadable;
    }

    String key() {
        return row.recordKey();
    }
}
