package io.d365hub.batch;

/**
 * Rows of a run, each in exactly one of the last five counts once it is settled.
 *
 * @param read handed out by the source
 * @param mapped reached the first step of the route that leaves the hub
 * @param written went through the route to its end
 * @param unchanged held back because the target has them so already
 * @param filtered held back by the route itself
 * @param rejected dead letters
 * @param parked handed to the integration's lane, which retries them and parks them by key
 */
public record RunCounts(
        long read, long mapped, long written, long unchanged, long filtered, long rejected, long parked) {

    public static final RunCounts NONE = new RunCounts(0, 0, 0, 0, 0, 0, 0);

    /** Rows whose fate is known. */
    public long settled() {
        return written + unchanged + filtered + rejected + parked;
    }

    public RunCounts plus(RunCounts other) {
        return new RunCounts(
                read + other.read,
                mapped + other.mapped,
                written + other.written,
                unchanged + other.unchanged,
                filtered + other.filtered,
                rejected + other.rejected,
                parked + other.parked);
    }
}
