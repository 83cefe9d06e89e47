package io.d365hub.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts durations in buckets of about 1 % width, from one microsecond to about a minute. Thread-safe. */
final class Latencies {

    private static final double GROWTH = Math.log(1.01);
    private static final int BUCKETS = 2000;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void add(long nanos) {
        double micros = Math.max(1, nanos / 1000.0);
        counts.incrementAndGet((int) Math.min(BUCKETS - 1, Math.log(micros) / GROWTH));
    }

    long count() {
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** The duration that the given share of all did not exceed, in milliseconds. */
    double millis(double share) {
        long wanted = (long) Math.ceil(share * count());
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += counts.get(i);
            if (sum >= wanted && sum > 0) {
                return Math.exp((i + 1) * GROWTH) / 1000;
            }
        }
        return 0;
    }
}
