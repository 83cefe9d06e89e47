package io.d365hub.throttle;

import java.util.Arrays;

/**
 * How long live calls take while no load is under way, by the number of rows that they carry. Calls with about as many rows are
 * one kind. Guarded by its governor.
 */
final class LiveTimes {

    private static final int KEPT = 64;
    private static final int ENOUGH = 20;
    private static final double SLOWEST_PART = 0.95;
    private static final long OLD_NANOS = 60_000_000_000L;
    private static final int KINDS = Integer.SIZE;

    private final Kind[] kinds = new Kind[KINDS];

    private static final class Kind {
        private final long[] times = new long[KEPT];
        private int count;
        private long newest;
        private long slowest = -1;

        void add(long nanos, long now) {
            times[count++ % KEPT] = nanos;
            newest = now;
            slowest = -1;
        }

        long slowest() {
            if (slowest < 0) {
                long[] sorted = Arrays.copyOf(times, Math.min(count, KEPT));
                Arrays.sort(sorted);
                slowest = sorted[(int) (SLOWEST_PART * (sorted.length - 1))];
            }
            return slowest;
        }
    }

    void alone(int rows, long nanos, long now) {
        int kind = kind(rows);
        if (kinds[kind] == null) {
            kinds[kind] = new Kind();
        }
        kinds[kind].add(nanos, now);
    }

    /** Whether enough calls of this size are known to judge others. */
    boolean known(int rows) {
        Kind kind = kinds[kind(rows)];
        return kind != null && kind.count >= ENOUGH;
    }

    /** Whether the last one is long ago. */
    boolean old(int rows, long now) {
        return now - kinds[kind(rows)].newest > OLD_NANOS;
    }

    /** What all but one of twenty took at most, nanoseconds. */
    long slowest(int rows) {
        return kinds[kind(rows)].slowest();
    }

    private static int kind(int rows) {
        return KINDS - 1 - Integer.numberOfLeadingZeros(Math.max(1, rows));
    }
}
