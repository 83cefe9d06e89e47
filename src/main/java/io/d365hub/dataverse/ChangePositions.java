package io.d365hub.dataverse;

import java.util.Optional;

/**
 * Keeps how far consumers have taken changes. An application binds its own to the registry; without one positions are kept
 * in memory, and each start reads its table whole.
 *
 * <p>A consumer calls from one thread at a time, and takes nothing more before {@link #save} has returned. What was saved must be found
 * again after a crash, or an older position in its place: then changes are handed over twice, never lost.
 */
public interface ChangePositions {

    /** What was saved last; nothing for a consumer that is new. */
    Optional<ChangePosition> load(String consumer);

    /** All changes before this position have been handed over. */
    void save(String consumer, ChangePosition position);

    /** The next start reads the table whole. */
    void clear(String consumer);
}
