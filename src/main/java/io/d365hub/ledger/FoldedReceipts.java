package io.d365hub.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;

/** Tells how much of what the lanes have committed the ledger has seen. Thread-safe. */
public final class FoldedReceipts {

    /** By which the clocks of processes and the age of a queue's depth may differ from the truth. */
    private static final Duration DOUBT = Duration.ofSeconds(2);

    /** Receipts are not remembered for ever; what is so old has been folded long ago. */
    private static final Duration OLD = Duration.ofDays(1);

    private final InstantSource clock;
    private final LongSupplier receiptsInQueue;
    private volatile long foldedBy = Long.MIN_VALUE;

    /**
     * Makes a view.
     *
     * @param receiptsInQueue receipts that are not folded yet; may be up to a second old
     */
    public FoldedReceipts(InstantSource clock, LongSupplier receiptsInQueue) {
        this.clock = clock;
        this.receiptsInQueue = receiptsInQueue;
    }

    /** Whether this receipt is folded. */
    public boolean isFolded(Handle handle, UUID receipt, Instant committedAt) {
        return committedAt.isBefore(clock.instant().minus(OLD))
                || handle.createQuery("select count(*) from ledger_receipt where committed_at = :at and id = :id")
                                .bind("at", committedAt.toEpochMilli())
                                .bind("id", receipt)
                                .mapTo(Integer.class)
                                .one()
                        > 0;
    }

    /** Whether all receipts are folded that any lane had committed by then; they are folded in the order of their commits. */
    public boolean isFolded(Handle handle, Instant committedBy) {
        long by = committedBy.toEpochMilli();
        if (by > foldedBy) {
            long now = clock.millis();
            long seen = receiptsInQueue.getAsLong() == 0
                    ? now
                    : handle.createQuery("select max(committed_at) from ledger_receipt")
                            .mapTo(Long.class)
                            .findOne()
                            .orElse(0L);
            foldedBy = seen - DOUBT.toMillis();
            // From the future: the clock was set back since, and waiting for it would take as long.
            return by <= foldedBy || by > now + DOUBT.toMillis();
        }
        return true;
    }
}
