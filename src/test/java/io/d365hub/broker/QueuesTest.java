package io.d365hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.broker.Queues.Found;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueuesTest {

    @TempDir
    static Path folder;

    static TestBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new TestBroker(folder);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void queuesOfAnIntegrationAreDurableAndExclusive() throws Exception {
        // When
        broker.integration("durable", 2);

        // Then
        try (BrokerConnection connection = broker.connections.service()) {
            ClientSession session = connection.session();
            for (String name : new String[] {"push.durable", "work.durable.0", "work.durable.1"}) {
                QueueQuery queue = session.queueQuery(SimpleString.of(name));
                assertThat(queue.isExists() && queue.isDurable() && queue.isExclusive())
                        .as(name)
                        .isTrue();
            }
        }
    }

    @Test
    void ensuringTwiceKeepsTheMessages() throws Exception {
        // Given
        Integration integration = broker.integration("twice", 2);
        send(integration, QueueNames.work("twice", 1));

        // When
        broker.queues.ensure(integration);

        // Then
        Awaitility.await().untilAsserted(() -> assertThat(broker.queues.depth(integration))
                .isOne());
    }

    @Test
    void anotherNumberOfPartitionsIsRefusedWhileMessagesWait() throws Exception {
        // Given
        Integration integration = broker.integration("moved", 4);
        send(integration, QueueNames.park("moved", 3));

        // When
        assertThatThrownBy(() -> broker.queues.ensure("moved", 2))

                // Then
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Integration 'moved' was started with 4 partitions before and now has 2")
                .hasMessageContaining("Set partitions=4 again");
    }

    @Test
    void anotherNumberOfPartitionsIsTakenWhenNothingWaits() {
        // Given
        broker.integration("empty", 4);

        // When
        broker.queues.ensure("empty", 2);

        // Then
        assertThatCode(() -> broker.queues.ensure("empty", 2)).doesNotThrowAnyException();
        assertThat(broker.broker.state().depth("work.empty.3")).isZero();
    }

    @Test
    void partitionsThatWereGivenUpTakeMessagesAgain() throws Exception {
        // Given
        Integration integration = broker.integration("grown", 4);
        broker.queues.ensure("grown", 2);

        // When
        broker.queues.ensure("grown", 4);
        send(integration, QueueNames.work("grown", 3));

        // Then
        Awaitility.await().untilAsserted(() -> assertThat(broker.queues.depth(integration))
                .isOne());
    }

    @Test
    void depthCountsDoorWorkAndPark() throws Exception {
        // Given
        Integration integration = broker.integration("deep", 2);

        // When
        send(integration, QueueNames.door("deep"));
        send(integration, QueueNames.work("deep", 1));
        send(integration, QueueNames.park("deep", 0));

        // Then
        Awaitility.await().untilAsserted(() -> assertThat(broker.queues.depth(integration))
                .isEqualTo(3));
    }

    @Test
    void aWaitingMessageIsFoundWhereItIs() throws Exception {
        // Given
        Integration integration = broker.integration("found", 3);
        UUID working = send(integration, QueueNames.work("found", 2));
        UUID parked = send(integration, QueueNames.park("found", 1));

        // Then
        assertThat(broker.queues.find(integration, working, 100)).isEqualTo(Found.WORK);
        assertThat(broker.queues.find(integration, parked, 100)).isEqualTo(Found.PARK);
        assertThat(broker.queues.find(integration, UUID.randomUUID(), 100)).isEqualTo(Found.NOWHERE);
        assertThat(broker.queues.find(integration, working, 1)).isEqualTo(Found.TOO_MANY_TO_SEARCH);
    }

    private static UUID send(Integration integration, String queue) throws Exception {
        HubMessage message = TestBroker.message(integration, "k", "{}");
        try (BrokerConnection connection = broker.connections.service()) {
            ClientSession session = connection.session();
            session.createProducer(queue).send(MessageCodec.encode(session, message));
        }
        return message.id();
    }
}
