package io.d365hub.batch;

/**
 * Where the rows of a batch come from. Made once for each batch route; opened once for each run, and again within a run
 * when the source failed for a while. Thread-safe: {@link #open} may be called while another reader is being closed.
 */
public interface BatchSource {

    /**
     * Opens the source. May block; runs on a thread of the run.
     *
     * @param from where to begin; a position is one that this source gave out earlier, maybe by an older version of it
     * @param request what the starter of the run asked for: a full reload ({@link StartPoint} is then the beginning), a
     *     range, which a source that cannot select a range refuses as MISCONFIGURED
     * @throws SourceException says what it means: THROTTLED and TRANSIENT are tried again at the last position (after the
     *     time that the source asked for), everything else ends the run as failed
     */
    RowReader open(StartPoint from, RunRequest request) throws Exception;

    /**
     * Whether the source can tell single changed rows from the whole: a position of the last completed run is of use to the
     * next one. False for sources that are read whole each time (a listing without watermark): each run starts at the
     * beginning.
     */
    default boolean isIncremental() {
        return true;
    }
}
