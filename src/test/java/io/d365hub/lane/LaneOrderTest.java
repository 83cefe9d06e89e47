package io.d365hub.lane;

import static io.d365hub.failure.FailureKind.REFUSED;
import static io.d365hub.failure.FailureKind.TRANSIENT;
import static io.d365hub.lane.FakeTarget.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.ledger.Outcome;
import io.d365hub.message.HubMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneOrderTest extends LaneTestBase {

    private static final int HOT_SHARE = 30;

    @Test
    void everyMessageIsDeliveredOnceAndInTheOrderOfItsKey() throws Exception {
        // Given
        List<HubMessage> messages = new ArrayList<>();
        for (int n = 0; n < 2_000; n++) {
            messages.add(message("key-" + n % 50, n));
        }
        target.latency(call -> Duration.ofNanos(500_000L * (1 + call.number() % 7)));
        try (LaneHub hub = new LaneHub(broker.connections, folder)) {
            hub.route(LANE, target);
            // When
            List<UUID> ids = send(messages);
            awaitDrained();
            // Then
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 2_000));
            for (int key = 0; key < 50; key++) {
                assertThat(target.effects("key-" + key))
                        .isSorted()
                        .hasSize(40)
                        .first()
                        .isEqualTo(key);
            }
        }
    }

    @Test
    void orderHoldsWhileSomeMessagesAreRetriedAndOthersDie() throws Exception {
        // Given
        target.latency(call -> Duration.ofMillis(1));
        target.fails(call -> call.number() % 10 == 3
                ? Optional.of(failure(REFUSED))
                : call.number() % 10 == 7 && call.attempt() < 3 ? Optional.of(failure(TRANSIENT)) : Optional.empty());
        List<HubMessage> messages = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            messages.add(message("key-" + n % 20, n / 20));
        }
        try (LaneHub hub = new LaneHub(broker.connections, folder)) {
            hub.route(LANE, target);
            // When
            List<UUID> ids = send(messages);
            awaitDrained();
            // Then
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 180, Outcome.DEAD, 20));
            for (int key = 0; key < 20; key++) {
                assertThat(target.effects("key-" + key)).containsExactly(0, 1, 2, 4, 5, 6, 7, 8, 9);
            }
        }
    }

    @Test
    void oneSlowRowHoldsBackNobodyButItsKey() throws Exception {
        // Given
        CountDownLatch slowMayEnd = new CountDownLatch(1);
        target.latency(call -> Duration.ofMillis(5));
        target.holds(call -> call.key().equals("slow"), slowMayEnd);
        try (LaneHub hub = new LaneHub(broker.connections, folder)) {
            hub.route(LANE, target);
            // When
            send(List.of(message("slow", 0)));
            send(IntStream.range(0, 1_000).mapToObj(n -> message("key-" + n, n)).toList());
            // Then
            await().until(() -> target.applied() >= 1_000);
            assertThat(target.effects("slow")).isEmpty();
            slowMayEnd.countDown();
            awaitDrained();
        }
    }

    @Test
    void aHotKeyDoesNotStopTheOtherPartition() throws Exception {
        // Given
        target.latency(call -> Duration.ofMillis(5));
        List<HubMessage> messages = new ArrayList<>();
        for (int n = 0; n < 3_000; n++) {
            messages.add(message(n % 100 < HOT_SHARE ? "hot" : "key-" + n, n));
        }
        try (LaneHub hub = new LaneHub(broker.connections, folder)) {
            hub.route(LANE, target);
            // When
            List<UUID> ids = send(messages);
            await().until(() -> target.applied() > 1_000);
            // Then
            assertThat(target.effects("hot").size()).isLessThan(900);
            awaitDrained();
            assertThat(target.effects("hot")).isSorted().hasSize(900);
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 3_000));
        }
    }

    @Test
    void aLaneKeepsNoMoreStartedThanItMay() throws Exception {
        // Given
        target.latency(call -> Duration.ofMillis(20));
        try (LaneHub hub = new LaneHub(broker.connections, folder)) {
            hub.route(LANE + "&started=10", target);
            // When
            send(IntStream.range(0, 300).mapToObj(n -> message("key-" + n, n)).toList());
            awaitDrained();
            // Then
            assertThat(target.mostOpen()).isEqualTo(10 * PARTITIONS);
        }
    }
}
