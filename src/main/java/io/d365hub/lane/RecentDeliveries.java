package io.d365hub.lane;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The last deliveries of a lane's shift, which the ledger may not know yet: with both together nothing newer is overlooked when a
 * dead letter is replayed. Used by the lane's thread only.
 */
final class RecentDeliveries {

    /** A second or two of a busy lane; the ledger is rarely that far behind. */
    static final int REMEMBERED = 1_024;

    private final Instant since;
    private final Map<UUID, Delivery> newest = new LinkedHashMap<>();
    private Commit open = new Commit();
    /** The last commit with a forgotten delivery. */
    private Commit forgotten;

    /** What a commit settles; the receipt is null until it has taken effect. */
    private static final class Commit {
        private ReplayGate.Committed receipt;
    }

    private record Delivery(long sequence, Commit commit) {}

    RecentDeliveries(Instant since) {
        this.since = since;
    }

    void delivered(Row row) {
        Delivery before = newest.remove(row.key);
        long sequence = Math.max(row.message.sequence(), before == null ? 0 : before.sequence());
        newest.put(row.key, new Delivery(sequence, open));
        if (newest.size() > REMEMBERED) {
            UUID oldest = newest.keySet().iterator().next();
            forgotten = newest.remove(oldest).commit();
        }
    }

    /** What was delivered up to now is in this receipt. */
    void committed(ReplayGate.Committed receipt) {
        open.receipt = receipt;
        open = new Commit();
    }

    /** Empty while it cannot be said yet, because a commit is to come first. */
    Optional<ReplayGate.Question> question(Row row) {
        if (forgotten != null && forgotten.receipt == null) {
            return Optional.empty();
        }
        Delivery known = newest.get(row.key);
        return Optional.of(new ReplayGate.Question(
                row.message,
                known == null ? 0 : known.sequence(),
                since,
                Optional.ofNullable(forgotten).map(commit -> commit.receipt)));
    }
}
