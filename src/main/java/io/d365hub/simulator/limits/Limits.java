package io.d365hub.simulator.limits;

/**
 * What one user may use. Zero switches a limit off.
 *
 * @param requests in one window
 * @param executionSeconds combined, in one window
 * @param concurrency requests at the same moment
 * @param windowSeconds length of the sliding window
 * @param dopHint the degree of parallelism that answers recommend
 */
public record Limits(int requests, double executionSeconds, int concurrency, double windowSeconds, int dopHint) {

    private static final double WINDOW_SECONDS = 300;
    private static final int DOP_HINT = 4;
    private static final int UNLIMITED_DOP_HINT = 50;

    public Limits {
        if (requests < 0 || executionSeconds < 0 || concurrency < 0) {
            throw new IllegalArgumentException("a limit cannot be negative; 0 switches it off");
        }
        if (windowSeconds < 1 || windowSeconds > 86_400) {
            throw new IllegalArgumentException("windowSeconds must be from 1 to 86400");
        }
        if (dopHint < 1) {
            throw new IllegalArgumentException("dopHint must be at least 1");
        }
    }

    /** The limits that Microsoft documents: 6,000 requests and 20 minutes in 5 minutes, 52 at once. */
    public static Limits documented() {
        return new Limits(6000, 1200, 52, WINDOW_SECONDS, DOP_HINT);
    }

    /** No limits at all. */
    public static Limits none() {
        return new Limits(0, 0, 0, WINDOW_SECONDS, UNLIMITED_DOP_HINT);
    }
}
