package io.d365hub.ledger;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Is told of replayed messages that were delivered or filtered. */
@FunctionalInterface
public interface ReplayListener {

    /**
     * Called in a transaction, before the receipts that say so are acknowledged: what the listener writes with this handle is there
     * when the receipts are gone. May be called again with the same messages, and then must change nothing.
     */
    void replayed(Handle handle, List<Replayed> replayed);
}
