package io.d365hub.batch;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The batches of this process and their runs, for schedule, admin API and command line. Thread-safe; methods that ask the
 * database block.
 *
 * <p>One run of a batch at a time, over all processes of a database. Methods that name a batch throw {@link
 * BatchRefusedException} when it is not there or is not in a state for what is asked.
 */
public interface Batches {

    /** The batches whose routes run in this process. */
    Collection<BatchDefinition> all();

    Optional<BatchDefinition> find(String name);

    /**
     * Starts a run on threads of its own and returns when it is recorded.
     *
     * <p>A run that did not come to its end (interrupted, stopped, failed) goes on with its own request when the new one asks
     * for nothing special; a full reload, a range or a dry run gives it up, except that a dry run leaves it alone.
     *
     * @throws BatchRefusedException when a run is under way, here or in another process, with its id and owner
     */
    UUID start(String name, RunRequest request);

    /** Goes on with the last run, which must be resumable. */
    UUID resume(String name, RunRequest.Trigger trigger);

    /** Has the run finish what it has started, save its position and end as stopped. Returns at once; also for a run elsewhere. */
    void stop(String name);

    /** How the current or last run stands; empty when there was none. */
    Optional<RunStatus> status(String name);

    /** Runs, the latest first. */
    List<RunStatus> history(String name, int limit);

    /** Tells the listener of every batch that is there and of every one that comes, on the registering thread. */
    void onRegistered(Consumer<BatchDefinition> listener);

    /** Tells the listener of every batch that goes, because its route is stopped. */
    void onRemoved(Consumer<BatchDefinition> listener);

    /** Lets the participants that the function gives join every run that begins in this process. */
    void onBegin(RunListener listener);

    /** Hears of runs. */
    @FunctionalInterface
    interface RunListener {
        /** Before the first row is read; joins what has to take part. */
        void begins(RunContext run) throws Exception;
    }
}
