package io.d365hub.simulator.limits;

/** A sum over the last stretch of time, kept in equal slices. Not thread-safe. */
final class SlidingWindow {

    private static final int SLICES = 300;

    private final long sliceMillis;
    private final double[] slices = new double[SLICES];
    private long newest = Long.MIN_VALUE;
    private double sum;

    SlidingWindow(double windowSeconds) {
        sliceMillis = Math.max(1, Math.round(windowSeconds * 1000 / SLICES));
    }

    void add(double amount, long nowMillis) {
        advance(nowMillis);
        slices[index(newest)] += amount;
        sum += amount;
    }

    double sum(long nowMillis) {
        advance(nowMillis);
        return sum;
    }

    /** How long until the sum is below {@code goal}, if nothing is added; in ms. */
    long millisUntilBelow(double goal, long nowMillis) {
        advance(nowMillis);
        double left = sum;
        long slice = newest - SLICES;
        while (left >= goal && slice < newest) {
            slice++;
            left -= slices[index(slice)];
        }
        return left >= sum ? 0 : (slice + SLICES) * sliceMillis - nowMillis;
    }

    private void advance(long nowMillis) {
        long slice = Math.floorDiv(nowMillis, sliceMillis);
        if (newest == Long.MIN_VALUE || slice - newest >= SLICES || slice < newest) {
            // The first use, a long silence, or a clock that was set back: nothing of the past counts.
            java.util.Arrays.fill(slices, 0);
            sum = 0;
            newest = slice;
        }
        while (newest < slice) {
            newest++;
            sum -= slices[index(newest)];
            slices[index(newest)] = 0;
        }
    }

    private static int index(long slice) {
        return (int) Math.floorMod(slice, (long) SLICES);
    }
}
