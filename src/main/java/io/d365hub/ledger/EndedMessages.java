package io.d365hub.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Deletes the ledger's rows of messages that ended longer ago than the retention. It walks through the buckets, those that can have
 * such rows, some thousand rows at a time: an index over the time would be written with every change of a message's state, and
 * would keep PostgreSQL from changing a row in its page.
 *
 * <p>A row may stay longer than the retention, by a hundredth of it or by the time that its bucket took to fill. Of one ledger's retention.
 */
final class EndedMessages {

    /** Rows that are looked at in one transaction, for which everybody else who changes the ledger waits. */
    private static final int PORTION = 5_000;

    private static final int SAMPLE = 100;

    /** A bucket that fills slowly is not walked through every minute for a few rows. */
    private static final int WALKS_OF_A_RETENTION = 100;

    private static final String ENDED = Stream.of(MessageState.DELIVERED, MessageState.FILTERED, MessageState.DISCARDED)
            .map(state -> "'" + state.code() + "'")
            .collect(Collectors.joining(", ", "state in (", ")"));

    private static final UUID FIRST = new UUID(0, 0);

    private final long keepMillis;

    /** When the rows of a bucket are to be looked at, by the bucket. */
    private final Map<Long, Long> dueAt = new HashMap<>();

    private Optional<Walk> walk = Optional.empty();

    /** On the way through a bucket, in the order of the ids. */
    private record Walk(long bucket, UUID after, long oldestEnd) {}

    EndedMessages(Duration keep) {
        this.keepMillis = keep.toMillis();
    }

    /**
     * Goes on for a portion; the ledger's lock is held.
     *
     * @return whether there is more to look at now
     */
    boolean deletePortion(Handle handle, long now) {
        if (walk.isEmpty()) {
            walk = nextBucket(handle, now).map(bucket -> new Walk(bucket, FIRST, Long.MAX_VALUE));
        }
        if (walk.isEmpty()) {
            return false;
        }
        // Before the transaction ends: if it fails, these rows are looked at when the bucket is due again.
        walk = step(handle, walk.get(), now);
        return true;
    }

    private Optional<Long> nextBucket(Handle handle, long now) {
        List<Long> buckets = handle.createQuery("select first_sequence from ledger_bucket order by first_sequence")
                .mapTo(Long.class)
                .list();
        return buckets.stream()
                .filter(bucket -> dueAt.computeIfAbsent(bucket, unknown -> sampledDue(handle, unknown, now)) <= now)
                .findFirst();
    }

    /** After a start all buckets are unknown; some rows of each tell about when it was filled. */
    private long sampledDue(Handle handle, long bucket, long now) {
        return keepMillis
                + handle.createQuery("select min(s.settled_at) from (select settled_at from ledger_message"
                                + " where bucket = :bucket limit :sample) s")
                        .bind("bucket", bucket)
                        .bind("sample", SAMPLE)
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(now);
    }

    private Optional<Walk> step(Handle handle, Walk at, long now) {
        Optional<UUID> end = handle.createQuery("select id from ledger_message where bucket = :bucket and id > :after"
                        + " order by bucket, id limit 1 offset :portion")
                .bind("bucket", at.bucket())
                .bind("after", at.after())
                .bind("portion", PORTION)
                .mapTo(UUID.class)
                .findOne();
        String portion = " from ledger_message where bucket = :bucket and id > :after"
                + (end.isPresent() ? " and id <= :end" : "") + " and " + ENDED;
        handle.createUpdate("delete" + portion + " and settled_at < :before")
                .bind("bucket", at.bucket())
                .bind("after", at.after())
                .bind("end", end.orElse(null))
                .bind("before", now - keepMillis)
                .execute();
        long oldestEnd = Math.min(
                at.oldestEnd(),
                handle.createQuery("select min(settled_at)" + portion)
                        .bind("bucket", at.bucket())
                        .bind("after", at.after())
                        .bind("end", end.orElse(null))
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(Long.MAX_VALUE));
        if (end.isPresent()) {
            return Optional.of(new Walk(at.bucket(), end.get(), oldestEnd));
        }
        // What has not ended yet does so at this time or later.
        long due = Math.min(now, oldestEnd) + keepMillis + 1;
        dueAt.put(at.bucket(), Math.max(due, now + keepMillis / WALKS_OF_A_RETENTION));
        return Optional.empty();
    }
}
