package io.d365hub.simulator.tracking;

import io.d365hub.simulator.store.Row;
import java.util.List;
import java.util.UUID;

/**
 * One page of an initial load or of a delta.
 *
 * @param written rows
 * @param deleted the primary keys of deleted rows; they come after all written ones
 * @param nextSkipToken the encoded option for the next page, or null on the last one
 * @param nextDeltaToken the encoded token for the changes that follow, or null when a page follows
 */
public record ChangePage(List<Row> written, List<UUID> deleted, String nextSkipToken, String nextDeltaToken) {

    public boolean isEmpty() {
        return written.isEmpty() && deleted.isEmpty();
    }
}
