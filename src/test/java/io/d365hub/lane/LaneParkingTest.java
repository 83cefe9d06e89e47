package io.d365hub.lane;

import static io.d365hub.failure.FailureKind.TRANSIENT;
import static io.d365hub.lane.FakeTarget.failure;
import static io.d365hub.lane.FakeTarget.missingParent;
import static io.d365hub.lane.FakeTarget.throttled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.broker.QueueNames;
import io.d365hub.failure.FailureKind;
import io.d365hub.ledger.Outcome;
import io.d365hub.ledger.Receipt;
import io.d365hub.message.HubMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneParkingTest extends LaneTestBase {

    private static final int LATER = 1_000;

    private final VirtualTime time = new VirtualTime();
    private volatile boolean parentIsThere;

    private LaneHub hub() throws Exception {
        return hub(LANE);
    }

    private LaneHub hub(String uri) throws Exception {
        return new LaneHub(broker.connections, folder, time, LaneSettings.DEFAULTS, OwnedPartitions.ALL)
                .route(uri, target);
    }

    private void childWaitsForItsParent() {
        target.fails(
                call -> call.key().equals("child") && !parentIsThere ? Optional.of(missingParent()) : Optional.empty());
    }

    /** Lets time go by in small steps until it is so. */
    private void letTimePassUntil(Callable<Boolean> condition) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(2)).until(() -> {
            time.advance(Duration.ofMillis(250));
            return condition.call();
        });
    }

    private long letterCount() {
        return broker.broker.state().depth(QueueNames.DEAD_LETTERS);
    }

    private List<HubMessage> children(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> message("child", n)).toList();
    }

    @Test
    void messagesBehindOneThatWaitsForItsParentKeepTheirOrderAndHoldNobodyElseBack() throws Exception {
        // Given
        childWaitsForItsParent();
        try (LaneHub hub = hub()) {
            List<UUID> ids = new ArrayList<>(send(children(0, 1)));
            await().atMost(SOON).until(() -> parkDepth() == 1);
            List<HubMessage> rest = new ArrayList<>(children(1, 1 + LATER / 2));
            IntStream.range(0, 200).forEach(n -> rest.add(message("other-" + n, n)));
            ids.addAll(send(rest));
            await().atMost(SOON).until(() -> target.applied() == 200 && parkDepth() == 1 + LATER / 2);
            // When
            parentIsThere = true;
            ids.addAll(send(children(1 + LATER / 2, 1 + LATER)));
            letTimePassUntil(() -> workDepth() + parkDepth() == 0);
            // Then
            assertThat(target.effects("child"))
                    .isEqualTo(IntStream.range(0, 1 + LATER).boxed().toList());
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, ids.size()));
        }
    }

    @Test
    void whatIsParkedIsKnownAgainAfterARestart() throws Exception {
        // Given
        childWaitsForItsParent();
        List<UUID> ids = new ArrayList<>();
        try (LaneHub first = hub()) {
            ids.addAll(send(children(0, 20)));
            await().atMost(SOON).until(() -> parkDepth() == 20);
        }
        try (LaneHub second = hub()) {
            // When
            ids.addAll(send(children(20, 25)));
            await().atMost(SOON).until(() -> parkDepth() == 25);
            parentIsThere = true;
            letTimePassUntil(() -> workDepth() + parkDepth() == 0);
            // Then
            assertThat(target.effects("child"))
                    .isEqualTo(IntStream.range(0, 25).boxed().toList());
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 25));
        }
    }

    @Test
    void aMessageWhoseParentNeverComesIsRefusedAndTheNextOnesGoOn() throws Exception {
        // Given
        target.fails(call ->
                call.key().equals("child") && call.number() == 0 ? Optional.of(missingParent()) : Optional.empty());
        try (LaneHub hub = hub(LANE + "&parentWait=2m")) {
            // When
            send(children(0, 3));
            letTimePassUntil(() -> letterCount() == 1 && workDepth() + parkDepth() == 0);
            // Then
            assertThat(target.effects("child")).containsExactly(1, 2);
            assertThat(letters()).singleElement().satisfies(letter -> {
                assertThat(letter.failure().kind()).isEqualTo(FailureKind.REFUSED);
                assertThat(letter.attempts()).isGreaterThan(2);
                assertThat(Duration.between(letter.firstFailedAt(), letter.diedAt()))
                        .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
            });
        }
    }

    @Test
    void aTransientFailureIsRetriedThenParkedThenDeadWhenPatienceIsUsedUp() throws Exception {
        // Given
        target.fails(call -> Optional.of(failure(TRANSIENT)));
        try (LaneHub hub = hub(LANE + "&patience=1m")) {
            // When
            send(List.of(message("key", 1)));
            letTimePassUntil(() -> letterCount() == 1);
            // Then
            assertThat(entries()).extracting(Receipt.Entry::outcome).containsExactly(Outcome.PARKED, Outcome.DEAD);
            DeadLetterCodec.Dying letter = letters().get(0);
            assertThat(letter.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(Duration.between(letter.firstFailedAt(), letter.diedAt()))
                    .isBetween(Duration.ofMinutes(1), Duration.ofSeconds(95));
        }
    }

    @Test
    void aPauseUsesUpNobodysPatience() throws Exception {
        // Given: a failure that uses some patience, then a pause of an hour, then success
        target.fails(call -> call.attempt() == 1
                ? Optional.of(failure(TRANSIENT))
                : call.attempt() == 2 ? Optional.of(throttled(Duration.ofHours(1))) : Optional.empty());
        try (LaneHub hub = hub(LANE + "&patience=1m")) {
            send(List.of(message("key", 1)));
            letTimePassUntil(() -> hub.status(INTEGRATION).state() == LaneStatus.State.PAUSED);
            target.fails(call -> call.attempt() == 3 ? Optional.of(failure(TRANSIENT)) : Optional.empty());
            // When
            time.advance(Duration.ofHours(1));
            letTimePassUntil(() -> workDepth() + parkDepth() == 0);
            // Then
            assertThat(letters()).isEmpty();
            assertThat(target.effects("key")).containsExactly(1);
        }
    }

    @Test
    void aLaneThatHoldsAsManyKeysAsItMayRetriesInsteadOfParking() throws Exception {
        // Given
        LaneSettings defaults = LaneSettings.DEFAULTS;
        LaneSettings few = new LaneSettings(
                defaults.drainLimit(),
                defaults.bytesTaken(),
                defaults.fence(),
                defaults.suspendedProbe(),
                defaults.ownerWait(),
                defaults.carefulLimit(),
                5);
        target.fails(call -> parentIsThere ? Optional.empty() : Optional.of(missingParent()));
        try (LaneHub hub =
                new LaneHub(broker.connections, folder, time, few, OwnedPartitions.ALL).route(LANE, target)) {
            // When
            List<UUID> ids = send(
                    IntStream.range(0, 50).mapToObj(n -> message("key-" + n, n)).toList());
            await().atMost(SOON).until(() -> target.calls() >= 50);
            // Then
            await().atMost(SOON).until(() -> parkDepth() == 5 * PARTITIONS);
            parentIsThere = true;
            letTimePassUntil(() -> workDepth() + parkDepth() == 0);
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 50));
        }
    }
}
