package io.d365hub.bus.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.bus.BusProfile;
import io.d365hub.bus.BusSettings;
import io.d365hub.bus.Destination;
import io.d365hub.bus.ForeignBroker;
import io.d365hub.bus.ForeignBus;
import jakarta.jms.JMSContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bridge between a real AMQP broker and a door that does what a test wants. */
@Timeout(300)
class BridgeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ForeignBroker BROKER = ForeignBroker.start();

    private final String queue = "q-" + UUID.randomUUID();
    private final TestDoor door = new TestDoor();
    private Bridge bridge;

    /** Keeps what comes; can be full, away, or broken for the next message. */
    private static final class TestDoor implements LocalDoor {
        private final List<Received> offered = new CopyOnWriteArrayList<>();
        private final List<Received> stored = new CopyOnWriteArrayList<>();
        private volatile boolean full;
        private final AtomicInteger away = new AtomicInteger();
        private volatile boolean defect;
        private volatile CountDownLatch held = new CountDownLatch(0);

        @Override
        public void store(Received message) throws NotStoredException {
            offered.add(message);
            awaitQuietly(held);
            if (away.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new NotStoredException("the disk is away", null);
            }
            if (defect && message.refusal().isEmpty()) {
                throw new IllegalStateException("a defect");
            }
            stored.add(message);
        }

        private static void awaitQuietly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
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
        start(BusProfile.AMQP);
    }

    private void start(BusProfile profile) {
        String url = profile == BusProfile.ARTEMIS ? BROKER.core() : BROKER.amqp();
        bridge = new Bridge(
                new ForeignBus(new BusSettings("erp", URI.create(url), profile, "", "", 5)),
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

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsNotStoredComesAgainWithTheSameIdentity(BusProfile profile) {
        // Given
        door.away.set(1);
        BROKER.send(queue, "1");
        // When
        start(profile);
        // Then
        await().atMost(PATIENCE).until(() -> door.bodies().equals(List.of("1")));
        assertThat(door.offered.get(0).identity())
                .isNotEmpty()
                .isEqualTo(door.stored.get(0).identity());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void overItsOwnProtocolArtemisTellsMessagesWithoutIdApart(boolean byAmqp) {
        // Given: over AMQP rhea gives no id unless told to; over its own protocol Artemis gives one
        door.away.set(1);
        BROKER.sendWithoutId(queue, byAmqp, "1", "1");
        // When
        start(BusProfile.ARTEMIS);
        // Then
        await().atMost(PATIENCE).until(() -> door.stored.size() == 2);
        assertThat(door.offered.get(0).identity())
                .isNotEmpty()
                .isEqualTo(door.stored.get(0).identity())
                .isNotEqualTo(door.stored.get(1).identity());
    }

    @Test
    void aBusThatIsAwaySaysWhyUntilItIsBack() {
        // Given
        start();
        await().atMost(PATIENCE).until(() -> bridge.hearing() == Bridges.Hearing.HEARS);
        // When
        BROKER.stop();
        // Then
        await().atMost(PATIENCE).until(() -> bridge.trouble().startsWith("It lost the bus and tries again: "));
        BROKER.begin();
        await().atMost(PATIENCE)
                .until(() -> bridge.hearing() == Bridges.Hearing.HEARS
                        && bridge.trouble().isEmpty());
    }

    @Test
    void notMoreMessagesThanThePrefetchWaitBehindOneThatTakesLong() {
        // Given: events spec §2.3 [V], a message that waits in the client is locked at Azure, and locks run out
        CountDownLatch held = new CountDownLatch(1);
        door.held = held;
        BROKER.sendAll(queue, IntStream.range(0, 50).mapToObj(String::valueOf).toList());
        // When
        start(BusProfile.SERVICEBUS);
        await().atMost(PATIENCE).until(() -> BROKER.delivering(queue) >= 5);
        // Then: those, and the one that is being stored
        assertThat(BROKER.delivering(queue)).isBetween(5L, 6L);
        held.countDown();
        await().atMost(PATIENCE).until(() -> door.stored.size() == 50);
    }

    @Test
    void azureIsToldAnIdleTimeoutThatItTakes() {
        // When
        start(BusProfile.SERVICEBUS);
        // Then: events spec §2.3, the client announces half of amqp.idleTimeout [V], less than 60000 is refused [C]
        await().atMost(PATIENCE).until(() -> BROKER.idleTimeouts().equals(List.of(60_000)));
    }

    @Test
    void whileTheHubIsFullMessagesStayWhereTheyAre() {
        // Given
        door.full = true;
        start();
        BROKER.send(queue, "1");
        await().atMost(PATIENCE).until(() -> bridge.hearing() == Bridges.Hearing.FULL);
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

    @ParameterizedTest
    @EnumSource
    void propertiesWhoseNamesAreAddressesAreRead(BusProfile profile) {
        // Given: events spec §2.2; with its defaults Qpid JMS leaves such names out (§2.3 [V])
        String claim = "http://schemas.microsoft.com/xrm/2011/Claims/EntityLogicalName";
        try (JMSContext client = BROKER.client()) {
            client.createProducer().setProperty(claim, "account").send(client.createQueue(queue), "{}");
        }
        // When
        start(profile);
        // Then
        await().atMost(PATIENCE).until(() -> door.stored.size() == 1);
        assertThat(door.stored.get(0).properties()).containsEntry(claim, "account");
    }

    @ParameterizedTest
    @EnumSource(names = {"AMQP", "ARTEMIS"})
    void aSerialisedJavaObjectIsRefusedWithoutBeingRead(BusProfile profile) {
        // Given: reading one makes a stranger's classes run
        try (JMSContext client = BROKER.client()) {
            client.createProducer().send(client.createQueue(queue), client.createObjectMessage(new AtomicInteger(7)));
        }
        // When
        start(profile);
        // Then
        await().atMost(PATIENCE).until(() -> door.stored.size() == 1);
        assertThat(door.stored.get(0).refusal().orElseThrow().why()).contains("serialised Java objects are never read");
        assertThat(door.stored.get(0).body()).isEmpty();
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
