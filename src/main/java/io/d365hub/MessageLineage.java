package io.d365hub;

import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterState;
import io.d365hub.deadletter.ReplayReport;
import io.d365hub.deadletter.Replays;
import io.d365hub.intake.MessageState;
import io.d365hub.intake.MessageState.State;
import io.d365hub.intake.MessageState.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happened to a message: from its acceptance through every death and replay to its end. */
final class MessageLineage {

    private final DeadLetterStore letters;
    private final Replays replays;

    MessageLineage(DeadLetterStore letters, Replays replays) {
        this.letters = letters;
        this.replays = replays;
    }

    /** The oldest first; what the state says itself for a message that was never dead. */
    List<Step> of(UUID message, MessageState state) {
        List<Letter> deaths = letters.lettersOf(message);
        if (deaths.isEmpty()) {
            return state.lineage();
        }
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of("accepted", deaths.get(0).acceptedAt()));
        deaths.forEach(letter -> addTo(steps, letter));
        boolean arrived = state.state() == State.DELIVERED || state.state() == State.FILTERED;
        if (arrived && state.since().isPresent()) {
            steps.add(Step.of(state.state(), state.since().get()));
        }
        return steps;
    }

    private void addTo(List<Step> steps, Letter letter) {
        Optional<UUID> id = Optional.of(letter.id());
        steps.add(new Step("died", letter.diedAt(), id, Optional.empty()));
        if (letter.state() == LetterState.DISCARDED) {
            steps.add(new Step("discarded", letter.changedAt(), id, Optional.empty()));
        } else if (letter.state() != LetterState.OPEN) {
            letter.replayJob()
                    .flatMap(replays::report)
                    .map(ReplayReport::createdAt)
                    .ifPresent(at -> steps.add(new Step("replayed", at, id, letter.replayJob())));
        }
    }
}
