package io.d365hub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.BrokerSettings;
import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.broker.MessageCodec;
import io.d365hub.broker.QueueNames;
import io.d365hub.broker.TestBroker;
import io.d365hub.ledger.Outcome;
import io.d365hub.ledger.Receipt;
import io.d365hub.message.HubMessage;
import io.d365hub.message.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real broker, a target, and what went in and came out of the lanes. */
abstract class LaneTestBase {

    static final String INTEGRATION = "orders";
    static final int PARTITIONS = 2;
    static final String LANE = "lane:orders?recordKey=/id&partitions=" + PARTITIONS;
    static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    TestBroker broker;
    final FakeTarget target = new FakeTarget();
    private final AtomicLong sequence = new AtomicLong();

    @BeforeEach
    void startBroker() {
        broker = new TestBroker(folder.resolve("broker"));
        broker.queues.ensure(INTEGRATION, PARTITIONS);
    }

    /** Another broker instead of the one that runs, with the integration's queues. */
    void replaceBroker(BrokerSettings settings) {
        broker.close();
        broker = new TestBroker(settings);
        broker.queues.ensure(INTEGRATION, PARTITIONS);
    }

    @AfterEach
    void stopBroker() {
        target.close();
        broker.close();
    }

    HubMessage message(String key, int number) {
        return message(key, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
    }

    HubMessage message(String key, byte[] body) {
        return message(sequence.incrementAndGet(), key, body);
    }

    static HubMessage message(long sequence, String key, byte[] body) {
        return new HubMessage(
                UUID.randomUUID(),
                INTEGRATION,
                TestBroker.WEBSHOP,
                key,
                sequence,
                Instant.parse("2026-01-02T03:04:05Z"),
                "application/json",
                Map.of("x-shop", "north"),
                body,
                Optional.empty());
    }

    List<UUID> send(List<HubMessage> messages) throws Exception {
        return send(PARTITIONS, messages);
    }

    List<UUID> send(int partitions, List<HubMessage> messages) throws Exception {
        try (BrokerConnection connection = broker.connections.lane();
                ClientSession session = connection.transactedSession();
                ClientProducer producer = session.createProducer()) {
            for (HubMessage message : messages) {
                int partition = RecordKeys.partition(message.recordKey(), partitions);
                producer.send(QueueNames.work(message.integration(), partition), MessageCodec.encode(session, message));
            }
            session.commit();
        }
        return messages.stream().map(HubMessage::id).toList();
    }

    void sendControl(String key, Function<ClientSession, ClientMessage> control) throws Exception {
        try (BrokerConnection connection = broker.connections.service();
                ClientSession session = connection.session();
                ClientProducer producer = session.createProducer()) {
            producer.send(QueueNames.work(INTEGRATION, RecordKeys.partition(key, PARTITIONS)), control.apply(session));
        }
    }

    /** Everything that receipts say, in the order in which they were committed. */
    List<Receipt.Entry> entries() throws Exception {
        List<Receipt.Entry> entries = new ArrayList<>();
        for (Receipt receipt : browse(QueueNames.RECEIPTS, LaneTestBase::receipt)) {
            entries.addAll(receipt.entries());
        }
        return entries;
    }

    private static Receipt receipt(ClientMessage message) {
        byte[] bytes = new byte[message.getBodyBuffer().readableBytes()];
        message.getBodyBuffer().readBytes(bytes);
        return Receipt.fromBytes(bytes);
    }

    List<DeadLetterCodec.Dying> letters() throws Exception {
        return browse(QueueNames.DEAD_LETTERS, DeadLetterCodec::decode);
    }

    private <T> List<T> browse(String queue, Function<ClientMessage, T> reader) throws Exception {
        List<T> found = new ArrayList<>();
        try (BrokerConnection connection = broker.connections.service();
                ClientSession session = connection.session();
                ClientConsumer browser = session.createConsumer(queue, true)) {
            session.start();
            long expected = session.queueQuery(SimpleString.of(queue)).getMessageCount();
            while (found.size() < expected) {
                // Not receiveImmediate: with a browser it may give up before the end of a long queue.
                found.add(reader.apply(browser.receive(SOON.toMillis())));
            }
        }
        return found;
    }

    long workDepth() {
        long depth = 0;
        for (int n = 0; n < PARTITIONS; n++) {
            depth += broker.broker.state().depth(QueueNames.work(INTEGRATION, n));
        }
        return depth;
    }

    long parkDepth() {
        long depth = 0;
        for (int n = 0; n < PARTITIONS; n++) {
            depth += broker.broker.state().depth(QueueNames.park(INTEGRATION, n));
        }
        return depth;
    }

    void awaitDrained() {
        await().atMost(SOON).until(() -> workDepth() + parkDepth() == 0);
    }

    /** Each message has exactly one final receipt; returns how many of each outcome there are. */
    Map<Outcome, Integer> settledOnce(List<UUID> ids) throws Exception {
        // The broker counts a receipt a moment after its commit.
        await().atMost(SOON).untilAsserted(() -> assertThat(finals().keySet().equals(Set.copyOf(ids)))
                .as("the %d settled ids are the %d sent ones", finals().size(), ids.size())
                .isTrue());
        Map<UUID, List<Outcome>> finals = finals();
        Map<Outcome, Integer> counts = new HashMap<>();
        finals.values().forEach(outcomes -> outcomes.forEach(outcome -> counts.merge(outcome, 1, Integer::sum)));
        assertThat(finals.values()).allSatisfy(outcomes -> assertThat(outcomes).hasSize(1));
        return counts;
    }

    private Map<UUID, List<Outcome>> finals() throws Exception {
        Map<UUID, List<Outcome>> finals = new HashMap<>();
        for (Receipt.Entry entry : entries()) {
            if (entry.outcome() != Outcome.PARKED) {
                finals.computeIfAbsent(entry.message(), id -> new ArrayList<>()).add(entry.outcome());
            }
        }
        return finals;
    }
}
