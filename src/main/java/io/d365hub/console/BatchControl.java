package io.d365hub.console;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/** What the admin API shows of batches and does to them; the values are written as JSON. The root implements it. */
public interface BatchControl {

    /**
     * What a caller asks of a new run.
     *
     * @param full everything, whatever earlier runs have reached
     * @param from with {@code to}: only this range, in the source's own terms
     * @param dryRun writes nothing and reports what would be written
     * @param withParents first the batches that it comes after
     * @param allowDeletes most rows that may be deleted this time, instead of the batch's own limit
     */
    record Order(
            boolean full,
            Optional<String> from,
            Optional<String> to,
            boolean dryRun,
            boolean withParents,
            OptionalLong allowDeletes) {}

    /** All batches, with their last or present runs. */
    Object list();

    /** Names of all batches. */
    Collection<String> names();

    /** One batch, with its last or present run. */
    Object show(String batch);

    /** Starts a run for an operator, and tells which. */
    Object start(String batch, Order order, String who);

    /** Asks the present run to stop. */
    Object stop(String batch, String who);

    /** Goes on with the last run. */
    Object resume(String batch, String who);

    /** Runs, the newest first. */
    Object history(String batch, int limit, int offset);

    /** One run of a batch. */
    Object run(String batch, String id);
}
