package io.d365hub.lane;

import static io.d365hub.failure.FailureKind.REFUSED;
import static io.d365hub.lane.FakeTarget.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.ControlMessages;
import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.ledger.Outcome;
import io.d365hub.ledger.Receipt;
import io.d365hub.message.HubMessage;
import io.d365hub.message.RecordKeys;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaneHoldKeyTest extends LaneTestBase {

    private static final String HOLDING = LANE + "&afterDeadLetter=hold-key";

    private volatile int refused = 0;

    @BeforeEach
    void refuseOneNumber() {
        target.fails(call -> call.number() == refused ? Optional.of(failure(REFUSED)) : Optional.empty());
    }

    private LaneHub hub() throws Exception {
        return new LaneHub(broker.connections, folder).route(HOLDING, target);
    }

    /** The first message of the key is a dead letter, the others wait behind it. */
    private DeadLetterCodec.Dying letterWithFollowers(int followers) throws Exception {
        send(IntStream.range(0, 1 + followers).mapToObj(n -> message("key", n)).toList());
        await().atMost(SOON).until(() -> workDepth() == 0 && parkDepth() == 1 + followers);
        return letters().get(0);
    }

    private HubMessage replay(DeadLetterCodec.Dying letter) {
        return letter.message().asReplay(new HubMessage.Replay(letter.letter(), UUID.randomUUID()));
    }

    @Test
    void laterMessagesOfTheKeyOfADeadLetterWaitAndOtherKeysGoOn() throws Exception {
        try (LaneHub hub = hub()) {
            // When
            letterWithFollowers(5);
            send(List.of(message("other", 7)));
            // Then
            await().atMost(SOON).until(() -> target.effects("other").size() == 1);
            assertThat(target.effects("key")).isEmpty();
            assertThat(entries())
                    .filteredOn(entry -> entry.outcome() == Outcome.PARKED)
                    .hasSize(5);
        }
    }

    @Test
    void aReplayOfTheLetterPassesAndLetsTheOthersGoOnInOrder() throws Exception {
        try (LaneHub hub = hub()) {
            // Given
            DeadLetterCodec.Dying letter = letterWithFollowers(5);
            refused = -1;
            // When
            send(List.of(replay(letter)));
            awaitDrained();
            // Then
            assertThat(target.effects("key")).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void aReplayThatFailsAgainKeepsTheKeyHeldByTheNewLetter() throws Exception {
        try (LaneHub hub = hub()) {
            // Given
            DeadLetterCodec.Dying first = letterWithFollowers(2);
            send(List.of(replay(first)));
            await().atMost(SOON).until(() -> letters().size() == 2);
            await().atMost(SOON).until(() -> workDepth() == 0 && parkDepth() == 3);
            DeadLetterCodec.Dying second = letters().get(1);
            refused = -1;
            // When
            send(List.of(replay(second)));
            awaitDrained();
            // Then
            assertThat(target.effects("key")).containsExactly(0, 1, 2);
        }
    }

    @Test
    void theHoldOutlivesARestart() throws Exception {
        // Given
        DeadLetterCodec.Dying letter;
        try (LaneHub first = hub()) {
            letter = letterWithFollowers(2);
        }
        try (LaneHub second = hub()) {
            send(List.of(message("key", 3)));
            await().atMost(SOON).until(() -> workDepth() == 0 && parkDepth() == 4);
            refused = -1;
            // When
            send(List.of(replay(letter)));
            awaitDrained();
            // Then
            assertThat(target.effects("key")).containsExactly(0, 1, 2, 3);
        }
    }

    @Test
    void givingTheLetterUpLetsTheOthersGoOn() throws Exception {
        try (LaneHub hub = hub()) {
            // Given
            DeadLetterCodec.Dying letter = letterWithFollowers(3);
            // When
            sendControl("key", session -> ControlMessages.release(session, letter.letter(), RecordKeys.digest("key")));
            awaitDrained();
            // Then
            assertThat(target.effects("key")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aReleaseOfALetterThatHoldsNothingIsHarmless() throws Exception {
        try (LaneHub hub = hub()) {
            // When
            sendControl(
                    "key", session -> ControlMessages.release(session, UUID.randomUUID(), RecordKeys.digest("key")));
            send(List.of(message("key", 1)));
            awaitDrained();
            // Then
            assertThat(entries()).extracting(Receipt.Entry::outcome).containsExactly(Outcome.DELIVERED);
        }
    }

    @Test
    void withContinueTheNextMessageOfTheKeyGoesOn() throws Exception {
        try (LaneHub hub = new LaneHub(broker.connections, folder).route(LANE, target)) {
            // When
            send(IntStream.range(0, 3).mapToObj(n -> message("key", n)).toList());
            awaitDrained();
            // Then
            assertThat(target.effects("key")).containsExactly(1, 2);
        }
    }
}
