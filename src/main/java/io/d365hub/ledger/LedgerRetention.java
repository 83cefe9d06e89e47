package io.d365hub.ledger;

import io.d365hub.database.HubDatabase;
import io.d365hub.database.SqlErrors;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what the ledger need not remember any more, in small portions between the folds: messages that ended, folded
 * receipts and newest sequences of record keys, once they are older than the retention. Dead, parked and replaying messages
 * stay, and so do the counters.
 *
 * <p>To be called by the ingester only, after it has acknowledged: a receipt that the broker might deliver again must not be
 * forgotten.
 */
final class LedgerRetention {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerRetention.class);

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int PORTION = 2_000;

    /** More rows than one batch of receipts can add, so that deleting keeps up with folding. */
    private static final int MOST_PORTIONS = 20;

    private final HubDatabase database;
    private final InstantSource clock;
    private final Duration keep;
    private final KeysInUse keysInUse;
    private final EndedMessages messages;
    private long nextAt = Long.MIN_VALUE;

    LedgerRetention(HubDatabase database, InstantSource clock, Duration keep, KeysInUse keysInUse) {
        this.database = database;
        this.clock = clock;
        this.keep = keep;
        this.keysInUse = keysInUse;
        this.messages = new EndedMessages(keep);
    }

    void pruneWhenDue() {
        if (clock.millis() < nextAt) {
            return;
        }
        try {
            if (prune()) {
                nextAt = clock.millis() + PERIOD.toMillis();
            }
        } catch (SQLException | RuntimeException e) {
            // The folds go on, and what is too old now is so in a minute.
            LOG.warn("Old entries of the ledger were not deleted; trying again later. {}", SqlErrors.explain(e));
            nextAt = clock.millis() + PERIOD.toMillis();
        }
    }

    /** Returns whether nothing is left to delete. */
    private boolean prune() throws SQLException {
        long now = clock.millis();
        long before = now - keep.toMillis();
        for (int portion = 0; portion < MOST_PORTIONS; portion++) {
            boolean more = database.inTransaction(handle -> {
                new LedgerTables(handle.getConnection()).lock();
                boolean ended = messages.deletePortion(handle, now);
                boolean receipts = deleteReceipts(handle, before);
                boolean keys = deleteKeys(handle, before);
                return ended || receipts || keys;
            });
            if (!more) {
                return true;
            }
        }
        return false;
    }

    /** Deletes the oldest ones, about a portion of them. Returns whether more are left. */
    private static boolean deleteReceipts(Handle handle, long before) {
        // H2 would run a limited query inside of the delete again for each row.
        Optional<Long> last = handle.createQuery("select committed_at from ledger_receipt where committed_at < :before"
                        + " order by committed_at limit 1 offset :portion")
                .bind("before", before)
                .bind("portion", PORTION)
                .mapTo(Long.class)
                .findOne();
        handle.createUpdate("delete from ledger_receipt where committed_at < :before")
                // One more than the found time: rows that share it go together, or the portion might be empty.
                .bind("before", last.map(found -> found + 1).orElse(before))
                .execute();
        return last.isPresent();
    }

    private boolean deleteKeys(Handle handle, long before) {
        List<UUID> old = handle.createQuery(
                        "select key_digest from ledger_key where kept_since < :before order by kept_since limit :portion")
                .bind("before", before)
                .bind("portion", PORTION)
                .mapTo(UUID.class)
                .list();
        Set<UUID> needed = keysInUse.inUse(handle, old);
        List<UUID> unneeded = new ArrayList<>(old);
        unneeded.removeAll(needed);
        // Looked at again after another retention period; until then they do not stand in the way of the others.
        execute(handle, "update ledger_key set kept_since = :now where key_digest = any (:keys)", List.copyOf(needed));
        execute(handle, "delete from ledger_key where kept_since < :before and key_digest = any (:keys)", unneeded);
        return old.size() == PORTION;
    }

    private void execute(Handle handle, String sql, List<UUID> keys) {
        if (!keys.isEmpty()) {
            long now = clock.millis();
            handle.createUpdate(sql)
                    .bind("now", now)
                    .bind("before", now - keep.toMillis())
                    .bindArray("keys", UUID.class, keys)
                    .execute();
        }
    }
}
