package io.d365hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.WorkQueue.Stored;
import io.d365hub.message.WorkQueueUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The hub with its broker in another process, which dies, freezes and comes back. */
@Timeout(300)
class ExternalBrokerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    ExternalBroker broker;
    BrokerConnections connections;
    Integrations integrations = new Integrations();
    Integration orders;
    BrokerWorkQueue queue;

    @BeforeEach
    void start() throws Exception {
        broker = ExternalBroker.start(folder, 0);
        connections = broker.connections();
        orders = new Integration(
                "webshop-orders",
                Integration.Format.JSON,
                "/id",
                2,
                java.util.Set.of(),
                Integration.DEFAULT_STARTED_LIMIT,
                Integration.DEFAULT_PATIENCE,
                Integration.DEFAULT_PARENT_WAIT,
                Integration.AfterDeadLetter.CONTINUE,
                "a test");
        new Queues(connections).ensure(orders);
        integrations.register(orders);
        queue = new BrokerWorkQueue(connections, integrations, WorkQueueSettings.defaults());
    }

    @AfterEach
    void stop() throws Exception {
        queue.close();
        connections.close();
        broker.close();
    }

    @Test
    void messagesAreStoredAndCountedOverTheNetwork() {
        // When
        for (int i = 0; i < 100; i++) {
            assertThat(store("key-" + i)).succeedsWithin(PATIENCE).isEqualTo(Stored.STORED);
        }

        // Then
        Awaitility.await().until(() -> new Queues(connections).depth(orders) == 100);
    }

    @Test
    void aWrongPasswordIsSaidWithTheSettingToMend() {
        try (BrokerConnections wrong = BrokerConnections.external(broker.url(), ExternalBroker.USER, "wrong");
                BrokerConnection connection = wrong.service()) {
            assertThatThrownBy(connection::session)
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessageContaining("hub.broker.password");
        }
    }

    @Test
    void afterAKillOfTheBrokerCallersAreToldAndStoringGoesOnWhenItIsBack() throws Exception {
        // Given
        assertThat(store("first")).succeedsWithin(PATIENCE);
        List<CompletableFuture<Stored>> answers = new ArrayList<>();
        List<UUID> asked = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            HubMessage message = TestBroker.message(orders, "key-" + i, "{}");
            asked.add(message.id());
            answers.add(queue.store(message, null).toCompletableFuture());
        }

        // When
        broker.kill();

        // Then
        Awaitility.await().until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        assertThat(store("refused")).failsWithin(PATIENCE);
        assertThat(store("refused at once")).isCompletedExceptionally();

        // When it comes back
        broker = ExternalBroker.start(folder, broker.port());

        // Then
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> store("back").handle((stored, e) -> e == null).get(60, TimeUnit.SECONDS));
        List<UUID> found = drain();
        for (int i = 0; i < answers.size(); i++) {
            if (!answers.get(i).isCompletedExceptionally()) {
                assertThat(found).as("told stored").contains(asked.get(i));
            }
        }
        assertThat(found).doesNotHaveDuplicates();
    }

    @Test
    void aFrozenBrokerIsNoticedThenRefusedAtOnceAndTakenBackWhenItThaws() throws Exception {
        // Given
        assertThat(store("first")).succeedsWithin(PATIENCE);

        // When
        broker.freeze();

        // Then
        assertThat(store("waits for the timeout"))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(WorkQueueUnavailableException.class);
        assertThat(store("refused at once")).failsWithin(PATIENCE);

        // When
        broker.thaw();

        // Then
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> store("back").handle((stored, e) -> e == null).get(60, TimeUnit.SECONDS));
    }

    private CompletableFuture<Stored> store(String key) {
        return queue.store(TestBroker.message(orders, key, "{}"), null).toCompletableFuture();
    }

    private List<UUID> drain() throws Exception {
        List<UUID> ids = new ArrayList<>();
        try (BrokerConnection connection = connections.lane()) {
            ClientSession session = connection.transactedSession();
            session.start();
            for (int n = 0; n < 2; n++) {
                ClientConsumer consumer = session.createConsumer(QueueNames.work("webshop-orders", n));
                for (ClientMessage m = consumer.receive(1_000); m != null; m = consumer.receive(200)) {
                    ids.add(MessageCodec.decode(m).id());
                }
            }
        }
        return ids;
    }
}
