package io.d365hub.ledger;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which rows of the ledger lie together: those of neighbouring sequences, a bounded number in each bucket. See the table
 * {@code ledger_bucket} for why. A row is found again by its sequence alone, because a new bucket begins beyond the newest
 * sequence of the last one.
 */
final class Buckets {

    static final int FULL = 100_000;

    /** One bucket as it is stored. */
    record Bucket(long firstSequence, long newestSequence, int messages) {}

    private final NavigableMap<Long, Bucket> byFirst = new TreeMap<>();
    private Bucket last;

    Buckets(Iterable<Bucket> stored) {
        for (Bucket bucket : stored) {
            byFirst.put(bucket.firstSequence(), bucket);
        }
        last = byFirst.lastEntry().getValue();
    }

    /** First sequence of the bucket of a row. */
    long of(long sequence) {
        return byFirst.floorKey(Math.max(0, sequence));
    }

    /** A row was added. */
    void added(long sequence) {
        if (sequence >= last.firstSequence()) {
            last = new Bucket(last.firstSequence(), Math.max(last.newestSequence(), sequence), last.messages() + 1);
        }
    }

    /** The bucket that new rows go to, as it is to be stored. */
    Bucket last() {
        return last;
    }

    boolean lastIsFull() {
        return last.messages() >= FULL;
    }

    /** The bucket that follows the last one. */
    Bucket next() {
        return new Bucket(last.newestSequence() + 1, last.newestSequence() + 1, 0);
    }
}
