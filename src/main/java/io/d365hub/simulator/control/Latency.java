package io.d365hub.simulator.control;

/**
 * How long requests take. Charged as execution time too.
 *
 * @param requestMillis for each request
 * @param rowMillis for each row that it works on
 */
public record Latency(double requestMillis, double rowMillis) {

    public static final Latency NONE = new Latency(0, 0);

    private static final double LONGEST = 600_000;

    public Latency {
        if (requestMillis < 0 || rowMillis < 0 || requestMillis > LONGEST || rowMillis > LONGEST) {
            throw new IllegalArgumentException("requestMillis and rowMillis must be from 0 to 600000");
        }
    }

    /** For one request on so many rows, in ms. */
    public double millis(int rows) {
        return requestMillis + rowMillis * rows;
    }
}
