package io.d365hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueIngesterTest {

    private static final String UNREADABLE = "unreadable";
    private static final String REFUSED = "refused";

    @TempDir
    private Path folder;

    private TestBroker broker;
    private Texts store;
    private QueueIngester<String> ingester;

    /** Keeps texts in memory, and fails as the test wants. */
    private static final class Texts implements QueueIngester.Store<String> {

        final List<String> stored = Collections.synchronizedList(new ArrayList<>());
        volatile boolean down;
        volatile boolean defective;
        final AtomicInteger failures = new AtomicInteger();

        @Override
        public void store(List<String> batch) {
            if (down) {
                failures.incrementAndGet();
                throw new IllegalStateException("down");
            }
            if (defective) {
                failures.incrementAndGet();
                throw new AssertionError("a library met what it takes for impossible");
            }
            if (batch.contains(REFUSED)) {
                throw new IllegalArgumentException("bad data");
            }
            stored.addAll(batch);
        }

        @Override
        public boolean refusesData(Exception failure) {
            return failure instanceof IllegalArgumentException;
        }

        @Override
        public String explain(Exception failure) {
            return "It is " + failure.getMessage() + ".";
        }
    }

    @BeforeEach
    void start() {
        broker = new TestBroker(folder);
        store = new Texts();
        startIngester();
    }

    private void startIngester() {
        startIngester(broker.connections);
    }

    private void startIngester(BrokerConnections connections) {
        ingester = new QueueIngester<>(
                connections,
                new QueueIngester.Intake<>(QueueNames.RECEIPTS, QueueIngesterTest::text, String::length, 10, 1000),
                store);
        ingester.start();
    }

    @AfterEach
    void stop() {
        store.down = false;
        store.defective = false;
        ingester.close();
        broker.close();
    }

    private static String text(ClientMessage message) {
        byte[] bytes = new byte[message.getBodyBuffer().readableBytes()];
        message.getBodyBuffer().readBytes(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.equals(UNREADABLE)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private void send(List<String> texts) throws Exception {
        try (BrokerConnection connection = broker.connections.service();
                ClientSession session = connection.transactedSession();
                ClientProducer producer = session.createProducer(QueueNames.RECEIPTS)) {
            for (String text : texts) {
                ClientMessage message = session.createMessage(true);
                message.getBodyBuffer().writeBytes(text.getBytes(StandardCharsets.UTF_8));
                producer.send(message);
            }
            session.commit();
        }
    }

    private void awaitEmpty() {
        await().until(() -> broker.connections.state().depth(QueueNames.RECEIPTS) == 0);
    }

    @Test
    void everythingIsStoredInTheOrderOfTheQueue() throws Exception {
        // Given
        List<String> texts = IntStream.range(0, 35).mapToObj(n -> "text " + n).toList();
        // When
        send(texts);
        awaitEmpty();
        // Then
        assertThat(store.stored).isEqualTo(texts);
    }

    @Test
    void whatIsUnreadableOrRefusedIsSetAsideAndHoldsNothingUp() throws Exception {
        // When
        send(List.of("first", UNREADABLE, "second", REFUSED, "third"));
        awaitEmpty();
        // Then
        assertThat(store.stored).containsExactly("first", "second", "third");
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.connections.state().depth(QueueNames.BROKER_DEAD_LETTERS))
                        .isEqualTo(2));
    }

    @Test
    void nothingIsLostWhileTheStoreIsDown() throws Exception {
        // Given
        store.down = true;
        // When
        send(List.of("first", "second"));
        await().until(() -> store.failures.get() > 1);
        store.down = false;
        awaitEmpty();
        // Then
        assertThat(store.stored).containsExactly("first", "second");
    }

    @Test
    void anErrorOfALibraryEndsNoIngester() throws Exception {
        // Given
        store.defective = true;
        // When
        send(List.of("first", "second"));
        await().until(() -> store.failures.get() > 1);
        store.defective = false;
        awaitEmpty();
        // Then
        assertThat(store.stored).containsExactly("first", "second");
    }

    @Test
    void aBatchThatWasNotStoredIsThereForTheNextIngester() throws Exception {
        // Given
        store.down = true;
        send(List.of("first", "second"));
        await().until(() -> store.failures.get() > 0);
        ingester.close();
        // When
        store.down = false;
        startIngester();
        awaitEmpty();
        // Then
        assertThat(store.stored).containsExactly("first", "second");
    }

    @Test
    void itGoesOnByItselfWhenTheBrokerIsBack() throws Exception {
        // Given
        ingester.close();
        broker.close();
        BrokerSettings settings = TestBroker.settings(folder).withHubPassword("secret of the hub");
        broker = new TestBroker(settings);
        int port = broker.broker.port();
        try (BrokerConnections remote =
                BrokerConnections.external("tcp://127.0.0.1:" + port, settings.hubUser(), "secret of the hub")) {
            startIngester(remote);
            send(List.of("before"));
            awaitEmpty();
            // When
            broker.close();
            broker = new TestBroker(settings.withPort(port));
            send(List.of("after"));
            awaitEmpty();
            // Then
            assertThat(store.stored).containsExactly("before", "after");
            ingester.close();
        }
    }
}
