package io.d365hub.alert;

import io.d365hub.database.HubDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalInt;

/** Remembers what was told when, for all hubs of the database: one of them tells it. Thread-safe. */
public final class AlertTable {

    private static final int MOST_SUBJECT = 200;

    private final HubDatabase database;
    private final InstantSource clock;

    public AlertTable(HubDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Asks to tell an alert.
     *
     * @return how often it was kept quiet since it was told last; empty when it was told within the quiet time, and so is not
     *     told now
     */
    OptionalInt claim(Alert alert, Duration quiet) {
        String kind = alert.kind().code();
        String subject = alert.subject().length() <= MOST_SUBJECT
                ? alert.subject()
                : alert.subject().substring(0, MOST_SUBJECT);
        long now = clock.millis();
        return database.inTransaction(handle -> {
            int made = handle.createUpdate("insert into alert_told (kind, subject, told_at, held_back)"
                            + " select :kind, :subject, :now, 0 where not exists"
                            + " (select 1 from alert_told where kind = :kind and subject = :subject)")
                    .bind("kind", kind)
                    .bind("subject", subject)
                    .bind("now", now)
                    .execute();
            if (made > 0) {
                return OptionalInt.of(0);
            }
            int heldBack = handle.createQuery(
                            "select held_back from alert_told where kind = :kind and subject = :subject for update")
                    .bind("kind", kind)
                    .bind("subject", subject)
                    .mapTo(Integer.class)
                    .one();
            int claimed = handle.execute(
                    "update alert_told set told_at = ?, held_back = 0 where kind = ? and subject = ? and told_at <= ?",
                    now,
                    kind,
                    subject,
                    now - quiet.toMillis());
            if (claimed > 0) {
                return OptionalInt.of(heldBack);
            }
            handle.execute(
                    "update alert_told set held_back = held_back + 1 where kind = ? and subject = ?", kind, subject);
            return OptionalInt.empty();
        });
    }

    /** Forgets what was told before this. */
    public void prune(Instant before) {
        database.jdbi()
                .useHandle(handle -> handle.execute("delete from alert_told where told_at < ?", before.toEpochMilli()));
    }
}
