package io.d365hub.batch.schedule;

import io.d365hub.database.HubDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keeps what became of every time at which a batch was due, the latest of each batch. Thread-safe. */
public final class Firings {

    /** So many of each batch are kept. */
    static final int KEPT = 200;

    private static final int LONGEST_NOTE = 2000;

    private final HubDatabase database;
    private final InstantSource clock;

    public Firings(HubDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Notes a new one that is decided already. */
    void decided(String batch, Instant planned, Firing.Cause cause, BatchStarts.Started started) {
        insert(
                batch,
                planned,
                cause,
                started.isStarted() ? Firing.State.STARTED : Firing.State.SKIPPED,
                started.whyNot(),
                started.run());
    }

    /** Notes one that waits; whatever of the batch waited before is skipped, because this one stands for it. */
    void waits(String batch, Instant planned, Firing.Cause cause, String note) {
        database.inTransaction(handle -> {
            handle.createUpdate("update batch_firing set state = 'SKIPPED', decided_at = :now,"
                            + " note = 'It still waited when the batch was due again.'"
                            + " where batch = :batch and state = 'WAITING'")
                    .bind("now", clock.millis())
                    .bind("batch", batch)
                    .execute();
            return insert(handle, batch, planned, cause, Firing.State.WAITING, note, "");
        });
    }

    /** What waits, the oldest first. */
    List<Firing> waiting() {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "select * from batch_firing where state = 'WAITING' order by planned_at")
                .map((row, context) -> firing(row))
                .list());
    }

    /** Decides one that waited. */
    void decide(Firing waiting, BatchStarts.Started started) {
        database.jdbi().useHandle(handle -> handle.createUpdate(
                        "update batch_firing set state = :state, decided_at = :now, note = :note, run_id = :run"
                                + " where id = :id and state = 'WAITING'")
                .bind("state", (started.isStarted() ? Firing.State.STARTED : Firing.State.SKIPPED).name())
                .bind("now", clock.millis())
                .bind("note", shortened(started.whyNot()))
                .bind("run", started.run())
                .bind("id", waiting.id())
                .execute());
    }

    /** The latest of a batch, the newest first. */
    public List<Firing> latest(String batch, int limit) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "select * from batch_firing where batch = :batch order by planned_at desc, decided_at desc limit :limit")
                .bind("batch", batch)
                .bind("limit", limit)
                .map((row, context) -> firing(row))
                .list());
    }

    private void insert(
            String batch, Instant planned, Firing.Cause cause, Firing.State state, String note, String run) {
        database.inTransaction(handle -> insert(handle, batch, planned, cause, state, note, run));
    }

    private int insert(
            Handle handle,
            String batch,
            Instant planned,
            Firing.Cause cause,
            Firing.State state,
            String note,
            String run) {
        handle.createUpdate("insert into batch_firing (id, batch, planned_at, cause, state, decided_at, note, run_id)"
                        + " values (:id, :batch, :planned, :cause, :state, :now, :note, :run)")
                .bind("id", UUID.randomUUID())
                .bind("batch", batch)
                .bind("planned", planned.toEpochMilli())
                .bind("cause", cause.name())
                .bind("state", state.name())
                .bind("now", clock.millis())
                .bind("note", shortened(note))
                .bind("run", run)
                .execute();
        return handle.createUpdate(
                        "delete from batch_firing where batch = :batch and state <> 'WAITING' and decided_at <"
                                + " (select decided_at from batch_firing where batch = :batch order by decided_at desc"
                                + " limit 1 offset :kept)")
                .bind("batch", batch)
                .bind("kept", KEPT)
                .execute();
    }

    private static String shortened(String note) {
        return note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE);
    }

    private static Firing firing(ResultSet row) throws SQLException {
        return new Firing(
                row.getObject("id", UUID.class),
                row.getString("batch"),
                Instant.ofEpochMilli(row.getLong("planned_at")),
                Firing.Cause.valueOf(row.getString("cause")),
                Firing.State.valueOf(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("decided_at")),
                row.getString("note"),
                row.getString("run_id"));
    }
}
