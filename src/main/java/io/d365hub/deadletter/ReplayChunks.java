package io.d365hub.deadletter;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.ReplayDecisions.Decision;
import io.d365hub.deadletter.ReplayDecisions.Turn;
import io.d365hub.message.HubMessage;
import io.d365hub.message.HubMessage.Replay;
import io.d365hub.message.Integrations;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The steps of a replay job that happen in the database. A job goes through its letters in chunks; each chunk goes one way
 * through three steps, and each step may be repeated:
 *
 * <ol>
 *   <li>{@link #claim}, one SQL transaction: the next letters are looked at; those that may be replayed become REPLAYING,
 *       their messages are queued for the ledger, and the chunk is written down as CLAIMED.
 *   <li>{@link ReplaySender#send}, one transaction of the broker with a duplicate id of the chunk's own: the messages are in
 *       the work queues, once, however often this is repeated.
 *   <li>{@link #done}, one SQL transaction: the chunk is DONE.
 * </ol>
 *
 * <p>A crash before (1) has committed leaves nothing. After it, the next run finds the claimed chunk, also when the job has
 * been cancelled since, and repeats (2); the broker refuses what it has. After (2), verdicts may come before (3): they stay as
 * they are. A process holds a lease on the job that it works on, see {@link ReplayLeases}.
 *
 * <p>A letter that comes back from the work queue untried, see {@link ReplayReturns}, waits again and goes out with a later chunk.
 */
final class ReplayChunks {

    static final int MOST_LETTERS = 500;
    static final int MOST_BYTES = 4 << 20;

    private static final int MOST_NOTE = 1000;

    private final HubDatabase database;
    private final InstantSource clock;
    private final MessageLedger ledger;
    private final ReplayDecisions decisions;
    private final ReplayLeases leases;

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

    /** The jobs that this process works on. */
    List<UUID> leases() {
        return leases.take();
    }

    /** The chunk that is to be sent now; empty when the job has nothing to send this time. */
    Optional<Chunk> claim(UUID job) throws SQLException {
        // Looked at before the ledger is locked: most of the time a job only waits.
        if (!database.jdbi().withHandle(handle -> hasWork(handle, job))) {
            return Optional.empty();
        }
        return database.inTransaction(handle -> {
            ledger.lock(handle);
            Optional<Chunk> unfinished = unfinished(handle, job);
            return unfinished.isPresent() ? unfinished : claimNext(handle, job);
        });
    }

    private boolean hasWork(Handle handle, UUID job) {
        return unfinished(handle, job).isPresent()
                || JobRow.read(handle, job)
                        .filter(row -> row.state() == ReplayReport.State.RUNNING)
                        .filter(row ->
                                Pace.next(row, MOST_LETTERS, clock.millis()).act() != Pace.Act.WAIT)
                        .isPresent();
    }

    private static Optional<Chunk> unfinished(Handle handle, UUID job) {
        return handle.createQuery("select number, first_position, last_position from replay_chunk"
                        + " where job = :job and state = 'CLAIMED'")
                .bind("job", job)
                .map((row, context) -> new Chunk(job, row.getInt(1), row.getInt(2), row.getInt(3)))
                .findOne();
    }

    private Optional<Chunk> claimNext(Handle handle, UUID job) throws SQLException {
        Optional<JobRow> row = JobRow.read(handle, job).filter(read -> read.state() == ReplayReport.State.RUNNING);
        return row.isPresent() ? claimNext(handle, row.get()) : Optional.empty();
    }

    private Optional<Chunk> claimNext(Handle handle, JobRow row) throws SQLException {
        Pace.Step step = Pace.next(row, MOST_LETTERS, clock.millis());
        return switch (step.act()) {
            case WAIT -> Optional.empty();
            case NEXT_STAGE -> claimNext(handle, row.atStage(row.stage() + 1));
            case STOP -> end(handle, row, ReplayReport.State.STOPPED, step.why());
            case SEND -> {
                List<Turn> turns = nextTurns(handle, row, step.letters());
                if (!turns.isEmpty()) {
                    yield Optional.of(save(handle, row, decisions.decide(handle, turns, row.forced())));
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

    /** In two steps: a planner that does not know how few letters are wanted would join all of them first. */
    private static List<Turn> nextTurns(Handle handle, JobRow row, int most) {
        Map<UUID, Integer> positions = new LinkedHashMap<>();
        handle.createQuery("select position, letter from replay_letter where job = :job and position >= :next"
                        + " and outcome = 'WAITING' order by job, position limit :most")
                .bind("job", row.id())
                .bind("next", row.nextPosition())
                .bind("most", most)
                .map((found, context) -> positions.put(LetterTables.uuid(found, "letter"), found.getInt("position")))
                .list();
        Map<UUID, Letter> letters = LetterTables.letters(handle, List.copyOf(positions.keySet())).stream()
                .collect(Collectors.toMap(Letter::id, letter -> letter));
        List<Turn> turns = positions.entrySet().stream()
                .map(turn -> new Turn(turn.getValue(), Optional.ofNullable(letters.get(turn.getKey()))))
                .toList();
        long bytes = 0;
        for (int i = 0; i < turns.size(); i++) {
            bytes += turns.get(i).letter().map(Letter::bodyBytes).orElse(0);
            if (bytes > MOST_BYTES && i > 0) {
                return turns.subList(0, i);
            }
        }
        return turns;
    }

    private Chunk save(Handle handle, JobRow row, List<Decision> decided) throws SQLException {
        Chunk chunk = new Chunk(
                row.id(),
                row.chunks(),
                decided.get(0).turn().position(),
                decided.get(decided.size() - 1).turn().position());
        saveItems(handle, chunk, decided);
        saveLetters(handle, row.id(), decided);
        saveJob(handle, row, chunk, decided);
        handle.execute(
                "insert into replay_chunk (job, number, first_position, last_position, state) values (?, ?, ?, ?, 'CLAIMED')",
                chunk.job(),
                chunk.number(),
                chunk.firstPosition(),
                chunk.lastPosition());
        return chunk;
    }

    private static void saveItems(Handle handle, Chunk chunk, List<Decision> decided) {
        // Most are claimed: all of them at once, then the exceptions.
        handle.execute(
                "update replay_letter set outcome = 'CLAIMED', reason = '', chunk = ? where job = ? and outcome = 'WAITING'"
                        + " and position between ? and ?",
                chunk.number(),
                chunk.job(),
                chunk.firstPosition(),
                chunk.lastPosition());
        var exceptions =
                handle.prepareBatch("update replay_letter set outcome = ?, reason = ? where job = ? and position = ?");
        decided.stream()
                .filter(decision -> decision.outcome() != ReplayOutcome.CLAIMED)
                .forEach(decision -> exceptions.add(
                        decision.outcome().name(),
                        decision.reason(),
                        chunk.job(),
                        decision.turn().position()));
        exceptions.execute();
    }

    private void saveLetters(Handle handle, UUID job, List<Decision> decided) throws SQLException {
        List<Letter> claimed = Decision.letters(decided, ReplayOutcome.CLAIMED);
        handle.createUpdate(
                        "update dead_letter set state = 'REPLAYING', changed_at = :now, replay_job = :job, note = ''"
                                + " where id = any (:ids)")
                .bind("now", clock.millis())
                .bind("job", job)
                .bindArray("ids", UUID.class, ids(claimed))
                .execute();
        List<Letter> held = Decision.letters(decided, ReplayOutcome.HELD);
        if (!held.isEmpty()) {
            handle.createUpdate("update dead_letter set note = :note where id = any (:ids)")
                    .bind("note", ReplayDecisions.NEWER)
                    .bindArray("ids", UUID.class, ids(held))
                    .execute();
        }
        ledger.replaying(handle, claimed);
    }

    private void saveJob(Handle handle, JobRow row, Chunk chunk, List<Decision> decided) {
        int claimed = Decision.count(decided, ReplayOutcome.CLAIMED);
        boolean forget = !row.stageHasEnd() && row.stageOk() + row.stageDead() > Pace.REMEMBERED_VERDICTS;
        handle.createUpdate("update replay_job set chunks = :chunks, next_position = :next, next_at = :nextAt,"
                        + " under_way = under_way + :claimed, held = held + :held, skipped = skipped + :skipped,"
                        + " stage = :stage, stage_left = :left, stage_ok = :ok, stage_dead = :dead where id = :id")
                .bind("id", row.id())
                .bind("chunks", row.chunks() + 1)
                .bind("next", chunk.lastPosition() + 1)
                .bind("nextAt", Pace.nextAt(row, claimed, clock.millis()))
                .bind("claimed", claimed)
                .bind("held", Decision.count(decided, ReplayOutcome.HELD))
                .bind("skipped", Decision.count(decided, ReplayOutcome.SKIPPED))
                .bind("stage", row.stage())
                .bind("left", row.stageHasEnd() ? row.stageLeft() - claimed : ReplayPacing.WITHOUT_END)
                .bind("ok", forget ? row.stageOk() / 2 : row.stageOk())
                .bind("dead", forget ? row.stageDead() / 2 : row.stageDead())
                .execute();
    }

    private static List<UUID> ids(Collection<Letter> letters) {
        return letters.stream().map(Letter::id).toList();
    }

    /** The messages of a claimed chunk, without any trace of their failure, in the order of the job. */
    List<HubMessage> messages(Chunk chunk) {
        return database.jdbi().withHandle(handle -> {
            List<Letter> letters = handle.createQuery("select " + LetterTables.COLUMNS
                            + " from replay_letter r join dead_letter d on d.id = r.letter where r.job = :job"
                            + " and r.position between :first and :last and r.chunk = :chunk and r.outcome = 'CLAIMED'"
                            + " order by r.position")
                    .bind("job", chunk.job())
                    .bind("first", chunk.firstPosition())
                    .bind("last", chunk.lastPosition())
                    .bind("chunk", chunk.number())
                    .map(LetterTables::letter)
                    .list();
            Map<UUID, LetterContent> contents = LetterTables.contents(handle, ids(letters));
            List<HubMessage> messages = new ArrayList<>();
            letters.forEach(letter -> messages.add(message(letter, contents.get(letter.id()), chunk.job())));
            return messages;
        });
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

    /** The chunk is in the work queues. */
    void done(Chunk chunk) {
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "update replay_chunk set state = 'DONE' where job = ? and number = ?",
                        chunk.job(),
                        chunk.number()));
    }
}
