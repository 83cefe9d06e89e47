package io.d365hub.throttle;

import java.time.Duration;

/**
 * What was used within the last stretch of time, in slices. A use leaves the window up to one slice late, never early.
 * Guarded by its governor.
 */
final class Window {

    static final int SLICES = 240;

    private final long sliceNanos;
    private final long origin;
    private final double[] slices = new double[SLICES + 1];
    private long newest;
    private double sum;
    private double gone;

    Window(Duration length, long now) {
        this.sliceNanos = Math.max(1, length.toNanos() / SLICES);
        this.origin = now;
    }

    void add(double amount, long now) {
        advance(now);
        slices[index(newest)] += amount;
        sum += amount;
    }

    double sum(long now) {
        advance(now);
        return sum;
    }

    /** All that has ever left the window. */
    double gone(long now) {
        advance(now);
        return gone;
    }

    /** The highest constant rate, per second, that what is left and what comes back allow without ever standing still. */
    double steadyRate(double left, long now) {
        advance(now);
        double back = left;
        double rate = Double.MAX_VALUE;
        for (int i = 1; i <= slices.length; i++) {
            long end = (newest + i) * sliceNanos - (now - origin);
            rate = Math.min(rate, back / Math.max(end, 1) * 1e9);
            back += slices[index(newest + i)];
        }
        return rate;
    }

    /** What leaves the window in that time. */
    double leavingWithin(long nanos, long now) {
        advance(now);
        double leaving = 0;
        for (int i = 1; i <= slices.length; i++) {
            if ((newest + i) * sliceNanos - (now - origin) > nanos) {
                break;
            }
            leaving += slices[index(newest + i)];
        }
        return leaving;
    }

    /** How long until so much has left the window; {@link Long#MAX_VALUE} when there is not so much in it. */
    long untilGone(double amount, long now) {
        advance(now);
        double left = amount;
        for (int i = 1; i <= slices.length; i++) {
            left -= slices[index(newest + i)];
            if (left <= 1e-9) {
                return (newest + i) * sliceNanos - (now - origin);
            }
        }
        return Long.MAX_VALUE;
    }

    long sliceNanos() {
        return sliceNanos;
    }

    private void advance(long now) {
        long slice = (now - origin) / sliceNanos;
        if (slice - newest > SLICES) {
            gone += sum;
            sum = 0;
            java.util.Arrays.fill(slices, 0);
            newest = slice;
        }
        while (newest < slice) {
            newest++;
            double leaving = slices[index(newest)];
            slices[index(newest)] = 0;
            sum -= leaving;
            gone += leaving;
        }
    }

    private static int index(long slice) {
        return (int) Math.floorMod(slice, (long) SLICES + 1);
    }
}
