package io.d365hub.ledger;

import io.d365hub.ledger.MessageRow.Ref;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What operators do to dead letters, as it shows in the ledger. Works within the caller's transaction, so that letters and
 * ledger change together. Thread-safe.
 *
 * <p>Call {@link #lock} before anything of the transaction is locked or written; otherwise two transactions may wait for
 * each other.
 */
public final class LedgerActs {

    private final InstantSource clock;

    public LedgerActs(InstantSource clock) {
        this.clock = clock;
    }

    /** Waits until nobody else changes the ledger; holds it until the transaction ends. */
    public void lock(Handle handle) throws SQLException {
        new LedgerTables(handle.getConnection()).lock();
    }

    /** Dead messages that are queued again. */
    public void replaying(Handle handle, Collection<DeadMessage> messages) throws SQLException {
        act(handle, messages, MessageState.REPLAYING);
    }

    /** Dead messages that are given up. */
    public void discarded(Handle handle, Collection<DeadMessage> messages) throws SQLException {
        act(handle, messages, MessageState.DISCARDED);
    }

    /** Messages that were given up are dead again. */
    public void restored(Handle handle, Collection<DeadMessage> messages) throws SQLException {
        LedgerChange change = new LedgerChange(handle);
        load(change, messages);
        for (DeadMessage message : messages) {
            change.restore(message, clock.millis());
        }
        change.save(clock.millis());
    }

    private static void load(LedgerChange change, Collection<DeadMessage> messages) throws SQLException {
        change.load(
                messages.stream().map(Ref::of).toList(),
                messages.stream().map(DeadMessage::keyDigest).toList());
    }

    private void act(Handle handle, Collection<DeadMessage> messages, MessageState next) throws SQLException {
        LedgerChange change = new LedgerChange(handle);
        long now = clock.millis();
        List<DeadMessage> others = change.actAtOnce(messages, next, now);
        load(change, others);
        for (DeadMessage message : others) {
            change.act(message, next, now);
        }
        change.save(now);
    }

    /**
     * Sequence of the newest message of each record key that was delivered after a death of that key: what a replay could
     * overwrite. Keys without one are left out. The order of the queue within a key makes earlier deliveries harmless.
     */
    public Map<UUID, Long> newestDelivered(Handle handle, String integration, Collection<UUID> keyDigests) {
        Map<UUID, Long> newest = new HashMap<>();
        if (!keyDigests.isEmpty()) {
            handle.createQuery("select k.key_digest, k.sequence from ledger_key k"
                            + " join ledger_integration i on i.id = k.integration_id"
                            + " where i.name = :integration and k.sequence > 0 and k.key_digest = any (:keys)")
                    .bind("integration", integration)
                    .bindArray("keys", UUID.class, List.copyOf(keyDigests))
                    .map((row, context) -> newest.put(row.getObject(1, UUID.class), row.getLong(2)))
                    .list();
        }
        return newest;
    }
}
