package io.d365hub;

import io.d365hub.database.HubDatabase;
import io.d365hub.webhook.event.RowMark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How far the events of rows are, in the hub's database, for all its processes. Thread-safe; blocks. */
final class EventRows {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final String ROW = " where integration = :integration and row_key = :row";

    private final HubDatabase database;
    private final Clock clock;

    EventRows(HubDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Notes an event that is about to be worked, and returns how far the row was. */
    RowMark advance(String integration, String row, RowMark mark) {
        return database.inTransaction(handle -> {
            Optional<RowMark> before = find(handle, integration, row);
            if (before.isEmpty()) {
                write(
                        handle,
                        integration,
                        row,
                        mark,
                        "insert into event_row"
                                + " (integration, row_key, row_version, modified_on, seen_at)"
                                + " values (:integration, :row, :version, :modified, :now)");
            } else if (!mark.isBefore(before.get())) {
                write(
                        handle,
                        integration,
                        row,
                        mark.with(before.get()),
                        "update event_row set" + " row_version = :version, modified_on = :modified, seen_at = :now"
                                + ROW);
            }
            return before.orElse(RowMark.NOTHING);
        });
    }

    private static Optional<RowMark> find(Handle handle, String integration, String row) {
        return handle.createQuery("select row_version, modified_on from event_row" + ROW)
                .bind("integration", integration)
                .bind("row", row)
                .map((found, context) -> new RowMark(found.getLong("row_version"), found.getLong("modified_on")))
                .findOne();
    }

    private void write(Handle handle, String integration, String row, RowMark mark, String statement) {
        handle.createUpdate(statement)
                .bind("integration", integration)
                .bind("row", row)
                .bind("version", mark.version())
                .bind("modified", mark.modifiedOn())
                .bind("now", clock.millis())
                .execute();
    }

    /** Forgets rows that, at this moment, were not spoken of for long. */
    void prune(Instant moment) {
        database.inTransaction(handle -> handle.createUpdate("delete from event_row where seen_at < :before")
                .bind("before", moment.minus(KEPT).toEpochMilli())
                .execute());
    }
}
