package io.d365hub.ledger;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Is told of replayed messages that were delivered or filtered. */
@FunctionalInterface
public interface ReplayListener {

    /**
     * Called in the transaction that folds the receipts, with the ledger locked: what the listener writes with this handle
     * is kept or lost together with the fold. May be called again with the same message when that transaction is repeated.
     */
    void replayed(Handle handle, List<Replayed> replayed);
}
