package io.d365hub.deadletter;

import io.d365hub.broker.BrokerConnections;
import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.query.SqlCondition;
import io.d365hub.message.Integrations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Replays dead letters as durable jobs. A job is written down with its letters when it is made; then a thread of one of the
 * hub processes works on it, portion by portion, see {@link ReplayChunks} for what a crash does. Thread-safe.
 */
public final class Replays implements AutoCloseable {

    private static final int MOST_REASON = 1000;
    private static final int MOST_NAME = 200;

    private final HubDatabase database;
    private final InstantSource clock;
    private final Chore chore;

    /**
     * Works on no job before {@link #start}.
     *
     * @param process names this process among those that share the database
     */
    public Replays(
            HubDatabase database,
            InstantSource clock,
            MessageLedger ledger,
            BrokerConnections connections,
            Integrations integrations,
            UUID process) {
        this(
                database,
                clock,
                new ReplayChunks(database, clock, ledger, integrations, process),
                new ReplaySender(connections, integrations));
    }

    Replays(HubDatabase database, InstantSource clock, ReplayChunks chunks, ReplaySender sender) {
        this.database = database;
        this.clock = clock;
        this.chore = new Chore("replay", () -> replaySome(chunks, sender));
    }

    public void start() {
        chore.start();
    }

    /** One portion of one job; returns whether there may be more. */
    static boolean replaySome(ReplayChunks chunks, ReplaySender sender) throws Exception {
        Optional<UUID> job = chunks.lease();
        if (job.isEmpty()) {
            return false;
        }
        Optional<ReplayChunks.Chunk> chunk = chunks.claim(job.get());
        if (chunk.isPresent()) {
            sender.send(chunk.get(), chunks.messages(chunk.get()));
            chunks.done(chunk.get());
        }
        return true;
    }

    /** Makes a job; it is durable when this returns. Returns its id. */
    public UUID create(ReplayRequest request) {
        UUID job = UUID.randomUUID();
        database.inTransaction(handle -> {
            int selected = select(handle, job, request);
            return handle.createUpdate("insert into replay_job (id, created_at, created_by, reason, forced, state,"
                            + " selected, leased_until, worked_at)"
                            + " values (:id, :now, :who, :reason, :forced, 'RUNNING', :selected, 0, 0)")
                    .bind("id", job)
                    .bind("now", clock.millis())
                    .bind("who", StorableText.of(request.who(), MOST_NAME))
                    .bind("reason", StorableText.of(request.reason(), MOST_REASON))
                    .bind("forced", request.force())
                    .bind("selected", selected)
                    .execute();
        });
        chore.wake();
        return job;
    }

    /** Freezes the selection to ids, in the order in which the messages were accepted. */
    private int select(Handle handle, UUID job, ReplayRequest request) {
        Optional<SqlCondition> condition = request.query().map(query -> new SqlCondition(query, database.isH2()));
        var insert = handle.createUpdate("insert into replay_letter (job, position, letter, outcome, reason)"
                        + " select :job, row_number() over (order by d.sequence, d.died_at, d.id), d.id, 'WAITING', ''"
                        + " from dead_letter d where "
                        + condition.map(SqlCondition::sql).orElse("d.id = any (:ids)"))
                .bind("job", job);
        if (condition.isPresent()) {
            condition.get().bind(insert);
        } else {
            insert.bindArray("ids", UUID.class, request.letters());
        }
        return insert.execute();
    }

    /**
     * Stops a job after the portion in hand: nothing more is sent, and what was not sent stays open. Returns false when there
     * is no such job or it had ended before.
     */
    public boolean cancel(UUID job) {
        return database.jdbi()
                        .withHandle(handle -> handle.execute(
                                "update replay_job set state = 'CANCELLED' where id = ? and state = 'RUNNING'", job))
                == 1;
    }

    /** How far a job is; empty when there is no such job. */
    public Optional<ReplayReport> report(UUID job) {
        return database.jdbi()
                .inTransaction(handle ->
                        reports(
                                        handle,
                                        handle.createQuery("select * from replay_job where id = :id")
                                                .bind("id", job))
                                .stream()
                                .findFirst());
    }

    /** The latest jobs, the last one first. */
    public List<ReplayReport> latest(int limit) {
        return database.jdbi()
                .inTransaction(handle -> reports(
                        handle,
                        handle.createQuery("select * from replay_job order by created_at desc, id limit :limit")
                                .bind("limit", limit)));
    }

    private static List<ReplayReport> reports(Handle handle, Query jobs) {
        return jobs.map((row, context) -> report(handle, row)).list();
    }

    private static ReplayReport report(Handle handle, ResultSet row) throws SQLException {
        UUID job = LetterTables.uuid(row, "id");
        Map<ReplayOutcome, Long> letters = new EnumMap<>(ReplayOutcome.class);
        Map<String, Long> reasons = new HashMap<>();
        handle.createQuery("select outcome, reason, count(*) as letters from replay_letter where job = :job"
                        + " group by outcome, reason")
                .bind("job", job)
                .map((line, context) -> {
                    long count = line.getLong("letters");
                    letters.merge(ReplayOutcome.valueOf(line.getString("outcome")), count, Long::sum);
                    if (!line.getString("reason").isEmpty()) {
                        reasons.merge(line.getString("reason"), count, Long::sum);
                    }
                    return count;
                })
                .list();
        return new ReplayReport(
                job,
                ReplayReport.State.valueOf(row.getString("state")),
                LetterTables.time(row, "created_at"),
                row.getString("created_by"),
                row.getString("reason"),
                row.getBoolean("forced"),
                row.getLong("selected"),
                letters.getOrDefault(ReplayOutcome.WAITING, 0L),
                letters.getOrDefault(ReplayOutcome.CLAIMED, 0L) + letters.getOrDefault(ReplayOutcome.SENT, 0L),
                letters.getOrDefault(ReplayOutcome.HELD, 0L),
                letters.getOrDefault(ReplayOutcome.SKIPPED, 0L),
                letters.getOrDefault(ReplayOutcome.DELIVERED, 0L),
                letters.getOrDefault(ReplayOutcome.FILTERED, 0L),
                letters.getOrDefault(ReplayOutcome.DEAD, 0L),
                reasons);
    }

    /** Stops after the portion in hand. The jobs go on at the next start, or in another process. */
    @Override
    public void close() {
        chore.close();
    }
}
