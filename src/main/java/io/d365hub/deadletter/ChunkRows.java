package io.d365hub.deadletter;

import io.d365hub.deadletter.ReplayChunks.Chunk;
import io.d365hub.deadletter.ReplayDecisions.Decision;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Writes down what was decided for the next letters of a job. Whoever was quicker, with a letter or with the job, makes this
 * fail as outdated; then nothing of it is kept.
 */
final class ChunkRows {

    private final Handle handle;
    private final long now;

    ChunkRows(Handle handle, long now) {
        this.handle = handle;
        this.now = now;
    }

    /** @throws ReplayTurns.OutdatedException when the decisions are about letters or a job as they are no more */
    void save(JobRow row, Chunk chunk, List<Decision> decided) {
        saveItems(chunk, decided);
        saveLetters(row.id(), decided);
        // Last, because verdicts are counted there too: whoever counts waits until this transaction ends.
        saveJob(row, chunk, decided);
        handle.execute(
                "insert into replay_chunk (job, number, first_position, last_position, state) values (?, ?, ?, ?, 'TAKEN')",
                chunk.job(),
                chunk.number(),
                chunk.firstPosition(),
                chunk.lastPosition());
    }

    private void saveItems(Chunk chunk, List<Decision> decided) {
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

    private void saveLetters(UUID job, List<Decision> decided) {
        List<UUID> claimed = ids(decided, ReplayOutcome.CLAIMED);
        int moved = LetterStates.move(
                handle,
                LetterState.OPEN,
                LetterState.REPLAYING,
                claimed,
                ", changed_at = :now, replay_job = :job, note = ''",
                Map.of("now", now, "job", job));
        if (moved < claimed.size()) {
            throw new ReplayTurns.OutdatedException();
        }
        List<UUID> held = ids(decided, ReplayOutcome.HELD);
        if (!held.isEmpty()) {
            handle.createUpdate("update dead_letter set note = :note where id = any (:ids)")
                    .bind("note", ReplayDecisions.NEWER)
                    .bindArray("ids", UUID.class, held)
                    .execute();
        }
    }

    private static List<UUID> ids(List<Decision> decided, ReplayOutcome outcome) {
        return Decision.letters(decided, outcome).stream().map(Letter::id).toList();
    }

    /** What verdicts and returned letters count at the same time is kept. */
    private void saveJob(JobRow row, Chunk chunk, List<Decision> decided) {
        int claimed = Decision.count(decided, ReplayOutcome.CLAIMED);
        boolean forget = !row.stageHasEnd() && row.stageOk() + row.stageDead() > Pace.REMEMBERED_VERDICTS;
        int saved = handle.createUpdate(
                        "update replay_job set chunks = :chunks, next_position = :next, next_at = :nextAt,"
                                + " under_way = under_way + :claimed, held = held + :held, skipped = skipped + :skipped,"
                                + " stage_left = case when stage <> :stage then :left"
                                + " when stage_left < 0 then stage_left else stage_left - :claimed end,"
                                + " stage_ok = case when stage <> :stage then 0 else stage_ok / :part end,"
                                + " stage_dead = case when stage <> :stage then 0 else stage_dead / :part end, stage = :stage"
                                + " where id = :id and state = 'RUNNING' and chunks = :before and next_position = :from")
                .bind("id", row.id())
                .bind("chunks", row.chunks() + 1)
                .bind("before", row.chunks())
                .bind("next", chunk.lastPosition() + 1)
                .bind("from", row.nextPosition())
                .bind("nextAt", Pace.nextAt(row, claimed, now))
                .bind("claimed", claimed)
                .bind("held", Decision.count(decided, ReplayOutcome.HELD))
                .bind("skipped", Decision.count(decided, ReplayOutcome.SKIPPED))
                .bind("stage", row.stage())
                .bind("left", row.stageHasEnd() ? row.stageLeft() - claimed : ReplayPacing.WITHOUT_END)
                .bind("part", forget ? 2 : 1)
                .execute();
        if (saved == 0) {
            throw new ReplayTurns.OutdatedException();
        }
    }
}
