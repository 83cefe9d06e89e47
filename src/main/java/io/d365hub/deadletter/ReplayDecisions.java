package io.d365hub.deadletter;

import io.d365hub.message.Integrations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Which letters of a job are sent, and why the others are left alone. */
final class ReplayDecisions {

    static final String NEWER = "Its record has had a newer delivery, which the replay would overwrite."
            + " Replay it with force, or discard it.";

    private final MessageLedger ledger;
    private final Integrations integrations;

    ReplayDecisions(MessageLedger ledger, Integrations integrations) {
        this.ledger = ledger;
        this.integrations = integrations;
    }

    /** A letter at its place in a job; no letter when it was purged since. */
    record Turn(int position, Optional<Letter> letter) {}

    /** A turn and what to do with it; the reason is empty for CLAIMED. */
    record Decision(Turn turn, ReplayOutcome outcome, String reason) {

        /** Those of the letters with this outcome. */
        static List<Letter> letters(List<Decision> decisions, ReplayOutcome outcome) {
            return decisions.stream()
                    .filter(decision -> decision.outcome() == outcome)
                    .flatMap(decision -> decision.turn().letter().stream())
                    .toList();
        }

        static int count(List<Decision> decisions, ReplayOutcome outcome) {
            return (int) decisions.stream()
                    .filter(decision -> decision.outcome() == outcome)
                    .count();
        }
    }

    List<Decision> decide(Handle handle, List<Turn> turns, boolean forced) {
        Map<String, Map<UUID, Long>> newest = forced ? Map.of() : newestDelivered(handle, turns);
        return turns.stream().map(turn -> decide(turn, newest)).toList();
    }

    private Map<String, Map<UUID, Long>> newestDelivered(Handle handle, List<Turn> turns) {
        Map<String, List<Letter>> byIntegration = turns.stream()
                .flatMap(turn -> turn.letter().stream())
                .collect(Collectors.groupingBy(Letter::integration));
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
        if (turn.letter().isEmpty()) {
            return new Decision(turn, ReplayOutcome.SKIPPED, "It was purged since.");
        }
        Letter letter = turn.letter().get();
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
