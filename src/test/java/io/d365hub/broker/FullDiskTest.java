package io.d365hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.WorkQueue.Stored;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small disk of its own that is really full. Needs the right to mount one; skipped by name without it. */
@Timeout(300)
class FullDiskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path parent;

    Path disk;
    Integrations integrations = new Integrations();

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(parent.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()), "a disk can be mounted");
    }

    @AfterEach
    void unmount() throws Exception {
        // Lazily: a broker that stopped over a full disk leaves files open.
        run("umount", "-l", disk.toString());
    }

    @Test
    void aFullDiskRefusesAtOnceAndOpensWhenThereIsRoomAgain() throws Exception {
        // Given
        try (TestBroker broker = new TestBroker(withLimit(90))) {
            Integration orders = register(broker);
            try (BrokerWorkQueue queue = queue(broker.connections)) {
                assertThat(store(queue, orders)).succeedsWithin(PATIENCE);

                // When
                fill(0);

                // Then
                Awaitility.await().until(broker.broker.state()::blocked);
                assertThat(store(queue, orders)).failsWithin(PATIENCE);

                // When
                makeRoom();

                // Then
                Awaitility.await().until(() -> store(queue, orders)
                        .handle((stored, e) -> e == null)
                        .get(60, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void sendersNoticeABlockedBrokerByThemselves() throws Exception {
        // Given
        try (TestBroker broker = new TestBroker(withLimit(90).withHubPassword(ExternalBroker.PASSWORD));
                BrokerConnections blind =
                        BrokerConnections.external(broker.tcpUrl(), ExternalBroker.USER, ExternalBroker.PASSWORD)) {
            Integration orders = register(broker);
            fill(0);
            Awaitility.await().until(broker.broker.state()::blocked);
            try (BrokerWorkQueue queue = queue(blind)) {

                // When
                CompletableFuture<Stored> first = store(queue, orders);

                // Then
                assertThat(first).failsWithin(PATIENCE);
                assertThat(store(queue, orders)).failsWithin(PATIENCE);

                // When
                makeRoom();

                // Then
                Awaitility.await().until(() -> store(queue, orders)
                        .handle((stored, e) -> e == null)
                        .get(60, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void aJmsSenderWaitsUntilThereIsRoomAgain() throws Exception {
        // Given
        try (TestBroker broker = new TestBroker(withLimit(90))) {
            Integration orders = register(broker);
            fill(0);
            Awaitility.await().until(broker.broker.state()::blocked);

            // When
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try (JMSContext context = new ActiveMQConnectionFactory(broker.tcpUrl())
                        .createContext(TestBroker.WEBSHOP, TestBroker.WEBSHOP_KEY)) {
                    context.createProducer().send(context.createQueue("push.webshop-orders"), "{\"id\":\"1\"}");
                }
            });

            // Then
            assertThat(sent).failsWithin(Duration.ofSeconds(1));
            makeRoom();
            assertThat(sent).succeedsWithin(PATIENCE);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(broker.queues.depth(orders)).isOne());
        }
    }

    @Test
    void whenTheJournalCannotBeWrittenTheListenerHearsAndNothingToldStoredIsLost() throws Exception {
        // Given
        CountDownLatch heard = new CountDownLatch(1);
        List<UUID> told = new ArrayList<>();
        TestBroker broker = new TestBroker(withLimit(101));
        broker.broker.onCriticalError(e -> heard.countDown());
        Integration orders = register(broker);
        try (BrokerWorkQueue queue = queue(broker.connections)) {
            fill(0);

            // When
            for (int i = 0; i < 2_000 && heard.getCount() > 0; i++) {
                HubMessage message = TestBroker.message(orders, "1", "x".repeat(50_000));
                if (queue.store(message, null)
                        .handle((stored, e) -> e == null)
                        .toCompletableFuture()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    told.add(message.id());
                }
            }

            // Then
            assertThat(heard.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the listener heard")
                    .isTrue();
            // A thread of the broker's journal may end by an exception while the broker gives up, as it should.
            Awaitility.await().dontCatchUncaughtExceptions().untilAsserted(() -> assertThat(store(queue, orders))
                    .failsWithin(PATIENCE));
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .until(() -> broker.broker.state().blocked());
        }
        broker.close();

        // When
        makeRoom();
        try (TestBroker again = new TestBroker(withLimit(101))) {

            // Then
            assertThat(told).isNotEmpty();
            for (UUID id : told) {
                assertThat(again.take(QueueNames.work("webshop-orders", 0)).id())
                        .isEqualTo(id);
            }
        }
    }

    private Integration register(TestBroker broker) {
        Integration orders = broker.integration("webshop-orders", 1);
        integrations.register(orders);
        return orders;
    }

    private BrokerWorkQueue queue(BrokerConnections connections) {
        return new BrokerWorkQueue(connections, integrations, WorkQueueSettings.defaults());
    }

    private static CompletableFuture<Stored> store(BrokerWorkQueue queue, Integration orders) {
        return queue.store(TestBroker.message(orders, "1", "{}"), null).toCompletableFuture();
    }

    private BrokerSettings withLimit(int percent) {
        return TestBroker.settings(disk.resolve("broker")).withDiskLimit(percent, Duration.ofMillis(100));
    }

    /** Fills the disk until so many bytes are left. */
    private void fill(long left) throws IOException {
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(disk.resolve("ballast"))) {
            while (Files.getFileStore(disk).getUsableSpace() > left) {
                out.write(block);
            }
        } catch (IOException e) {
            // No space left on device, as intended.
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private void makeRoom() throws IOException {
        Files.delete(disk.resolve("ballast"));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
