package io.d365hub.deadletter;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What dead letters need of the ledger. Every method works in the caller's transaction, so that letters and ledger change
 * together or not at all.
 */
public interface MessageLedger {

    /** Waits until nobody else changes the ledger, and holds it until the transaction ends. Always the first statement. */
    void lock(Handle handle) throws SQLException;

    /** Their messages are queued again; the letters were claimed before, see {@link ReplayChunks}. */
    void replaying(Handle handle, Collection<Letter> letters) throws SQLException;

    /** Their messages are given up. */
    void discarded(Handle handle, Collection<Letter> letters) throws SQLException;

    /** Their messages, which were given up, are dead again. */
    void restored(Handle handle, Collection<Letter> letters) throws SQLException;

    /**
     * Sequence of the newest message of each record key that was delivered after a death of that key; keys without one are
     * left out.
     */
    Map<UUID, Long> newestDelivered(Handle handle, String integration, Collection<UUID> keyDigests);
}
