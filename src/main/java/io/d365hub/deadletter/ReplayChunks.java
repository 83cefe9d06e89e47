package io.d365hub.deadletter;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.ReplayDecisions.Decision;
import io.d365hub.message.HubMessage;
import io.d365hub.message.HubMessage.Replay;
import io.d365hub.message.Integrations;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * The steps of a replay job that happen in the database. A job goes through its letters in chunks; each chunk goes one way
 * through four steps, and each step may be repeated:
 *
 * <ol>
 *   <li>{@link #claim}, one SQL transaction: the next letters are looked at; those that may be replayed become REPLAYING, and
 *       the chunk is written down as TAKEN.
 *   <li>{@link #enter}, one SQL transaction that holds the ledger: their messages are queued for the ledger, and the chunk is
 *       CLAIMED.
 *   <li>{@link ReplaySender#send}, one transaction of the broker with a duplicate id of the chunk's own: the messages are in
 *       the work queues, once, however often this is repeated.
 *   <li>{@link #done}, one SQL transaction: the chunk is DONE.
 * </ol>
 *
 * <p>A crash before (1) has committed leaves nothing. After it, the next run finds the chunk, also when the job has been
 * cancelled since, and goes on with (2) and (3), which have their effect once: only a TAKEN chunk is entered, and the broker
 * refuses what it has. After (3), verdicts may come before (4): they stay as they are. A process holds a lease on the job that
 * it works on, see {@link ReplayLeases}.
 *
 * <p>Claiming is the dearest step and needs nothing of the ledger, so that verdicts are folded meanwhile. Should two processes
 * claim for one job at once, one of them finds that the job went on.
 *
 * <p>A letter that comes back from the work queue untried, see {@link ReplayReturns}, waits again and goes out with a later chunk.
 */
final class ReplayChunks {

    static final int MOST_LETTERS = 500;

    private static final int MOST_NOTE = 1000;

    private final HubDatabase database;
    private final InstantSource clock;
    private final MessageLedger ledger;
    private final ReplayDecisions decisions;
    private final ReplayLeases leases;
    /** Chunks that this process is sending. */
    private final Set<Chunk> inHand = ConcurrentHashMap.newKeySet();
    /** What the last {@link #claim} made, so that its letters need not be read again; used by the thread that claims. */
    private Optional<Claimed> claimed = Optional.empty();

    ReplayChunks(
            HubDatabase database, InstantSource clock, MessageLedger ledger, Integrations integrations, UUID process) {
        this.database = database;
        this.clock = clock;
        this.ledger = ledger;
        this.decisions = new ReplayDecisions(ledger, integrations);
        this.leases = new ReplayLeases(database, clock, process);
    }

    /** Letters of a job that are sent together. */
    record Chunk(UUID job, int number, int firstPosition, int lastPosition) {

        /** Names the chunk to the broker. */
        String duplicateId() {
            return "replay:" + job + ":" + number;
        }
    }

    private record Claimed(Chunk chunk, List<Letter> letters) {}

    /** The jobs that this process works on. */
    List<UUID> leases() {
        return leases.take();
    }

    /** The chunk that is to be sent now; empty when the job has nothing to send this time. */
    Optional<Chunk> claim(UUID job) throws SQLException {
        // Looked at before anything is locked: most of the time a job only waits, and nobody else should wait for the
        // look.
        Optional<ReplayTurns> ahead = database.jdbi().withHandle(handle -> lookAhead(handle, job));
        if (ahead.isEmpty()) {
            return Optional.empty();
        }
        try {
            return claim(job, ahead.get());
        } catch (ReplayTurns.OutdatedException e) {
            return claimAnew(job);
        }
    }

    /** With what stands there now; should that be outdated as well, the next look comes soon. */
    private Optional<Chunk> claimAnew(UUID job) throws SQLException {
        try {
            return claim(job, ReplayTurns.UNKNOWN);
        } catch (ReplayTurns.OutdatedException e) {
            return Optional.empty();
        }
    }

    private Optional<Chunk> claim(UUID job, ReplayTurns ahead) throws SQLException {
        return database.inTransaction(handle -> {
            claimed = Optional.empty();
            if (database.isH2()) {
                // It counts letters row by row: who settles letters at the same time could wait for this claim, and it
                // for them.
                ledger.lock(handle);
            }
            Optional<Chunk> unfinished = unfinished(handle, job);
            return unfinished.isPresent() ? unfinished : claimNext(handle, job, ahead);
        });
    }

    /** Empty when there is nothing to do. */
    private Optional<ReplayTurns> lookAhead(Handle handle, UUID job) {
        if (unfinished(handle, job).isPresent()) {
            return Optional.of(ReplayTurns.UNKNOWN);
        }
        return running(handle, job).flatMap(row -> {
            Pace.Step step = Pace.next(row, MOST_LETTERS, clock.millis());
            return switch (step.act()) {
                case WAIT -> Optional.empty();
                case NEXT_STAGE, STOP -> Optional.of(ReplayTurns.UNKNOWN);
                case SEND -> Optional.of(ReplayTurns.next(handle, row, step.letters(), decisions));
            };
        });
    }

    /** The first one that was claimed and not sent, and is not being sent by this process. */
    private Optional<Chunk> unfinished(Handle handle, UUID job) {
        return handle
                .createQuery("select number, first_position, last_position from replay_chunk"
                        + " where job = :job and state in ('TAKEN', 'CLAIMED') order by number")
                .bind("job", job)
                .map((row, context) -> new Chunk(job, row.getInt(1), row.getInt(2), row.getInt(3)))
                .list()
                .stream()
                .filter(chunk -> !inHand.contains(chunk))
                .findFirst();
    }

    private static Optional<JobRow> running(Handle handle, UUID job) {
        return JobRow.read(handle, job).filter(read -> read.state() == ReplayReport.State.RUNNING);
    }

    private Optional<Chunk> claimNext(Handle handle, UUID job, ReplayTurns ahead) {
        Optional<JobRow> row = running(handle, job);
        return row.isPresent() ? claimNext(handle, row.get(), ahead) : Optional.empty();
    }

    private Optional<Chunk> claimNext(Handle handle, JobRow row, ReplayTurns ahead) {
        Pace.Step step = Pace.next(row, MOST_LETTERS, clock.millis());
        return switch (step.act()) {
            case WAIT -> Optional.empty();
            case NEXT_STAGE -> claimNext(handle, row.atStage(row.stage() + 1), ahead);
            case STOP -> end(handle, row, ReplayReport.State.STOPPED, step.why());
            case SEND -> {
                ReplayTurns turns = ahead.areNextOf(row)
                        ? ahead.first(step.letters())
                        : ReplayTurns.next(handle, row, step.letters(), decisions);
                if (!turns.decided().isEmpty()) {
                    yield Optional.of(save(handle, row, turns.decided()));
                }
                yield row.pacing().isWatched() && row.underWay() > 0
                        ? Optional.empty()
                        : end(handle, row, ReplayReport.State.DONE, "");
            }
        };
    }

    private Optional<Chunk> end(Handle handle, JobRow row, ReplayReport.State state, String note) {
        handle.execute(
                "update replay_job set state = ?, note = ? where id = ? and state = 'RUNNING'",
                state.name(),
                StorableText.of(note, MOST_NOTE),
                row.id());
        if (state == ReplayReport.State.STOPPED) {
            new AuditTrail(database, clock)
                    .append(
                            handle,
                            AuditEntry.of("hub", "replay.stopped").because(note).on(row.id()));
        }
        return Optional.empty();
    }

    private Chunk save(Handle handle, JobRow row, List<Decision> decided) {
        Chunk chunk = new Chunk(
                row.id(),
                row.chunks(),
                decided.get(0).turn().position(),
                decided.get(decided.size() - 1).turn().position());
        new ChunkRows(handle, clock.millis()).save(row, chunk, decided);
        claimed = Optional.of(new Claimed(chunk, Decision.letters(decided, ReplayOutcome.CLAIMED)));
        return chunk;
    }

    /** The messages of a claimed chunk are queued for the ledger, once. */
    void enter(Chunk chunk, List<Letter> letters) throws SQLException {
        database.inTransaction(handle -> {
            ledger.lock(handle);
            boolean first = handle.execute(
                            "update replay_chunk set state = 'CLAIMED' where job = ? and number = ? and state = 'TAKEN'",
                            chunk.job(),
                            chunk.number())
                    == 1;
            if (first) {
                ledger.replaying(handle, letters);
            }
            return first;
        });
    }

    /** The letters of a claimed chunk in the order of the job. */
    List<Letter> letters(Chunk chunk) {
        return claimed.filter(known -> known.chunk().equals(chunk))
                .map(Claimed::letters)
                .orElseGet(() -> database.jdbi().withHandle(handle -> letters(handle, chunk)));
    }

    /** What is sent for the letters of a chunk, without any trace of their failure. */
    List<HubMessage> messages(Chunk chunk, List<Letter> letters) {
        Map<UUID, LetterContent> contents = database.jdbi()
                .withHandle(handle -> LetterTables.contents(
                        handle, letters.stream().map(Letter::id).toList()));
        return letters.stream()
                .map(letter -> message(letter, contents.get(letter.id()), chunk.job()))
                .toList();
    }

    private static List<Letter> letters(Handle handle, Chunk chunk) {
        return handle.createQuery("select " + LetterTables.COLUMNS
                        + " from replay_letter r join dead_letter d on d.id = r.letter where r.job = :job"
                        + " and r.position between :first and :last and r.chunk = :chunk and r.outcome = 'CLAIMED'"
                        + " order by r.position")
                .bind("job", chunk.job())
                .bind("first", chunk.firstPosition())
                .bind("last", chunk.lastPosition())
                .bind("chunk", chunk.number())
                .map(LetterTables::letter)
                .list();
    }

    private static HubMessage message(Letter letter, LetterContent content, UUID job) {
        return new HubMessage(
                letter.message(),
                letter.integration(),
                letter.client(),
                content.recordKey(),
                letter.sequence(),
                letter.acceptedAt(),
                letter.contentType(),
                content.headers(),
                content.body(),
                Optional.of(new Replay(letter.id(), job)));
    }

    /** From now on {@link #claim} gives out the chunk behind this one, until it is {@link #putDown}. */
    void take(Chunk chunk) {
        inHand.add(chunk);
    }

    /** The chunk has been sent, or could not be and is to be given out again. */
    void putDown(Chunk chunk) {
        inHand.remove(chunk);
    }

    /** The chunk is in the work queues. */
    void done(Chunk chunk) {
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "update replay_chunk set state = 'DONE' where job = ? and number = ?",
                        chunk.job(),
                        chunk.number()));
    }
}
