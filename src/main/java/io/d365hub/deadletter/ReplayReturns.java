package io.d365hub.deadletter;

import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.database.HubDatabase;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.message.HubMessage.Replay;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
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
        if (returned.isEmpty()) {
            return;
        }
        List<Dying> first = first(returned);
        Map<Boolean, List<Dying>> byReason = first.stream().collect(Collectors.partitioningBy(ReplayReturns::isStale));
        byReason.forEach(this::reopen);
        Map<UUID, Map<Boolean, List<UUID>>> byJob = first.stream()
                .map(dying -> dying.message().replay().orElseThrow().job())
                .distinct()
                .sorted()
                .collect(Collectors.toMap(job -> job, job -> letters(first, job), (one, other) -> one, TreeMap::new));
        byJob.forEach((job, letters) -> letters.forEach((stale, ids) -> takeBack(job, stale, ids)));
        jobs.forEach(this::count);
    }

    private static boolean isStale(Dying dying) {
        return dying.failure().code().equals(STALE);
    }

    private static UUID letter(Dying dying) {
        return dying.message().replay().orElseThrow().letter();
    }

    private static Map<Boolean, List<UUID>> letters(List<Dying> returned, UUID job) {
        return returned.stream()
                .filter(dying -> dying.message().replay().orElseThrow().job().equals(job))
                .collect(Collectors.partitioningBy(
                        ReplayReturns::isStale, Collectors.mapping(ReplayReturns::letter, Collectors.toList())));
    }

    /** Those that have not been stored before. The table says which: whoever is second must know it. */
    private List<Dying> first(Collection<Dying> returned) {
        if (!HubDatabase.isPostgresql(handle.getConnection())) {
            return returned.stream().filter(this::isFirst).toList();
        }
        List<Dying> all = List.copyOf(returned);
        Set<Return> fresh = new HashSet<>(handle.createQuery("insert into replay_return (letter, job, died_at)"
                        + " select * from unnest(:letters, :jobs, :times) on conflict do nothing"
                        + " returning letter, job, died_at")
                .bindArray(
                        "letters",
                        UUID.class,
                        all.stream().map(ReplayReturns::letter).toList())
                .bindArray(
                        "jobs",
                        UUID.class,
                        all.stream().map(Return::of).map(Return::job).toList())
                .bindArray(
                        "times",
                        Long.class,
                        all.stream().map(Return::of).map(Return::diedAt).toList())
                .map((row, context) -> new Return(
                        LetterTables.uuid(row, "letter"), LetterTables.uuid(row, "job"), row.getLong("died_at")))
                .list());
        // Once each, should one be there twice.
        return all.stream().filter(dying -> fresh.remove(Return.of(dying))).toList();
    }

    private record Return(UUID letter, UUID job, long diedAt) {

        static Return of(Dying dying) {
            Replay replay = dying.message().replay().orElseThrow();
            return new Return(replay.letter(), replay.job(), dying.diedAt().toEpochMilli());
        }
    }

    private boolean isFirst(Dying dying) {
        Return returned = Return.of(dying);
        return handle.execute(
                        "insert into replay_return (letter, job, died_at) values (?, ?, ?) on conflict do nothing",
                        returned.letter(),
                        returned.job(),
                        returned.diedAt())
                == 1;
    }

    private void reopen(boolean stale, List<Dying> returned) {
        if (returned.isEmpty()) {
            return;
        }
        LetterStates.move(
                handle,
                LetterState.REPLAYING,
                LetterState.OPEN,
                returned.stream().map(ReplayReturns::letter).toList(),
                ", changed_at = :at, note = :note",
                Map.of(
                        "at",
                        returned.get(returned.size() - 1).diedAt().toEpochMilli(),
                        "note",
                        stale ? ReplayDecisions.NEWER : ""));
    }

    private void takeBack(UUID job, boolean stale, List<UUID> letters) {
        if (letters.isEmpty()) {
            return;
        }
        // Read before they change: letters that had ended in another way are not counted.
        int first = handle.createQuery("select coalesce(min(position), :none) from replay_letter"
                        + " where letter = any (:letters) and job = :job and outcome = 'CLAIMED'")
                .bind("none", Integer.MAX_VALUE)
                .bindArray("letters", UUID.class, letters)
                .bind("job", job)
                .mapTo(Integer.class)
                .one();
        int changed = handle.createUpdate("update replay_letter set outcome = :outcome, reason = :reason"
                        + " where letter = any (:letters) and job = :job and outcome = 'CLAIMED'")
                .bind("outcome", stale ? ReplayOutcome.HELD.name() : ReplayOutcome.WAITING.name())
                .bind("reason", stale ? ReplayDecisions.NEWER : "")
                .bindArray("letters", UUID.class, letters)
                .bind("job", job)
                .execute();
        if (changed == 0) {
            return;
        }
        Tally tally = jobs.computeIfAbsent(job, one -> new Tally());
        if (stale) {
            tally.held += changed;
        } else {
            tally.waiting += changed;
            tally.first = Math.min(tally.first, first);
        }
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
