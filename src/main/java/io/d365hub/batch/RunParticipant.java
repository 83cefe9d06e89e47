package io.d365hub.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.Failure;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jdbi.v3.core.Handle;

/**
 * Takes part in a run: a file that is written by it, the store of row hashes, a dry run's report. All methods do nothing by
 * default.
 *
 * <p>Order within a run: {@link #begin} once; then {@link #upcoming} for each bunch of rows before any of them starts; {@link
 * #beforeWrite} and {@link #after} for each row; {@link #flush} and then {@link #saving} for each saved position; {@link #end}
 * once. A killed process calls nothing more.
 */
public interface RunParticipant {

    /** What to do with a row that is about to leave the hub. */
    enum Admission {
        WRITE,
        /** It counts as unchanged and goes no further. */
        UNCHANGED,
        /** It counts as written and goes no further: a dry run. */
        PRETEND
    }

    /** A name that is unique in the run and the same after a restart; state is kept under it. */
    String name();

    /**
     * The participant has joined.
     *
     * @param state what {@link #flush} returned when the position was saved at which the run goes on now; empty for a run
     *     that begins, or that had saved nothing yet. A file cuts itself to the length that it had then
     */
    default void begin(Optional<ObjectNode> state) throws Exception {}

    /** Record keys of rows that start next, to fetch in one go what is known of them. On the thread that reads ahead. */
    default void upcoming(List<String> recordKeys) {}

    /** A mapped row is about to be written, its exchange's body is what the target would get. On a thread of the route. */
    default Admission beforeWrite(BatchRow row, Exchange exchange) {
        return Admission.WRITE;
    }

    /**
     * What became of the row; with its failure when it was rejected or parked for one. On the run's thread, one call for each
     * row, before its record key is free for its next row.
     */
    default void after(BatchRow row, RowOutcome outcome, Optional<Failure> failure) {}

    /**
     * Whether positions are saved only while no row is under way, so that {@link #flush} sees exactly the rows that the
     * position covers. For files, which would hold rows twice otherwise; costs the time of the slowest row, once a second.
     */
    default boolean needsQuiet() {
        return false;
    }

    /**
     * Makes everything durable that the rows have written which are settled by now. Called before each position is saved,
     * also before the last one.
     *
     * @return small state to be saved with the position; empty for none
     */
    default Optional<ObjectNode> flush() throws Exception {
        return Optional.empty();
    }

    /** Within the transaction that saves position and counters. May be run again when the database asks for it. */
    default void saving(Handle handle, RunContext run) throws Exception {}

    /** Rows that follow those of the source, e.g. what has disappeared from it. Asked once, when all rows of the source are settled. */
    default Optional<RowReader> rowsAfter() throws Exception {
        return Optional.empty();
    }

    /** The run is over in this process; {@link RunState#COMPLETED} and {@link RunState#ABANDONED} mean for good. */
    default void end(RunState state) throws Exception {}
}
