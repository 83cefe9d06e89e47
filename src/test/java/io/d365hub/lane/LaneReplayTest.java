package io.d365hub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.ledger.Outcome;
import io.d365hub.message.HubMessage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Lanes ask before they start a replay, and send back what may not start. */
class LaneReplayTest extends LaneTestBase {

    private static final Failure NEWER =
            Failure.of(FailureKind.REFUSED, "newer", "Not replayed.", "There is something newer.", "Discard it.");

    private final List<ReplayGate.Question> asked = new CopyOnWriteArrayList<>();
    private final List<Consumer<Optional<Failure>>> unanswered = new CopyOnWriteArrayList<>();

    private LaneHub hub(ReplayGate gate) throws Exception {
        return new LaneHub(broker.connections, folder, gate).route(LANE, target);
    }

    private static HubMessage replay(HubMessage message, UUID letter) {
        return message.asReplay(new HubMessage.Replay(letter, UUID.randomUUID()));
    }

    @Test
    void aReplayThatMayGoIsDelivered() throws Exception {
        // When
        try (LaneHub hub = hub((question, answer) -> answer.accept(Optional.empty()))) {
            send(List.of(replay(message("a", 1), UUID.randomUUID())));
            // Then
            await().atMost(SOON).until(() -> target.effects("a").size() == 1);
        }
    }

    @Test
    void aReplayThatMayNotGoComesBackAsItsOwnLetterAndTheTargetSeesNothing() throws Exception {
        // Given
        UUID letter = UUID.randomUUID();
        // When
        try (LaneHub hub = hub((question, answer) -> answer.accept(Optional.of(NEWER)))) {
            send(List.of(replay(message("a", 1), letter)));
            await().atMost(SOON).until(() -> workDepth() == 0 && !entries().isEmpty());
        }
        // Then
        assertThat(target.effects("a")).isEmpty();
        assertThat(letters()).extracting(DeadLetterCodec.Dying::letter).containsExactly(letter);
        assertThat(entries()).singleElement().satisfies(entry -> assertThat(entry.outcome())
                .isEqualTo(Outcome.DEAD));
    }

    @Test
    void laterMessagesOfTheKeyWaitForTheAnswerAndOtherKeysGoOn() throws Exception {
        // Given
        try (LaneHub hub = hub((question, answer) -> unanswered.add(answer))) {
            send(List.of(replay(message("a", 1), UUID.randomUUID()), message("a", 2), message("b", 3)));
            await().atMost(SOON).until(() -> target.effects("b").size() == 1 && unanswered.size() == 1);
            int before = target.effects("a").size();
            // When
            unanswered.get(0).accept(Optional.empty());
            // Then
            await().atMost(SOON).until(() -> target.effects("a").size() == 2);
            assertThat(before).isZero();
        }
    }

    @Test
    void theQuestionNamesANewerDeliveryThatTheLaneRemembers() throws Exception {
        // Given
        HubMessage old = message("a", 1);
        HubMessage newer = message("a", 2);
        try (LaneHub hub = hub((question, answer) -> {
            asked.add(question);
            answer.accept(Optional.of(NEWER));
        })) {
            // When
            send(List.of(newer, replay(old, UUID.randomUUID())));
            await().atMost(SOON).until(() -> !asked.isEmpty());
        }
        // Then
        assertThat(asked.get(0).newestHere()).isEqualTo(newer.sequence());
    }

    @Test
    void anUnansweredReplayIsInTheQueueAgainAfterTheLaneHasStopped() throws Exception {
        // Given
        try (LaneHub hub = hub((question, answer) -> unanswered.add(answer))) {
            send(List.of(replay(message("a", 1), UUID.randomUUID())));
            await().atMost(SOON).until(() -> unanswered.size() == 1);
        }
        // When
        unanswered.get(0).accept(Optional.empty());
        // Then
        await().atMost(SOON).until(() -> workDepth() == 1);
        assertThat(target.effects("a")).isEmpty();
    }
}
