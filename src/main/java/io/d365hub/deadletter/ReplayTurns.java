package io.d365hub.deadletter;

import io.d365hub.deadletter.ReplayDecisions.Decision;
import io.d365hub.deadletter.ReplayDecisions.Turn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The next letters of a job, and what is to be done with each. May be looked up before anything is locked: a job that went on
 * since has other turns next, a letter that is not open any more is noticed when its state is changed, and a newer delivery is
 * noticed when the replay's turn comes at its lane.
 *
 * @param chunks of the job, when they were looked up
 * @param nextPosition of the job, when they were looked up
 */
record ReplayTurns(int chunks, int nextPosition, List<Decision> decided) {

    static final int MOST_BYTES = 4 << 20;

    /** As many times as many places are looked at first as letters are wanted. */
    private static final int NEARBY = 4;

    /** Of no job. */
    static final ReplayTurns UNKNOWN = new ReplayTurns(-1, -1, List.of());

    /** Somebody changed one of the letters, or the job, since they were looked up. */
    static final class OutdatedException extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    static ReplayTurns next(Handle handle, JobRow row, int most, ReplayDecisions decisions) {
        List<Turn> turns = turns(handle, row, most);
        return new ReplayTurns(row.chunks(), row.nextPosition(), decisions.decide(handle, turns, row.forced()));
    }

    /** Nothing was found next when it is empty, which may be outdated without a sign. */
    boolean areNextOf(JobRow row) {
        return chunks == row.chunks() && nextPosition == row.nextPosition() && !decided.isEmpty();
    }

    ReplayTurns first(int most) {
        return new ReplayTurns(chunks, nextPosition, decided.subList(0, Math.min(most, decided.size())));
    }

    /** In two steps: a planner that does not know how few letters are wanted would join all of them first. */
    private static List<Turn> turns(Handle handle, JobRow row, int most) {
        Map<UUID, Integer> positions = waiting(handle, row, most, row.nextPosition() + NEARBY * most);
        if (positions.size() < most) {
            // Others wait far behind: those between were sent, and some before them came back.
            positions = waiting(handle, row, most, Integer.MAX_VALUE);
        }
        Map<UUID, Letter> letters = LetterTables.letters(handle, positions.keySet()).stream()
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

    /** Those behind the end are not looked at: a planner that knows no end sorts all letters that a large job has left. */
    private static Map<UUID, Integer> waiting(Handle handle, JobRow row, int most, int end) {
        Map<UUID, Integer> positions = new LinkedHashMap<>();
        handle.createQuery(
                        "select position, letter from replay_letter where job = :job"
                                + " and position between :next and :end and outcome = 'WAITING' order by job, position limit :most")
                .bind("job", row.id())
                .bind("next", row.nextPosition())
                .bind("end", end)
                .bind("most", most)
                .map((found, context) -> positions.put(LetterTables.uuid(found, "letter"), found.getInt("position")))
                .list();
        return positions;
    }
}
