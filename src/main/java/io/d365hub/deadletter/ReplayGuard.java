package io.d365hub.deadletter;

import io.d365hub.message.Integrations;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Decides which letters of a job may be replayed now, and says why the others may not. */
final class ReplayGuard {

    static final String NEWER = "Its record has had a newer delivery, which the replay would overwrite."
            + " Replay it with force, or discard it.";

    private final MessageLedger ledger;
    private final Integrations integrations;

    ReplayGuard(MessageLedger ledger, Integrations integrations) {
        this.ledger = ledger;
        this.integrations = integrations;
    }

    /** A letter at its place in a job. */
    record Turn(int position, Letter letter) {}

    /** A turn and what to do with it: CLAIMED, or HELD or SKIPPED with a reason. */
    record Decision(Turn turn, ReplayOutcome outcome, String reason) {}

    /** What to do with each of the letters; changes nothing. The ledger must be locked. */
    List<Decision> decide(Handle handle, List<Turn> turns, boolean forced) throws SQLException {
        Map<String, Map<UUID, Long>> newest = forced ? Map.of() : newestDelivered(handle, turns);
        return turns.stream().map(turn -> decide(turn, newest)).toList();
    }

    private Map<String, Map<UUID, Long>> newestDelivered(Handle handle, List<Turn> turns) throws SQLException {
        Map<String, Set<UUID>> keys = turns.stream()
                .map(Turn::letter)
                .collect(Collectors.groupingBy(
                        Letter::integration, Collectors.mapping(Letter::keyDigest, Collectors.toSet())));
        Map<String, Map<UUID, Long>> newest = new HashMap<>();
        for (Map.Entry<String, Set<UUID>> integration : keys.entrySet()) {
            newest.put(
                    integration.getKey(), ledger.newestDelivered(handle, integration.getKey(), integration.getValue()));
        }
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
}
