package io.d365hub.dataverse.bulk;

/**
 * How many rows one request should carry so that it takes about the target time. Grows only on the evidence of full
 * requests, shrinks at once. Guarded by the lock of its {@link GroupCommit}.
 */
final class BatchSize {

    private static final int START = 250;
    private static final double NEARLY_FULL = 0.9;

    private final double targetMillis;
    private final int most;
    private double rows;

    BatchSize(double targetMillis, int most) {
        this.targetMillis = targetMillis;
        this.most = most;
        this.rows = Math.min(START, most);
    }

    int rows() {
        return (int) rows;
    }

    /** A request with so many rows took so long. */
    void took(int carried, double millis) {
        double fitting = carried * targetMillis / Math.max(millis, 1e-3);
        if (millis > targetMillis) {
            rows = Math.max(1, Math.min(rows, fitting));
        } else if (carried >= rows * NEARLY_FULL) {
            rows = Math.min(most, Math.max(rows, Math.min(rows * 2, fitting)));
        }
    }

    /** A request with so many rows was cut off, or the database gave up on it. */
    void tooMuch(int carried) {
        rows = Math.max(1, Math.min(rows, carried / 2.0));
    }
}
