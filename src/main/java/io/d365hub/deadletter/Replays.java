package io.d365hub.deadletter;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.broker.BrokerConnections;
import io.d365hub.database.HubDatabase;
import io.d365hub.message.Integrations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Replays dead letters as durable jobs. A job is written down with its letters when it is made; then a thread of one of the
 * hub processes works on it, portion by portion, see {@link ReplayChunks} for what a crash does. Thread-safe.
 */
public final class Replays implements AutoCloseable {

    /** Letters of a job that may be under way at once. */
    public static final int MOST_UNDER_WAY = Pace.MOST_UNDER_WAY;

    private static final int MOST_REASON = 1000;
    private static final int MOST_NAME = 200;

    /** Between looks at jobs that wait for verdicts or for time; doubled up to a quarter of a second. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(4);

    private static final int MOST_DOUBLINGS = 6;

    private final HubDatabase database;
    private final InstantSource clock;
    private final Chore chore;
    private final ReplaySending sending;
    private final AuditTrail audit;
    /** Looks in a row that found only jobs that wait; used by the chore's thread. */
    private int waits;

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
        this.audit = new AuditTrail(database, clock);
        this.sending = new ReplaySending(chunks, sender);
        this.chore = new Chore("replay", () -> work(chunks));
    }

    public void start() {
        chore.start();
    }

    /** One portion of each job; returns how long to wait for more. */
    private Duration work(ReplayChunks chunks) throws Exception {
        List<UUID> jobs = chunks.leases();
        boolean sent = false;
        for (UUID job : jobs) {
            Optional<ReplayChunks.Chunk> chunk = chunks.claim(job);
            if (chunk.isPresent()) {
                sending.send(chunk.get(), chunks.letters(chunk.get()));
                sent = true;
            }
        }
        sending.requireSuccess();
        if (sent) {
            waits = 0;
            return Duration.ZERO;
        }
        waits = jobs.isEmpty() ? 0 : Math.min(waits + 1, MOST_DOUBLINGS);
        return jobs.isEmpty() ? Chore.IDLE : FIRST_WAIT.multipliedBy(1L << waits);
    }

    /** One portion of each job, one step after another; returns whether something was sent. */
    static boolean replaySome(ReplayChunks chunks, ReplaySender sender) throws Exception {
        boolean sent = false;
        for (UUID job : chunks.leases()) {
            Optional<ReplayChunks.Chunk> chunk = chunks.claim(job);
            if (chunk.isPresent()) {
                ReplaySending.step(chunks, sender, chunk.get(), chunks.letters(chunk.get()));
                sent = true;
            }
        }
        return sent;
    }

    /**
     * Makes a job; it is durable when this returns. Returns its id.
     *
     * @throws SelectionChangedException when it would be another number of letters than expected
     */
    public UUID create(ReplayRequest request) {
        UUID job = UUID.randomUUID();
        database.inTransaction(handle -> {
            int selected = select(handle, job, request);
            if (request.expected().isPresent() && request.expected().getAsLong() != selected) {
                throw new SelectionChangedException(request.expected().getAsLong(), selected);
            }
            ReplayPacing pacing = request.pacing();
            audit.append(
                    handle,
                    AuditEntry.of(request.who(), "replay.started")
                            .because(request.reason())
                            .on(job)
                            .with("letters", selected)
                            .with("forced", request.force()));
            return handle.createUpdate("insert into replay_job (id, created_at, created_by, reason, forced, state,"
                            + " selected, leased_until, worked_at, ramp, failure_percent, per_second, stage_left)"
                            + " values (:id, :now, :who, :reason, :forced, 'RUNNING', :selected, 0, 0, :ramp,"
                            + " :failurePercent, :perSecond, :left)")
                    .bind("id", job)
                    .bind("now", clock.millis())
                    .bind("who", StorableText.of(request.who(), MOST_NAME))
                    .bind("reason", StorableText.of(request.reason(), MOST_REASON))
                    .bind("forced", request.force())
                    .bind("selected", selected)
                    .bind("ramp", pacing.storedRamp())
                    .bind("failurePercent", pacing.failurePercent())
                    .bind("perSecond", pacing.perSecond())
                    .bind("left", pacing.stageSize(0))
                    .execute();
        });
        chore.wake();
        return job;
    }

    /** Freezes the selection to ids, in the order in which the messages were accepted. */
    private int select(Handle handle, UUID job, ReplayRequest request) {
        LetterSelection.Selected selected = new LetterSelection.Selected(request, database);
        int letters = selected.bind(
                        handle.createUpdate("insert into replay_letter (job, position, letter, outcome, reason)"
                                        + " select :job, row_number() over (order by d.sequence, d.died_at, d.id), d.id,"
                                        + " 'WAITING', '' from dead_letter d where " + selected.condition())
                                .bind("job", job))
                .execute();
        handle.createUpdate("insert into replay_job_integration (job, integration) select distinct r.job, d.integration"
                        + " from replay_letter r join dead_letter d on d.id = r.letter where r.job = :job")
                .bind("job", job)
                .execute();
        return letters;
    }

    /**
     * Ends a job for good: nothing more is sent, and what waits in the work queues comes back untried; those letters stay open.
     * What the target has goes its way. Returns false when there is no such job or it had ended before.
     *
     * @param who the operator
     */
    public boolean cancel(UUID job, String who) {
        return change(job, who, "replay.cancelled", "state = 'CANCELLED'", "state in ('RUNNING', 'PAUSED', 'STOPPED')");
    }

    /** The same until it is resumed. Returns false when it does not run. */
    public boolean pause(UUID job, String who) {
        return change(job, who, "replay.paused", "state = 'PAUSED'", "state = 'RUNNING'");
    }

    /**
     * Goes on with a paused job where it was, and with one that stopped by itself from its first stage on, with the letters
     * that are left. Returns false when the job is neither.
     */
    public boolean resume(UUID job, String who) {
        return database.inTransaction(handle -> {
            Optional<JobRow> row = JobRow.read(handle, job);
            boolean stopped = row.filter(read -> read.state() == ReplayReport.State.STOPPED)
                    .isPresent();
            if (stopped) {
                JobRow anew = row.get().atStage(0);
                handle.execute(
                        "update replay_job set stage = 0, stage_left = ?, stage_ok = 0, stage_dead = 0 where id = ?",
                        anew.stageLeft(),
                        job);
            }
            boolean resumed = handle.execute(
                            "update replay_job set state = 'RUNNING', note = '', worked_at = 0 where id = ?"
                                    + " and state in ('PAUSED', 'STOPPED')",
                            job)
                    == 1;
            if (resumed) {
                audit.append(handle, AuditEntry.of(who, "replay.resumed").on(job));
            }
            chore.wake();
            return resumed;
        });
    }

    private boolean change(UUID job, String who, String act, String to, String when) {
        return database.inTransaction(handle -> {
            boolean changed = handle.execute("update replay_job set " + to + " where id = ? and " + when, job) == 1;
            if (changed) {
                audit.append(handle, AuditEntry.of(who, act).on(job));
            }
            return changed;
        });
    }

    /**
     * Tells all running jobs what they may do beside live messages.
     *
     * @param room most letters of each that may be under way
     * @param restUntil until when they send nothing, milliseconds since the epoch
     */
    public void leaveRoom(int room, long restUntil) {
        // Run again when two jobs were changed by two transactions in another order.
        database.inTransaction(handle -> handle.execute(
                "update replay_job set room = ?, rest_until = ? where state = 'RUNNING' and (room <> ? or rest_until <> ?)",
                room,
                restUntil,
                room,
                restUntil));
    }

    /** How far a job is; empty when there is no such job. */
    public Optional<ReplayReport> report(UUID job) {
        return database.jdbi()
                .inTransaction(
                        handle -> JobReports.of(
                                        handle,
                                        handle.createQuery("select * from replay_job where id = :id")
                                                .bind("id", job))
                                .stream()
                                .findFirst());
    }

    /** The latest jobs, the last one first. */
    public List<ReplayReport> latest(int limit) {
        return database.jdbi()
                .inTransaction(handle -> JobReports.of(
                        handle,
                        handle.createQuery("select * from replay_job order by created_at desc, id limit :limit")
                                .bind("limit", limit)));
    }

    /** The latest of a person's own jobs, and of those whose letters are all of these integrations. */
    public List<ReplayReport> latest(int limit, String who, Set<String> integrations) {
        List<String> open = new ArrayList<>(integrations);
        // Nothing has this name: a list of names may not be empty.
        open.add("");
        return database.jdbi()
                .inTransaction(handle -> JobReports.of(
                        handle,
                        handle.createQuery("select * from replay_job where created_by = :who or (exists (select 1 from"
                                        + " replay_job_integration i where i.job = replay_job.id) and not exists (select 1"
                                        + " from replay_job_integration i where i.job = replay_job.id and i.integration not"
                                        + " in (<open>))) order by created_at desc, id limit :limit")
                                .bind("who", who)
                                .bindList("open", open)
                                .bind("limit", limit)));
    }

    /**
     * Letters of a job, in its order.
     *
     * @param outcome only these; empty: all
     * @param after the position behind which to begin; 0 for the first page
     * @param limit most letters
     */
    public List<ReplayItem> items(UUID job, Optional<ReplayOutcome> outcome, int after, int limit) {
        String which =
                outcome.map(wanted -> " and outcome = '" + wanted.name() + "'").orElse("");
        return database.jdbi().withHandle(handle -> handle.createQuery("select position, letter, outcome, reason from"
                        + " replay_letter where job = :job and position > :after" + which
                        + " order by job, position limit :limit")
                .bind("job", job)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new ReplayItem(
                        row.getInt("position"),
                        LetterTables.uuid(row, "letter"),
                        ReplayOutcome.valueOf(row.getString("outcome")),
                        row.getString("reason")))
                .list());
    }

    /** Stops after the portion in hand. The jobs go on at the next start, or in another process. */
    @Override
    public void close() {
        chore.close();
        sending.close();
    }
}
