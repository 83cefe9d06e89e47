package io.d365hub.lane;

import static io.d365hub.failure.FailureKind.MISCONFIGURED;
import static io.d365hub.failure.FailureKind.REFUSED;
import static io.d365hub.failure.FailureKind.THROTTLED;
import static io.d365hub.lane.FakeTarget.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.BrokerUnavailableException;
import io.d365hub.broker.Queues;
import io.d365hub.lane.LaneStatus.State;
import io.d365hub.ledger.Outcome;
import io.d365hub.message.HubMessage;
import io.d365hub.message.RecordKeys;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneSuspensionTest extends LaneTestBase {

    private final VirtualTime time = new VirtualTime();

    private LaneHub hub() throws Exception {
        return new LaneHub(broker.connections, folder, time, LaneSettings.DEFAULTS, OwnedPartitions.ALL)
                .route(LANE, target);
    }

    private List<UUID> sendDistinct(int from, int to) throws Exception {
        return send(
                IntStream.range(from, to).mapToObj(n -> message("key-" + n, n)).toList());
    }

    private static void awaitState(LaneHub hub, State state) {
        await().atMost(SOON).until(() -> hub.status(INTEGRATION).state() == state);
    }

    private void awaitCalls(int calls) {
        await().atMost(SOON).until(() -> target.calls() == calls && target.open() == 0);
    }

    @Test
    void aWrongSetUpSuspendsTheIntegrationAndKeepsItsMessages() throws Exception {
        // Given
        target.fails(call -> Optional.of(failure(MISCONFIGURED)));
        try (LaneHub hub = hub()) {
            sendDistinct(0, 1);
            awaitState(hub, State.SUSPENDED);
            // When
            sendDistinct(1, 50);
            // Then
            await().atMost(SOON)
                    .until(() -> hub.status(INTEGRATION).partitions().stream()
                                    .mapToInt(LaneStatus.PartitionStatus::waiting)
                                    .sum()
                            == 50);
            assertThat(target.calls()).isEqualTo(1);
            assertThat(hub.status(INTEGRATION).why()).contains(failure(MISCONFIGURED));
        }
        await().atMost(SOON).until(() -> workDepth() == 50);
        assertThat(letters()).isEmpty();
    }

    @Test
    void aSuspendedIntegrationTriesOneMessageAMinuteAndGoesOnByItself() throws Exception {
        // Given
        target.fails(call -> Optional.of(failure(MISCONFIGURED)));
        try (LaneHub hub = hub()) {
            sendDistinct(0, 1);
            awaitState(hub, State.SUSPENDED);
            List<UUID> ids = sendDistinct(1, 20);
            time.advance(Duration.ofSeconds(59));
            assertThat(target.calls()).isEqualTo(1);
            time.advance(Duration.ofSeconds(1));
            awaitCalls(2);
            awaitState(hub, State.SUSPENDED);
            // When
            target.accepts();
            time.advance(Duration.ofSeconds(60));
            awaitDrained();
            // Then
            awaitState(hub, State.RUNNING);
            assertThat(target.calls()).isEqualTo(3 + ids.size());
        }
    }

    @Test
    void anOperatorCanEndASuspension() throws Exception {
        // Given
        target.fails(call -> Optional.of(failure(MISCONFIGURED)));
        try (LaneHub hub = hub()) {
            List<UUID> ids = sendDistinct(0, 5);
            awaitState(hub, State.SUSPENDED);
            target.accepts();
            // When
            hub.runtime.control(INTEGRATION).orElseThrow().resume();
            awaitDrained();
            // Then
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 5));
        }
    }

    @Test
    void twentyEqualRefusalsInARowSuspend() throws Exception {
        // Given
        target.fails(call -> Optional.of(failure(REFUSED)));
        try (LaneHub hub = hub()) {
            sendDistinct(0, 20);
            awaitState(hub, State.SUSPENDED);
            await().atMost(SOON).until(() -> letters().size() == 20);
            sendDistinct(20, 30);
            // When: the probe becomes a dead letter too, and the integration stays suspended
            time.advance(Duration.ofSeconds(60));
            await().atMost(SOON).until(() -> letters().size() == 21);
            // Then
            assertThat(hub.status(INTEGRATION).state()).isEqualTo(State.SUSPENDED);
            await().atMost(SOON).until(() -> workDepth() == 9);
            target.accepts();
            time.advance(Duration.ofSeconds(60));
            awaitDrained();
            awaitState(hub, State.RUNNING);
        }
    }

    @Test
    void refusalsWithADeliveryBetweenThemDoNotSuspend() throws Exception {
        // Given
        target.fails(call -> call.number() % 10 == 0 ? Optional.empty() : Optional.of(failure(REFUSED)));
        try (LaneHub hub = new LaneHub(broker.connections, folder, time, LaneSettings.DEFAULTS, OwnedPartitions.ALL)
                .route("lane:orders?recordKey=/id&partitions=" + PARTITIONS + "&started=1", target)) {
            // When
            List<UUID> ids =
                    send(IntStream.range(0, 60).mapToObj(n -> message("key", n)).toList());
            awaitDrained();
            // Then
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 6, Outcome.DEAD, 54));
        }
    }

    @Test
    void aClosedTargetIsTriedWithOneRowAtATime() throws Exception {
        // Given
        target.fails(call -> Optional.of(failure(THROTTLED)));
        try (LaneHub hub = hub()) {
            List<UUID> ids = sendDistinct(0, 1);
            awaitState(hub, State.PAUSED);
            sendDistinct(1, 100);
            await().atMost(SOON)
                    .until(() -> hub.status(INTEGRATION).partitions().stream()
                                    .mapToInt(LaneStatus.PartitionStatus::waiting)
                                    .sum()
                            == 100);
            // When
            for (int tries = 2; tries <= 6; tries++) {
                time.advance(Duration.ofSeconds(5));
                awaitCalls(tries);
                awaitState(hub, State.PAUSED);
            }
            // Then
            assertThat(ids).hasSize(1);
            assertThat(target.mostOpen()).isEqualTo(1);
            target.accepts();
            time.advance(Duration.ofSeconds(5));
            awaitDrained();
            assertThat(letters()).isEmpty();
        }
    }

    @Test
    void aTargetThatWasClosedDuringTheCarefulPhaseIsTriedByAnyRowThatWaits() throws Exception {
        // Given: what was under way when the process died stands behind a message that meets a closed target
        String key = keyOf(0);
        HubMessage before = message(key, 1);
        HubMessage suspect = message(key, 2);
        List<UUID> ids = send(List.of(before, suspect, message(keyOf(1), 3)));
        Files.writeString(
                Files.createDirectories(folder.resolve("flight")).resolve("suspects"),
                suspect.id() + " 0 " + INTEGRATION + ".0\n");
        target.fails(call -> target.calls() == 1 ? Optional.of(failure(THROTTLED)) : Optional.empty());
        try (LaneHub hub = hub()) {
            await().atMost(SOON).until(() -> target.effects(key).size() == 2);
            awaitState(hub, State.PAUSED);
            // When
            time.advance(Duration.ofSeconds(5));
            awaitDrained();
            // Then
            awaitState(hub, State.RUNNING);
        }
        assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 3));
    }

    @Test
    void anIntegrationStaysSuspendedWhenItsLanesCannotStartAndStartsWhenItIsResumedAgain() throws Exception {
        // Given
        AtomicBoolean away = new AtomicBoolean();
        Queues queues = new Queues(broker.connections);
        LaneQueues sometimesAway = integration -> {
            if (away.get()) {
                throw new BrokerUnavailableException("The broker is away.", null);
            }
            queues.ensure(integration);
        };
        try (LaneHub hub = new LaneHub(broker.connections, folder, sometimesAway).route(LANE, target)) {
            hub.runtime.suspend(INTEGRATION);
            List<UUID> ids = sendDistinct(0, 3);
            away.set(true);
            // When
            assertThatThrownBy(() -> hub.runtime.resume(INTEGRATION)).isInstanceOf(BrokerUnavailableException.class);
            // Then
            assertThat(hub.runtime.suspended()).containsExactly(INTEGRATION);
            away.set(false);
            hub.runtime.resume(INTEGRATION);
            awaitDrained();
            assertThat(hub.runtime.suspended()).isEmpty();
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 3));
        }
    }

    private static String keyOf(int partition) {
        return IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> "key-" + n)
                .filter(key -> RecordKeys.partition(key, PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
    }
}
