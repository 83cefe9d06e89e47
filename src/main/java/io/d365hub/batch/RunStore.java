package io.d365hub.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.database.HubDatabase;
import io.d365hub.failure.Failure;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Runs and positions in the database. A run belongs to the process with its latest grip: whoever saves with an older one is
 * told that it has lost the run. Thread-safe; blocks.
 */
final class RunStore {

    private static final String ERROR =
            " error_kind = :kind, error_code = :code, error_what = :what, error_why = :why," + " error_mend = :mend";

    private final HubDatabase database;

    /** Who runs: a process, and what people call it. */
    record Owner(UUID id, String name) {}

    /**
     * A message that was handed to the lane.
     *
     * @param content stands for its body; 0 when that is not known
     */
    record Handed(UUID message, UUID keyDigest, long content, long sequence) {}

    /** What is saved together. */
    record Save(
            Optional<ObjectNode> position,
            RunCounts counts,
            OptionalLong total,
            ObjectNode participants,
            Optional<Failure> error,
            Collection<Handed> handed) {}

    /** More of the same transaction. */
    @FunctionalInterface
    interface Also {
        void in(Handle handle) throws Exception;
    }

    RunStore(HubDatabase database) {
        this.database = database;
    }

    // --- Beginning

    /**
     * Takes the batch for a run: a new one, or the one that did not come to its end.
     *
     * @param resume only goes on with a run
     * @throws BatchRefusedException when one is under way, or there is nothing to resume
     */
    RunRow begin(String batch, RunRequest request, boolean resume, boolean incremental, Owner owner, Instant now) {
        return database.inTransaction(handle -> {
            Optional<RunRow> last = lock(handle, batch);
            last.filter(run -> run.state() == RunState.RUNNING && !run.silent()).ifPresent(run -> {
                throw BatchRefusedException.of(
                        "Batch '" + batch + "' was not started.",
                        "Its run " + run.id() + " is under way in " + run.owner() + ".",
                        "Wait for its end, or stop it with ./hub batch stop " + batch + ".");
            });
            Optional<RunRow> open = last.filter(run -> run.state().isResumable() || run.state() == RunState.RUNNING);
            boolean special = request.full() || request.isRange() || request.dryRun();
            if (open.isPresent() && (resume || (!special && isGoneOnWith(open.get())))) {
                return takeOver(handle, open.get(), owner);
            }
            if (resume) {
                throw BatchRefusedException.of(
                        "Batch '" + batch + "' was not resumed.",
                        "Its last run came to its end, or there was none.",
                        "Start it with ./hub batch start " + batch + ".");
            }
            if (open.isPresent() && !request.dryRun()) {
                state(handle, open.get().id(), RunState.ABANDONED, now);
            }
            return insert(handle, batch, request, incremental, owner, now, open.isPresent() && request.dryRun());
        });
    }

    /**
     * Whether an ordinary start goes on with a run that has not come to its end. What an operator tried beside the ordinary runs
     * does not stand in their way: a range that the source refuses would be refused at each start of the timetable.
     */
    private static boolean isGoneOnWith(RunRow open) {
        RunRequest request = open.request();
        boolean died = open.state() == RunState.INTERRUPTED || open.state() == RunState.RUNNING;
        return request.movesOn() || (died && !request.dryRun());
    }

    /** Locks the batch against all other processes; its current run. */
    private static Optional<RunRow> lock(Handle handle, String batch) {
        int known = handle.execute("update batch set name = name where name = ?", batch);
        if (known == 0) {
            handle.execute("insert into batch (name) values (?)", batch);
        }
        return handle.createQuery("select " + RunRow.COLUMNS + " from batch_run where id ="
                        + " (select current_run from batch where name = :batch)")
                .bind("batch", batch)
                .map((row, context) -> RunRow.of(row))
                .findOne();
    }

    private static RunRow takeOver(Handle handle, RunRow run, Owner owner) {
        handle.createUpdate(
                        "update batch_run set state = 'RUNNING', ended_at = null, owner = :owner, owner_name = :name,"
                                + " grip = grip + 1, heartbeat_at = current_timestamp, stop_asked = false,"
                                + " resumed = resumed + 1, error_kind = null where id = :id")
                .bind("owner", owner.id())
                .bind("name", owner.name())
                .bind("id", run.id())
                .execute();
        return find(handle, run.id()).orElseThrow();
    }

    private static RunRow insert(
            Handle handle,
            String batch,
            RunRequest request,
            boolean incremental,
            Owner owner,
            Instant now,
            boolean beside) {
        UUID id = UUID.randomUUID();
        Optional<String> position = request.full() || request.isRange() || !incremental
                ? Optional.empty()
                : handle.createQuery("select position from batch where name = :batch and position is not null")
                        .bind("batch", batch)
                        .mapTo(String.class)
                        .findOne();
        StartPoint.Kind kind = position.isPresent() ? StartPoint.Kind.AFTER_RUN : StartPoint.Kind.BEGINNING;
        handle.createUpdate("insert into batch_run (id, batch, state, trigger_name, full_reload, range_from, range_to,"
                        + " dry_run, started_at, start_kind, position, rows_read, rows_mapped, rows_written,"
                        + " rows_unchanged, rows_filtered, rows_rejected, rows_parked, participants, owner, owner_name,"
                        + " grip, heartbeat_at, stop_asked, resumed)"
                        + " values (:id, :batch, 'RUNNING', :trigger, :full, :from, :to, :dry, :now, :kind, :position,"
                        + " 0, 0, 0, 0, 0, 0, 0, '{}', :owner, :name, 1, current_timestamp, false, 0)")
                .bind("id", id)
                .bind("batch", batch)
                .bind("trigger", request.trigger().name())
                .bind("full", request.full())
                .bind("from", request.from().orElse(null))
                .bind("to", request.to().orElse(null))
                .bind("dry", request.dryRun())
                .bind("now", now.toEpochMilli())
                .bind("kind", kind.name())
                .bind("position", position.orElse(null))
                .bind("owner", owner.id())
                .bind("name", owner.name())
                .execute();
        if (!beside) {
            handle.execute("update batch set current_run = ? where name = ?", id, batch);
        }
        return find(handle, id).orElseThrow();
    }

    // --- Running

    /**
     * Saves how far the run is, and that its process lives.
     *
     * @return empty when the run belongs to another process now; else whether somebody asked for its stop
     */
    Optional<Boolean> save(RunRow run, Save save, Also also) throws Exception {
        return database.<Optional<Boolean>, Exception>inTransaction(handle -> {
            if (write(handle, run, save) == 0) {
                return Optional.empty();
            }
            also.in(handle);
            return handle.createQuery("select stop_asked from batch_run where id = :id")
                    .bind("id", run.id())
                    .mapTo(Boolean.class)
                    .findOne();
        });
    }

    private static int write(Handle handle, RunRow run, Save save) {
        Update update = handle.createUpdate("update batch_run set"
                        + (save.position().isPresent() ? " start_kind = 'WITHIN_RUN', position = :position," : "")
                        + " rows_read = :read, rows_mapped = :mapped, rows_written = :written,"
                        + " rows_unchanged = :unchanged, rows_filtered = :filtered, rows_rejected = :rejected,"
                        + " rows_parked = :parked, rows_total = :total, participants = :participants,"
                        + ERROR + ", heartbeat_at = current_timestamp"
                        + " where id = :id and grip = :grip and state = 'RUNNING'")
                .bind("read", save.counts().read())
                .bind("mapped", save.counts().mapped())
                .bind("written", save.counts().written())
                .bind("unchanged", save.counts().unchanged())
                .bind("filtered", save.counts().filtered())
                .bind("rejected", save.counts().rejected())
                .bind("parked", save.counts().parked())
                .bind("total", save.total().isPresent() ? save.total().getAsLong() : null)
                .bind("participants", save.participants().toString())
                .bind("id", run.id())
                .bind("grip", run.grip());
        bind(save.error(), update);
        save.position().ifPresent(position -> update.bind("position", position.toString()));
        int written = update.execute();
        if (written == 1) {
            for (Handed handed : save.handed()) {
                handle.execute(
                        "delete from batch_handed where batch = ? and message_id = ?", run.batch(), handed.message());
                handle.execute(
                        "insert into batch_handed (batch, message_id, key_digest, content, sequence) values (?, ?, ?, ?, ?)",
                        run.batch(),
                        handed.message(),
                        handed.keyDigest(),
                        handed.content(),
                        handed.sequence());
            }
        }
        return written;
    }

    private static Update bind(Optional<Failure> error, Update update) {
        return update.bind("kind", error.map(known -> known.kind().name()).orElse(null))
                .bind("code", error.map(known -> cut(known.code(), 200)).orElse(null))
                .bind("what", error.map(known -> cut(known.what(), 4000)).orElse(null))
                .bind("why", error.map(known -> cut(known.why(), 4000)).orElse(null))
                .bind("mend", error.map(known -> cut(known.mend(), 4000)).orElse(null));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /**
     * Ends the run, unless it belongs to another process now.
     *
     * @param next where the next run begins, for a completed one that moves on; empty leaves that as it is, an empty inner
     *     value means the beginning
     */
    boolean end(RunRow run, RunState state, Instant now, Optional<Optional<ObjectNode>> next, Optional<Failure> error) {
        return database.inTransaction(handle -> {
            int ended = bind(
                            error,
                            handle.createUpdate("update batch_run set state = :state, ended_at = :now,"
                                    + ERROR + ", stop_asked = false"
                                    + " where id = :id and grip = :grip and state = 'RUNNING'"))
                    .bind("state", state.name())
                    .bind("now", now.toEpochMilli())
                    .bind("id", run.id())
                    .bind("grip", run.grip())
                    .execute();
            if (ended == 1 && next.isPresent()) {
                handle.createUpdate("update batch set position = :position, positioned_by = :run where name = :batch")
                        .bind("position", next.get().map(ObjectNode::toString).orElse(null))
                        .bind("run", run.id())
                        .bind("batch", run.batch())
                        .execute();
            }
            return ended == 1;
        });
    }

    private static void state(Handle handle, UUID run, RunState state, Instant now) {
        handle.execute(
                "update batch_run set state = ?, ended_at = ?, grip = grip + 1 where id = ?",
                state.name(),
                now.toEpochMilli(),
                run);
    }

    // --- Asking

    /** Has whoever runs the batch stop it; false when nobody does. */
    boolean askToStop(String batch) {
        return database.inTransaction(handle ->
                handle.execute("update batch_run set stop_asked = true where state = 'RUNNING' and batch = ?", batch)
                        > 0);
    }

    /**
     * Notes runs whose processes are gone.
     *
     * @param all whether this process is the only one, so that nothing that is noted as running can be
     * @param owner this process: its own runs are under way
     * @return names of batches with interrupted runs
     */
    Set<String> interrupted(boolean all, Owner owner, Instant now) {
        return database.inTransaction(handle -> {
            handle.createUpdate("update batch_run set state = 'INTERRUPTED', ended_at = :now, grip = grip + 1"
                            + " where state = 'RUNNING' and owner <> :owner"
                            + (all ? "" : " and heartbeat_at < current_timestamp - interval '15' second"))
                    .bind("now", now.toEpochMilli())
                    .bind("owner", owner.id())
                    .execute();
            return Set.copyOf(handle.createQuery("select r.batch from batch_run r join batch b on b.current_run = r.id"
                            + " where r.state = 'INTERRUPTED'")
                    .mapTo(String.class)
                    .list());
        });
    }

    Optional<RunRow> last(String batch) {
        return history(batch, 1).stream().findFirst();
    }

    Optional<RunRow> find(UUID run) {
        return database.jdbi().withHandle(handle -> find(handle, run));
    }

    private static Optional<RunRow> find(Handle handle, UUID run) {
        return handle.createQuery("select " + RunRow.COLUMNS + " from batch_run where id = :id")
                .bind("id", run)
                .map((row, context) -> RunRow.of(row))
                .findOne();
    }

    List<RunRow> history(String batch, int limit) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select " + RunRow.COLUMNS + " from batch_run"
                        + " where batch = :batch order by started_at desc, id desc limit :limit")
                .bind("batch", batch)
                .bind("limit", limit)
                .map((row, context) -> RunRow.of(row))
                .list());
    }

    // --- Rows in the lane

    /** In the order in which the rows stand in line. */
    List<Handed> handed(String batch) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "select message_id, key_digest, content, sequence from batch_handed where batch = :batch"
                                + " order by sequence")
                .bind("batch", batch)
                .map((row, context) -> new Handed(
                        row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getLong(3), row.getLong(4)))
                .list());
    }

    void forgetHanded(String batch, Collection<UUID> messages) {
        if (messages.isEmpty()) {
            return;
        }
        database.inTransaction(handle -> {
            var deletion = handle.prepareBatch("delete from batch_handed where batch = :batch and message_id = :id");
            messages.forEach(id -> deletion.bind("batch", batch).bind("id", id).add());
            return deletion.execute();
        });
    }

    /** Runs that ended before that day are forgotten, the latest 20 of each batch excepted. */
    int prune(Instant before) {
        Set<String> batches = database.jdbi()
                .withHandle(handle -> handle.createQuery("select name from batch").mapTo(String.class).stream()
                        .collect(Collectors.toSet()));
        int pruned = 0;
        for (String batch : batches) {
            List<RunRow> kept = history(batch, 20);
            if (kept.size() == 20) {
                long oldest =
                        Math.min(before.toEpochMilli(), kept.get(19).startedAt().toEpochMilli());
                pruned += database.inTransaction(handle -> handle.execute(
                        "delete from batch_run where batch = ? and started_at < ? and state <> 'RUNNING'",
                        batch,
                        oldest));
            }
        }
        return pruned;
    }
}
