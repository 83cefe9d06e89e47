package io.d365hub.deadletter;

import io.d365hub.database.HubDatabase;
import io.d365hub.message.HubMessage;
import io.d365hub.message.HubMessage.Replay;
import io.d365hub.message.Integrations;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
 * they are. A process holds a lease on the job that it works on; when the lease ends too early because the process was frozen,
 * two processes do the same steps, which is a repetition like any other.
 */
final class ReplayChunks {

    static final int MOST_LETTERS = 500;
    static final int MOST_BYTES = 4 << 20;

    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final String NEWER = "Its record has had a newer delivery, which the replay would overwrite."
            + " Replay it with force, or discard it.";

    private final HubDatabase database;
    private final InstantSource clock;
    private final MessageLedger ledger;
    private final Integrations integrations;
    private final UUID process;

    ReplayChunks(
            HubDatabase database, InstantSource clock, MessageLedger ledger, Integrations integrations, UUID process) {
        this.database = database;
        this.clock = clock;
        this.ledger = ledger;
        this.integrations = integrations;
        this.process = process;
    }

    /** Letters of a job that are sent together. */
    record Chunk(UUID job, int number, int firstPosition, int lastPosition) {

        /** Names the chunk to the broker. */
        String duplicateId() {
            return "replay:" + job + ":" + number;
        }
    }

    /** A letter at its place in a job. */
    private record Turn(int position, Letter letter) {}

    /** A turn and what to do with it; the reason is empty for CLAIMED. */
    private record Decision(Turn turn, ReplayOutcome outcome, String reason) {}

    /** The job that has waited longest, for this process alone; empty when there is none to work on. */
    Optional<UUID> lease() {
        return database.inTransaction(handle -> {
            long now = clock.millis();
            Optional<UUID> job = handle.createQuery("select j.id from replay_job j where (j.state = 'RUNNING' or exists"
                            + " (select 1 from replay_chunk c where c.state = 'CLAIMED' and c.job = j.id))"
                            + " and (j.runner is null or j.runner = :process or j.leased_until < :now)"
                            + " order by j.worked_at, j.created_at limit 1")
                    .bind("process", process)
                    .bind("now", now)
                    .mapTo(UUID.class)
                    .findOne();
            job.ifPresent(id -> handle.execute(
                    "update replay_job set runner = ?, leased_until = ?, worked_at = ? where id = ?",
                    process,
                    now + LEASE.toMillis(),
                    now,
                    id));
            return job;
        });
    }

    /** The chunk that is to be sent now; empty when the job has nothing to send this time. */
    Optional<Chunk> claim(UUID job) throws SQLException {
        return database.inTransaction(handle -> {
            ledger.lock(handle);
            Optional<Chunk> unfinished = unfinished(handle, job);
            return unfinished.isPresent() ? unfinished : claimNext(handle, job);
        });
    }

    private static Optional<Chunk> unfinished(Handle handle, UUID job) {
        return handle.createQuery("select number, first_position, last_position from replay_chunk"
                        + " where job = :job and state = 'CLAIMED'")
                .bind("job", job)
                .map((row, context) -> new Chunk(job, row.getInt(1), row.getInt(2), row.getInt(3)))
                .findOne();
    }

    private Optional<Chunk> claimNext(Handle handle, UUID job) throws SQLException {
        Optional<Boolean> forced = handle.createQuery(
                        "select forced from replay_job where id = :job and state = 'RUNNING'")
                .bind("job", job)
                .mapTo(Boolean.class)
                .findOne();
        if (forced.isEmpty()) {
            return Optional.empty();
        }
        int number = handle.createQuery("select count(*) from replay_chunk where job = :job")
                .bind("job", job)
                .mapTo(Integer.class)
                .one();
        List<Turn> turns = nextTurns(handle, job);
        if (turns.isEmpty()) {
            handle.execute("update replay_job set state = 'DONE' where id = ? and state = 'RUNNING'", job);
            return Optional.empty();
        }
        List<Decision> decisions = decide(handle, turns, forced.get());
        save(handle, job, decisions);
        Chunk chunk = new Chunk(
                job,
                number,
                turns.get(0).position(),
                turns.get(turns.size() - 1).position());
        handle.execute(
                "insert into replay_chunk (job, number, first_position, last_position, state) values (?, ?, ?, ?, 'CLAIMED')",
                job,
                number,
                chunk.firstPosition(),
                chunk.lastPosition());
        return Optional.of(chunk);
    }

    private static List<Turn> nextTurns(Handle handle, UUID job) {
        int last = handle.createQuery("select coalesce(max(last_position), 0) from replay_chunk where job = :job")
                .bind("job", job)
                .mapTo(Integer.class)
                .one();
        List<Turn> turns = handle.createQuery("select r.position, " + LetterTables.COLUMNS
                        + " from replay_letter r join dead_letter d on d.id = r.letter"
                        + " where r.job = :job and r.position > :last and r.position <= :most order by r.position")
                .bind("job", job)
                .bind("last", last)
                .bind("most", last + MOST_LETTERS)
                .map((row, context) -> new Turn(row.getInt("position"), LetterTables.letter(row, context)))
                .list();
        long bytes = 0;
        for (int i = 0; i < turns.size(); i++) {
            bytes += turns.get(i).letter().bodyBytes();
            if (bytes > MOST_BYTES && i > 0) {
                return turns.subList(0, i);
            }
        }
        return turns;
    }

    private List<Decision> decide(Handle handle, List<Turn> turns, boolean forced) {
        Map<String, Map<UUID, Long>> newest = forced ? Map.of() : newestDelivered(handle, turns);
        return turns.stream().map(turn -> decide(turn, newest)).toList();
    }

    private Map<String, Map<UUID, Long>> newestDelivered(Handle handle, List<Turn> turns) {
        Map<String, List<Letter>> byIntegration =
                turns.stream().map(Turn::letter).collect(Collectors.groupingBy(Letter::integration));
        Map<String, Map<UUID, Long>> newest = new HashMap<>();
        byIntegration.forEach((integration, letters) -> newest.put(
                integration,
                ledger.newestDelivered(
                        handle,
                        integration,
                        letters.stream().map(Letter::keyDigest).distinct().toList())));
        return newest;
    }

    private Decision decide(Turn turn, Map<String, Map<UUID, Long>> newest) {
        Letter letter = turn.letter();
        if (letter.state() != LetterState.OPEN) {
            return new Decision(
                    turn,
                    ReplayOutcome.SKIPPED,
                    "It was not open any more: " + letter.state().name() + ".");
        }
        if (integrations.find(letter.integration()).isEmpty()) {
            return new Decision(
                    turn,
                    ReplayOutcome.SKIPPED,
                    "Integration '%s' does not run here. Start its route, then replay again."
                            .formatted(letter.integration()));
        }
        Long newer = newest.getOrDefault(letter.integration(), Map.of()).get(letter.keyDigest());
        return newer != null && newer > letter.sequence()
                ? new Decision(turn, ReplayOutcome.HELD, NEWER)
                : new Decision(turn, ReplayOutcome.CLAIMED, "");
    }

    private void save(Handle handle, UUID job, List<Decision> decisions) throws SQLException {
        var outcomes =
                handle.prepareBatch("update replay_letter set outcome = ?, reason = ? where job = ? and position = ?");
        decisions.forEach(decision -> outcomes.add(
                decision.outcome().name(),
                decision.reason(),
                job,
                decision.turn().position()));
        outcomes.execute();
        List<Letter> claimed = letters(decisions, ReplayOutcome.CLAIMED);
        long now = clock.millis();
        handle.createUpdate(
                        "update dead_letter set state = 'REPLAYING', changed_at = :now, replay_job = :job, note = ''"
                                + " where id = any (:ids)")
                .bind("now", now)
                .bind("job", job)
                .bindArray("ids", UUID.class, ids(claimed))
                .execute();
        handle.createUpdate("update dead_letter set note = :note where id = any (:ids)")
                .bind("note", NEWER)
                .bindArray("ids", UUID.class, ids(letters(decisions, ReplayOutcome.HELD)))
                .execute();
        ledger.replaying(handle, claimed);
    }

    private static List<Letter> letters(List<Decision> decisions, ReplayOutcome outcome) {
        return decisions.stream()
                .filter(decision -> decision.outcome() == outcome)
                .map(decision -> decision.turn().letter())
                .toList();
    }

    private static List<UUID> ids(Collection<Letter> letters) {
        return letters.stream().map(Letter::id).toList();
    }

    /** The messages of a claimed chunk, without any trace of their failure, in the order of the job. */
    List<HubMessage> messages(Chunk chunk) {
        return database.jdbi().withHandle(handle -> {
            List<Letter> letters = handle.createQuery("select " + LetterTables.COLUMNS
                            + " from replay_letter r join dead_letter d on d.id = r.letter where r.job = :job"
                            + " and r.position between :first and :last and r.outcome = 'CLAIMED' order by r.position")
                    .bind("job", chunk.job())
                    .bind("first", chunk.firstPosition())
                    .bind("last", chunk.lastPosition())
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
        database.inTransaction(handle -> {
            handle.execute(
                    "update replay_letter set outcome = 'SENT' where job = ? and position between ? and ?"
                            + " and outcome = 'CLAIMED'",
                    chunk.job(),
                    chunk.firstPosition(),
                    chunk.lastPosition());
            return handle.execute(
                    "update replay_chunk set state = 'DONE' where job = ? and number = ?", chunk.job(), chunk.number());
        });
    }
}
