package io.d365hub.lane;

import static io.d365hub.lane.FakeTarget.missingParent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.BrokerSettings;
import io.d365hub.broker.TestBroker;
import io.d365hub.failure.FailureKind;
import io.d365hub.ledger.Outcome;
import io.d365hub.message.HubMessage;
import io.d365hub.message.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

class LaneRecoveryTest extends LaneTestBase {

    private static final int MEBIBYTE = 1 << 20;

    private List<HubMessage> load(int count) {
        List<HubMessage> messages = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            messages.add(message("key-" + n % 60, n));
        }
        return messages;
    }

    private void everyKeyInOrder(int keys) {
        for (int key = 0; key < keys; key++) {
            assertThat(target.effects("key-" + key)).isSorted();
        }
    }

    @Test
    void stoppingAndStartingInMidLoadLosesAndDoublesNothing() throws Exception {
        // Given
        target.latency(call -> Duration.ofMillis(5));
        List<UUID> ids = send(load(6_000));
        // When
        for (int life = 0; life < 3; life++) {
            int before = target.applied();
            try (LaneHub hub = new LaneHub(broker.connections, folder).route(LANE, target)) {
                await().atMost(SOON).until(() -> target.applied() > before + 1_000);
            }
        }
        try (LaneHub last = new LaneHub(broker.connections, folder).route(LANE, target)) {
            awaitDrained();
        }
        // Then
        assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 6_000));
        assertThat(target.applied()).isEqualTo(6_000);
        everyKeyInOrder(60);
    }

    @Test
    void aMessageThatKilledTheProcessTwiceIsADeadLetterHoweverLateTheRoutesStart() throws Exception {
        // Given
        HubMessage poison = message("key-1", 1);
        List<UUID> ids = send(List.of(poison, message("key-2", 2)));
        String lane = INTEGRATION + "." + RecordKeys.partition(poison.recordKey(), PARTITIONS);
        Files.writeString(
                Files.createDirectories(folder.resolve("flight")).resolve("suspects"),
                poison.id() + " 2 " + lane + "\n");
        VirtualTime time = new VirtualTime();
        try (LaneHub hub = new LaneHub(broker.connections, folder, time, LaneSettings.DEFAULTS, OwnedPartitions.ALL)) {
            // When
            time.advance(LaneSettings.DEFAULTS.carefulLimit().multipliedBy(2));
            hub.route(LANE, target);
            awaitDrained();
        }
        // Then
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.failure().kind()).isEqualTo(FailureKind.QUARANTINED);
            assertThat(letter.message().id()).isEqualTo(poison.id());
        });
        assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 1, Outcome.DEAD, 1));
    }

    @Test
    void aSuspendedRouteTakesNothingAndKeepsItsDoorsOpen() throws Exception {
        try (LaneHub hub = new LaneHub(broker.connections, folder).route(LANE, target)) {
            // Given
            await().atMost(SOON).until(() -> hub.status(INTEGRATION).partitions().stream()
                    .allMatch(LaneStatus.PartitionStatus::owner));
            hub.context.getRouteController().suspendRoute("test");
            // When
            send(load(10));
            // Then
            assertThat(hub.integrations.find(INTEGRATION)).isPresent();
            // The broker counts a message a moment after its commit.
            await().atMost(SOON).until(() -> workDepth() == 10);
            assertThat(target.calls()).isZero();
            hub.context.getRouteController().resumeRoute("test");
            awaitDrained();
        }
    }

    @Test
    void aStartedCallIsWaitedForWhenTheHubStops() throws Exception {
        // Given
        target.latency(call -> Duration.ofSeconds(1));
        List<UUID> ids;
        try (LaneHub hub = new LaneHub(broker.connections, folder).route(LANE, target)) {
            ids = send(List.of(message("key", 1)));
            await().atMost(SOON).until(() -> target.open() == 1);
            // When
        }
        // Then
        assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 1));
    }

    @Test
    void aBrokerThatRestartsInMidLoadLosesNothingAndKeepsTheOrder() throws Exception {
        // Given
        target.latency(call -> Duration.ofMillis(10));
        BrokerSettings settings =
                TestBroker.settings(folder.resolve("restarting")).withHubPassword("a-fixed-password");
        replaceBroker(settings);
        int port = broker.broker.port();
        List<UUID> ids = send(load(5_000));
        try (BrokerConnections overTcp = BrokerConnections.external(
                        broker.tcpUrl(), BrokerSettings.DEFAULT_HUB_USER, "a-fixed-password");
                LaneHub hub = new LaneHub(overTcp, folder).route(LANE, target)) {
            await().atMost(SOON).until(() -> target.applied() > 500);
            // When
            broker.close();
            broker = new TestBroker(settings.withPort(port));
            awaitDrained();
            // Then
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 5_000));
            for (int key = 0; key < 60; key++) {
                assertThat(withoutRepeats(target.effects("key-" + key))).isSorted();
            }
        }
    }

    @Test
    void aCallThatStillWaitsIsWithdrawnWhenTheBrokerIsLost() throws Exception {
        // Given
        CountDownLatch end = new CountDownLatch(1);
        AtomicReference<Exchange> waiting = new AtomicReference<>();
        BrokerSettings settings = TestBroker.settings(folder.resolve("lost")).withHubPassword("a-fixed-password");
        replaceBroker(settings);
        send(List.of(message("key", 1)));
        try (BrokerConnections overTcp = BrokerConnections.external(
                        broker.tcpUrl(), BrokerSettings.DEFAULT_HUB_USER, "a-fixed-password");
                LaneHub hub = new LaneHub(overTcp, folder).routes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from(LANE).routeId("test").threads(1).process(exchange -> {
                            waiting.set(exchange);
                            end.await();
                        });
                    }
                })) {
            await().atMost(SOON).until(() -> waiting.get() != null);
            // When
            broker.close();
            // Then
            try {
                await().atMost(SOON).until(() -> waiting.get().isRollbackOnly());
            } finally {
                end.countDown();
            }
        }
    }

    /** What a key's row looked like at last after each message; a repeated run starts again where it had stopped. */
    private static List<Integer> withoutRepeats(List<Integer> effects) {
        List<Integer> kept = new ArrayList<>();
        for (Integer effect : effects) {
            while (!kept.isEmpty() && kept.get(kept.size() - 1) >= effect) {
                kept.remove(kept.size() - 1);
            }
            kept.add(effect);
        }
        return kept;
    }

    @Test
    void bodiesOfOneMebibyteArriveWhole() throws Exception {
        // Given
        Map<String, Integer> hashes = new ConcurrentHashMap<>();
        try (LaneHub hub = new LaneHub(broker.connections, folder).routes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(LANE)
                        .process(exchange -> hashes.put(
                                exchange.getIn().getHeader(LaneConstants.RECORD_KEY, String.class),
                                Arrays.hashCode(exchange.getIn().getBody(byte[].class))));
            }
        })) {
            List<HubMessage> messages = new ArrayList<>();
            for (int n = 0; n < 20; n++) {
                byte[] body = new byte[MEBIBYTE + n];
                Arrays.fill(body, (byte) ('a' + n));
                messages.add(message("key-" + n, body));
            }
            // When
            send(messages);
            awaitDrained();
            // Then
            assertThat(messages).allSatisfy(message -> assertThat(hashes)
                    .containsEntry(message.recordKey(), Arrays.hashCode(message.body())));
        }
    }

    @Test
    void aLargeBodyIsParkedAndDeliveredWhole() throws Exception {
        // Given
        byte[] body = ("7 " + "x".repeat(MEBIBYTE)).getBytes(StandardCharsets.UTF_8);
        target.fails(call -> call.attempt() < 2 ? Optional.of(missingParent()) : Optional.empty());
        try (LaneHub hub = new LaneHub(broker.connections, folder).route(LANE, target)) {
            // When
            List<UUID> ids = send(List.of(message("key", body)));
            await().atMost(SOON).until(() -> target.applied() == 1);
            awaitDrained();
            // Then
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 1));
            assertThat(target.effects("key")).containsExactly(7);
        }
    }

    @Test
    void lanesGoOnWhileTheDiskIsFullAndSoMakeRoom() throws Exception {
        // Given
        replaceBroker(TestBroker.settings(folder.resolve("full")).withDiskLimit(0, Duration.ofMillis(100)));
        await().atMost(SOON).until(() -> broker.broker.state().blocked());
        List<UUID> ids = send(load(500));
        try (LaneHub hub = new LaneHub(broker.connections, folder).route(LANE, target)) {
            // When
            awaitDrained();
            // Then
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 500));
        }
    }
}
