package io.d365hub.dataverse.bulk;

/**
 * What a request costs and what a row adds to it, learnt from requests of different sizes by least squares, older ones
 * counting less and less. Guarded by the lock of its {@link GroupCommit}.
 */
final class CallCost {

    /** A request is worth its overhead when this part of its time goes into rows. */
    private static final double EFFICIENCY = 0.96;

    private static final int FEWEST_ROWS = 10;
    private static final double KEEP = 0.98;
    private static final double EVIDENCE = 3;

    private double weight;
    private double rows;
    private double millis;
    private double rowsSquared;
    private double rowsMillis;
    private int efficient;

    CallCost(int mostRows) {
        efficient = mostRows;
    }

    void took(int carried, double time, int mostRows) {
        weight = weight * KEEP + 1;
        rows = rows * KEEP + carried;
        millis = millis * KEEP + time;
        rowsSquared = rowsSquared * KEEP + (double) carried * carried;
        rowsMillis = rowsMillis * KEEP + carried * time;
        double spread = weight * rowsSquared - rows * rows;
        // Requests of one size tell nothing about what a row adds.
        if (weight >= EVIDENCE && spread > 0.01 * rows * rows) {
            double ofRow = (weight * rowsMillis - rows * millis) / spread;
            double ofCall = (millis - ofRow * rows) / weight;
            efficient = efficient(ofCall, ofRow, mostRows);
        }
    }

    private static int efficient(double ofCall, double ofRow, int mostRows) {
        if (ofRow <= 0) {
            return mostRows;
        }
        double enough = EFFICIENCY / (1 - EFFICIENCY) * Math.max(0, ofCall) / ofRow;
        return (int) Math.max(Math.min(FEWEST_ROWS, mostRows), Math.min(mostRows, enough));
    }

    /** Rows from which on a larger request saves next to nothing, so that more requests at once are the better way. */
    int efficientRows() {
        return efficient;
    }
}
