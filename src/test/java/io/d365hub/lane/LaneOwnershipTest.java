package io.d365hub.lane;

import static io.d365hub.lane.FakeTarget.missingParent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.BrokerSettings;
import io.d365hub.broker.TestBroker;
import io.d365hub.ledger.Outcome;
import io.d365hub.message.HubMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes of the hub, as two runtimes with connections of their own, over TCP to one broker. */
class LaneOwnershipTest extends LaneTestBase {

    private static final String PASSWORD = "a-fixed-password";

    private final MemberList members = new MemberList();
    private BrokerConnections connectionsOfA;
    private BrokerConnections connectionsOfB;

    /** The processes that are alive, as a heartbeat table would say. */
    private static final class MemberList {
        private final List<String> live = new CopyOnWriteArrayList<>();
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

        void join(String name) {
            live.add(name);
            listeners.forEach(Runnable::run);
        }

        void leave(String name) {
            live.remove(name);
            listeners.forEach(Runnable::run);
        }

        OwnedPartitions of(String self) {
            return new RankedPartitions(new Members() {
                @Override
                public String self() {
                    return self;
                }

                @Override
                public List<String> live() {
                    return List.copyOf(live);
                }

                @Override
                public void onChange(Runnable listener) {
                    listeners.add(listener);
                }
            });
        }
    }

    @BeforeEach
    void openConnections() {
        replaceBroker(TestBroker.settings(folder.resolve("shared")).withHubPassword(PASSWORD));
        connectionsOfA = BrokerConnections.external(broker.tcpUrl(), BrokerSettings.DEFAULT_HUB_USER, PASSWORD);
        connectionsOfB = BrokerConnections.external(broker.tcpUrl(), BrokerSettings.DEFAULT_HUB_USER, PASSWORD);
    }

    @AfterEach
    void closeConnections() {
        connectionsOfA.close();
        connectionsOfB.close();
    }

    private LaneHub process(String name, BrokerConnections connections) throws Exception {
        members.join(name);
        return new LaneHub(connections, folder.resolve(name), null, LaneSettings.DEFAULTS, members.of(name))
                .route(LANE, target);
    }

    private static long owned(LaneHub hub) {
        return hub.status(INTEGRATION).partitions().stream()
                .filter(LaneStatus.PartitionStatus::owner)
                .count();
    }

    private List<HubMessage> load(int count) {
        List<HubMessage> messages = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            messages.add(message("key-" + n % 60, n));
        }
        return messages;
    }

    @Test
    void aProcessThatJoinsGetsItsShareWithoutLossOrDisorder() throws Exception {
        // Given
        target.latency(call -> Duration.ofMillis(10));
        List<UUID> ids = new ArrayList<>(send(load(4_000)));
        try (LaneHub a = process("a", connectionsOfA)) {
            await().atMost(SOON).until(() -> owned(a) == PARTITIONS && target.applied() > 300);
            // When
            try (LaneHub b = process("b", connectionsOfB)) {
                // Joining was told before its lanes were ready; the next heartbeat tells again.
                await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> {
                    members.listeners.forEach(Runnable::run);
                    return owned(a) == 1 && owned(b) == 1;
                });
                awaitDrained();
            }
        }
        // Then
        assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 4_000));
        assertThat(target.applied()).isEqualTo(4_000);
        for (int key = 0; key < 60; key++) {
            assertThat(target.effects("key-" + key)).isSorted();
        }
    }

    @Test
    void whoInheritsAPartitionWorksItsParkedMessagesAlthoughNothingNewComes() throws Exception {
        // Given
        target.fails(call -> Optional.of(missingParent()));
        List<UUID> ids;
        LaneHub a = process("a", connectionsOfA);
        try (LaneHub heir = process("b", connectionsOfB)) {
            ids = send(List.of(message("child", 1), message("child", 2)));
            await().atMost(SOON).until(() -> parkDepth() == 2 && workDepth() == 0);
            target.accepts();
            // When
            a.close();
            members.leave("a");
            awaitDrained();
        }
        // Then
        assertThat(target.effects("child")).containsExactly(1, 2);
        assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 2));
    }
}
