package io.d365hub.deadletter;

import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.message.HubMessage.Replay;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Replays that a lane sent back untried when their turn came: their letters are open again. Those that would have overwritten a
 * newer delivery are held; the others wait again in their job, which was paused, stopped or cancelled.
 */
final class ReplayReturns {

    private static final String STALE = "replay-newer";
    private static final String RECALLED = "replay-recalled";

    private final Handle handle;
    private final Map<UUID, Tally> jobs = new TreeMap<>();

    /** What came back to one job. */
    private static final class Tally {
        private int held;
        private int waiting;
        private int first = Integer.MAX_VALUE;
    }

    ReplayReturns(Handle handle) {
        this.handle = handle;
    }

    static Failure stale() {
        return Failure.of(
                FailureKind.REFUSED,
                STALE,
                "The letter was not replayed.",
                ReplayDecisions.NEWER,
                "Replay it with force, or discard it.");
    }

    static Failure recalled() {
        return Failure.of(
                FailureKind.REFUSED,
                RECALLED,
                "The letter was not replayed.",
                "Its replay was paused, stopped or cancelled before its turn came.",
                "Resume the replay, or start another one.");
    }

    /** Whether a lane sent it back, instead of that it died. */
    static boolean isReturn(Dying dying) {
        return dying.message()
                .replay()
                .filter(replay -> replay.letter().equals(dying.letter()))
                .isPresent();
    }

    void save(Collection<Dying> returned) {
        returned.forEach(this::save);
        jobs.forEach(this::count);
    }

    private void save(Dying dying) {
        Replay replay = dying.message().replay().orElseThrow();
        boolean stale = dying.failure().code().equals(STALE);
        int first = handle.execute(
                "insert into replay_return (letter, job, died_at) values (?, ?, ?) on conflict do nothing",
                replay.letter(),
                replay.job(),
                dying.diedAt().toEpochMilli());
        if (first == 0) {
            return;
        }
        handle.execute(
                "update dead_letter set state = 'OPEN', changed_at = ?, note = ? where id = ? and state = 'REPLAYING'",
                dying.diedAt().toEpochMilli(),
                stale ? ReplayDecisions.NEWER : "",
                replay.letter());
        int changed = handle.execute(
                "update replay_letter set outcome = ?, reason = ? where letter = ? and job = ? and outcome = 'CLAIMED'",
                stale ? ReplayOutcome.HELD.name() : ReplayOutcome.WAITING.name(),
                stale ? ReplayDecisions.NEWER : "",
                replay.letter(),
                replay.job());
        if (changed == 1) {
            tell(replay, stale);
        }
    }

    private void tell(Replay replay, boolean stale) {
        Tally tally = jobs.computeIfAbsent(replay.job(), job -> new Tally());
        if (stale) {
            tally.held++;
            return;
        }
        tally.waiting++;
        int position = handle.createQuery("select position from replay_letter where letter = :letter and job = :job")
                .bind("letter", replay.letter())
                .bind("job", replay.job())
                .mapTo(Integer.class)
                .one();
        tally.first = Math.min(tally.first, position);
    }

    private void count(UUID job, Tally tally) {
        int all = tally.held + tally.waiting;
        handle.createUpdate(
                        "update replay_job set under_way = under_way - :all, held = held + :held,"
                                + " next_position = least(next_position, :first),"
                                + " stage_left = case when stage_left < 0 then stage_left else stage_left + :all end where id = :job")
                .bind("all", all)
                .bind("held", tally.held)
                .bind("first", tally.first)
                .bind("job", job)
                .execute();
    }
}
