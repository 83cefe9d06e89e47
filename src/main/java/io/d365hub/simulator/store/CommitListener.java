package io.d365hub.simulator.store;

import io.d365hub.simulator.model.TableDefinition;

/** Hears of every row that a transaction has committed, in the order of the commits, on the committing thread. */
@FunctionalInterface
public interface CommitListener {

    /**
     * One committed change.
     *
     * @param table where
     * @param before the row as it was, null when it is new
     * @param after the row as it is, null when it is gone
     * @param version the number of this change: the row's own version, or that of its deletion
     */
    void committed(TableDefinition table, Row before, Row after, long version);
}
