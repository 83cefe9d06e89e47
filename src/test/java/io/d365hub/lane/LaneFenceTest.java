package io.d365hub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.ExternalBroker;
import io.d365hub.broker.MessageCodec;
import io.d365hub.broker.QueueNames;
import io.d365hub.broker.Queues;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that says nothing for a while, as seen from a lane that has rows left to start. */
class LaneFenceTest {

    private static final String ONE_LANE = "lane:orders?recordKey=/id&partitions=1";

    @TempDir
    Path folder;

    private final VirtualTime time = new VirtualTime();
    private final FakeTarget target = new FakeTarget();
    private ExternalBroker broker;
    private BrokerConnections connections;

    @BeforeEach
    void startBroker() throws Exception {
        broker = ExternalBroker.start(folder.resolve("broker"), 0);
        connections = broker.connections();
        new Queues(connections).ensureHubQueues();
        new Queues(connections).ensure("orders", 1);
    }

    @AfterEach
    void stopBroker() throws InterruptedException {
        target.close();
        connections.close();
        broker.close();
    }

    private void sendTwoOfOneKey() throws Exception {
        try (BrokerConnection connection = connections.service();
                ClientSession session = connection.session()) {
            for (int n = 1; n <= 2; n++) {
                session.createProducer(QueueNames.work("orders", 0))
                        .send(MessageCodec.encode(
                                session,
                                LaneTestBase.message(
                                        n, "key", Integer.toString(n).getBytes(StandardCharsets.UTF_8))));
            }
        }
    }

    @Test
    void aLaneThatHasNotHeardFromTheBrokerStartsNothingUntilItHas() throws Exception {
        // Given
        CountDownLatch firstMayEnd = new CountDownLatch(1);
        target.latency(call -> Duration.ofMillis(1));
        target.holds(call -> call.number() == 1, firstMayEnd);
        try (LaneHub hub = new LaneHub(connections, folder, time, LaneSettings.DEFAULTS, OwnedPartitions.ALL)
                .route(ONE_LANE, target)) {
            sendTwoOfOneKey();
            await().until(() -> hub.status("orders").partitions().get(0).waiting() == 1);
            // When
            broker.freeze();
            time.advance(LaneSettings.DEFAULTS.fence().plusMillis(1));
            firstMayEnd.countDown();
            // Then
            await().until(() -> target.applied() >= 1);
            await().during(Duration.ofSeconds(1)).atMost(LaneTestBase.SOON).until(() -> target.calls() == 1);
            broker.thaw();
            await().until(() -> target.applied() == 2);
            assertThat(target.effects("key")).containsExactly(1, 2);
        }
    }
}
