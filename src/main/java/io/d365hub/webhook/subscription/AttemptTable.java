package io.d365hub.webhook.subscription;

import io.d365hub.database.HubDatabase;
import io.d365hub.webhook.delivery.Attempt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Failed calls in the hub's database. Thread-safe; blocks. */
public final class AttemptTable {

    private static final int LONGEST = 1_000;
    private static final UUID AFTER_ALL = new UUID(-1L, -1L);
    private static final int DELETED_AT_ONCE = 10_000;

    private final HubDatabase database;

    public AttemptTable(HubDatabase database) {
        this.database = database;
    }

    void add(List<FailedAttempt> attempts) {
        database.inTransaction(handle -> {
            PreparedBatch batch =
                    handle.prepareBatch("insert into webhook_attempt (id, subscription, event, event_type,"
                            + " started_at, took_millis, status, outcome, reason, head) values (:id, :subscription, :event,"
                            + " :type, :at, :took, :status, :outcome, :reason, :head)");
            for (FailedAttempt attempt : attempts) {
                batch.bind("id", attempt.id())
                        .bind("subscription", attempt.subscription())
                        .bind("event", cut(attempt.event(), 200))
                        .bind("type", cut(attempt.eventType(), 200))
                        .bind("at", attempt.at().toEpochMilli())
                        .bind("took", (int) Math.min(Integer.MAX_VALUE, attempt.tookMillis()))
                        .bind("status", attempt.status())
                        .bind("outcome", attempt.outcome().name())
                        .bind("reason", cut(attempt.reason(), LONGEST))
                        .bind("head", cut(attempt.head(), LONGEST))
                        .add();
            }
            return batch.execute();
        });
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    /**
     * Attempts of a subscription, the newest first.
     *
     * @param before id of the last one of the page before
     */
    public List<FailedAttempt> of(String subscription, Optional<UUID> before, int limit) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select id, event, event_type, started_at,"
                        + " took_millis, status, outcome, reason, head from webhook_attempt"
                        + " where subscription = :subscription and id < :before order by id desc limit :limit")
                .bind("subscription", subscription)
                .bind("before", before.orElse(AFTER_ALL))
                .bind("limit", limit)
                .map((row, context) -> new FailedAttempt(
                        row.getObject("id", UUID.class),
                        subscription,
                        row.getString("event"),
                        row.getString("event_type"),
                        Instant.ofEpochMilli(row.getLong("started_at")),
                        row.getLong("took_millis"),
                        row.getInt("status"),
                        Attempt.Outcome.valueOf(row.getString("outcome")),
                        row.getString("reason"),
                        row.getString("head")))
                .list());
    }

    /** Deletes the attempts of before; some at a time, so that nobody waits for it. */
    void prune(Instant before) {
        int deleted;
        do {
            deleted = database.inTransaction(handle -> handle.createUpdate("delete from webhook_attempt where id in"
                            + " (select id from webhook_attempt where started_at < :before limit :most)")
                    .bind("before", before.toEpochMilli())
                    .bind("most", DELETED_AT_ONCE)
                    .execute());
        } while (deleted == DELETED_AT_ONCE);
    }
}
