package io.d365hub.bus.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.bus.BusProfile;
import io.d365hub.bus.BusSettings;
import io.d365hub.bus.Destination;
import io.d365hub.bus.ForeignBroker;
import io.d365hub.bus.ForeignBus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bridge between a real AMQP broker and a door that does what a test wants. */
@Timeout(120)
class BridgeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ForeignBroker BROKER = ForeignBroker.start();

    private final String queue = "q-" + UUID.randomUUID();
    private final TestDoor door = new TestDoor();
    private Bridge bridge;

    /** Keeps what comes; can be full, away, or broken for the next message. */
    private static final class TestDoor implements LocalDoor {
        private final List<Received> stored = new CopyOnWriteArrayList<>();
        private volatile boolean full;
        private final AtomicInteger away = new AtomicInteger();
        private volatile boolean defect;

        @Override
        public void store(Received message) throws NotStoredException {
            if (away.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new NotStoredException("the disk is away", null);
            }
            if (defect && message.refusal().isEmpty()) {
                throw new IllegalStateException("a defect");
            }
            stored.add(message);
        }

        List<String> bodies() {
            return stored.stream()
                    .map(one -> new String(one.body(), StandardCharsets.UTF_8))
                    .toList();
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public int bodyLimit() {
            return 1_000;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @BeforeEach
    void makeQueue() throws Exception {
        BROKER.queue(queue);
    }

    @AfterEach
    void close() {
        bridge.close();
    }

    @AfterAll
    static void stop() throws Exception {
        BROKER.close();
    }

    private void start() {
        bridge = new Bridge(
                new ForeignBus(new BusSettings("erp", URI.create(BROKER.amqp()), BusProfile.AMQP, "", "", 5)),
                Destination.queue(queue),
                door);
    }

    @Test
    void messagesComeInTheirOrderAndAreGoneThere() {
        // Given
        List.of("1", "2", "3").forEach(body -> BROKER.send(queue, body));
        // When
        start();
        // Then
        await().atMost(PATIENCE).until(() -> door.bodies().equals(List.of("1", "2", "3")));
        await().atMost(PATIENCE).until(() -> BROKER.waiting(queue) == 0);
    }

    @Test
    void aMessageThatIsNotStoredComesAgainWithTheSameIdentity() {
        // Given
        door.away.set(1);
        BROKER.send(queue, "1");
        // When
        start();
        // Then
        await().atMost(PATIENCE).until(() -> door.bodies().equals(List.of("1")));
        assertThat(door.stored.get(0).identity()).isNotEmpty();
    }

    @Test
    void whileTheHubIsFullMessagesStayWhereTheyAre() {
        // Given
        door.full = true;
        start();
        BROKER.send(queue, "1");
        assertThat(bridge.isConnected()).isFalse();
        // When
        door.full = false;
        // Then
        await().atMost(PATIENCE).until(() -> door.bodies().equals(List.of("1")));
    }

    @Test
    void aMessageThatBreaksTheDoorIsGivenToItAsRefused() {
        // Given
        door.defect = true;
        BROKER.send(queue, "poison");
        // When
        start();
        // Then
        await().atMost(PATIENCE).until(() -> door.bodies().equals(List.of("poison")));
        assertThat(door.stored.get(0).refusal()).isPresent();
    }

    @Test
    void aLargeMessageIsCutAndRefusedWithItsSize() {
        // When
        BROKER.send(queue, "x".repeat(1_001));
        start();
        // Then
        await().atMost(PATIENCE).until(() -> door.stored.size() == 1);
        assertThat(door.stored.get(0).refusal().orElseThrow().why()).contains("1001");
    }

    @Test
    void twoMessagesOfOneIdAndOtherContentAreTwo() {
        // Given: some senders use one message-id for all
        BROKER.sendWithId(queue, "same", "1");
        BROKER.sendWithId(queue, "same", "2");
        // When
        start();
        // Then
        await().atMost(PATIENCE).until(() -> door.stored.size() == 2);
        assertThat(door.stored.get(0).identity())
                .isNotEqualTo(door.stored.get(1).identity());
    }
}
