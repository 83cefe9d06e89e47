package io.d365hub.intake;

import static io.d365hub.intake.IntakeFixture.ORDERS;
import static io.d365hub.intake.IntakeFixture.json;
import static io.d365hub.intake.IntakeFixture.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.broker.BrokerWorkQueue;
import io.d365hub.broker.QueueNames;
import io.d365hub.broker.TestBroker;
import io.d365hub.broker.WorkQueueSettings;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.RecordKeys;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from the request into the queues of a real broker. */
class DurableIntakeTest {

    @RegisterExtension
    final IntakeFixture hub = new IntakeFixture();

    @TempDir
    private Path folder;

    private TestBroker broker;
    private BrokerWorkQueue queue;
    private Integration orders;

    @BeforeEach
    void startBroker() {
        orders = hub.integrations.find(ORDERS).orElseThrow();
        open();
        broker.queues.ensure(orders);
    }

    @AfterEach
    void stopBroker() {
        queue.close();
        broker.close();
    }

    @Test
    void anAcceptedMessageLiesInTheQueueOfItsRecordKey() throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, order("A-1")));
        // Then
        HubMessage taken = broker.take(queueOf("A-1"));
        assertThat(taken.id()).isEqualTo(PushTest.id(answer));
        assertThat(new String(taken.body(), UTF_8)).isEqualTo(order("A-1"));
    }

    @Test
    void anAcceptedMessageIsThereAfterTheBrokersRestart() throws Exception {
        // Given
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, order("A-1")));
        // When
        stopBroker();
        open();
        // Then
        assertThat(broker.take(queueOf("A-1")).id()).isEqualTo(PushTest.id(answer));
    }

    @Test
    void aRequestRepeatedAfterACrashBeforeItWasNotedIsThereOnce() throws Exception {
        // Given: what such a crash leaves
        push("key-1", order("A-1"));
        hub.database.jdbi().useHandle(handle -> handle.execute("update idempotency_key set stored = 0"));
        hub.restart();
        // When
        HttpResponse<String> again = push("key-1", order("A-1"));
        // Then
        assertThat(again.statusCode()).isEqualTo(202);
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.queues.depth(orders)).isEqualTo(1));
    }

    @Test
    void linesRepeatedAfterACrashBeforeTheyWereNotedAreThereOnce() throws Exception {
        // Given: what such a crash leaves
        String lines = IntStream.range(0, 500).mapToObj(i -> order(i)).collect(Collectors.joining("\n"));
        hub.send(hub.pushLines(ORDERS, lines).header("Idempotency-Key", "key-1"));
        hub.database.jdbi().useHandle(handle -> handle.execute("update idempotency_key set stored = 0"));
        hub.restart();
        // When
        HttpResponse<String> again = hub.send(hub.pushLines(ORDERS, lines).header("Idempotency-Key", "key-1"));
        // Then
        assertThat(json(again).get("accepted").asInt()).isEqualTo(500);
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.queues.depth(orders)).isEqualTo(500));
    }

    @Test
    void withoutBrokerAPostIsUnavailable() throws Exception {
        // Given
        hub.send(hub.push(ORDERS, order("A-1")));
        broker.close();
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, order("A-2")));
        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private HttpResponse<String> push(String key, String body) throws Exception {
        return hub.send(hub.push(ORDERS, body).header("Idempotency-Key", key));
    }

    private String queueOf(String recordKey) {
        return QueueNames.work(ORDERS, RecordKeys.partition(recordKey, orders.partitions()));
    }

    private void open() {
        broker = new TestBroker(folder);
        queue = new BrokerWorkQueue(broker.connections, hub.integrations, WorkQueueSettings.defaults());
        hub.storesIn(queue);
    }
}
