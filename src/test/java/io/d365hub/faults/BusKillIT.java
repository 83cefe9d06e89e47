package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubProcess;
import io.d365hub.bus.ForeignBroker;
import io.d365hub.bus.OneWayProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a hub that carries messages from the queues of another broker back to others of its queues, over AMQP 1.0 and
 * over Artemis' own protocol.
 */
class BusKillIT {

    private static final int KILLS = Integer.getInteger("hub.kills", 1);
    private static final List<String> PROTOCOLS = List.of("amqp", "core");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MESSAGES = 50;

    @TempDir
    Path folder;

    private ForeignBroker broker;
    private OneWayProxy proxy;
    private HubProcess hub;

    @BeforeEach
    void startBroker() throws Exception {
        broker = ForeignBroker.start();
        proxy = new OneWayProxy(broker.port());
        hub = FaultHub.in(folder);
        for (String protocol : PROTOCOLS) {
            broker.queue("in-" + protocol);
            broker.queue("out-" + protocol);
            Files.writeString(
                    folder.resolve("routes").resolve("relay-" + protocol + ".camel.yaml"), """
                    - route:
                        id: relay-%1$s
                        from:
                          uri: kamelet:queue-source
                          parameters: {integration: relay-%1$s, connection: %1$s, queue: in-%1$s, recordKey: /id, partitions: 2}
                          steps:
                            - to: {uri: kamelet:queue-sink, parameters: {queue: out-%1$s, connection: %1$s-direct}}
                    """.formatted(protocol));
        }
        hub.with("HUB_BUS_AMQP_URL", "amqp://127.0.0.1:" + proxy.port())
                .with("HUB_BUS_CORE_URL", "tcp://127.0.0.1:" + proxy.port())
                .with("HUB_BUS_AMQP_DIRECT_URL", broker.amqp())
                .with("HUB_BUS_CORE_DIRECT_URL", broker.core());
    }

    @AfterEach
    void stopBroker() throws Exception {
        hub.close();
        proxy.close();
        broker.close();
    }

    @Test
    void whatWasStoredButNotAcknowledgedThereComesAgainAndHasOneEffect() throws Exception {
        // Given: each bridge has its connection and its credit at the broker
        hub.start();
        for (String protocol : PROTOCOLS) {
            broker.send("in-" + protocol, "{\"id\":\"first\"}");
        }
        awaitOut(1);
        // When: the hub stores messages, what it acknowledges gets lost, and it is killed
        proxy.swallow();
        for (String protocol : PROTOCOLS) {
            send(protocol, MESSAGES);
        }
        for (String protocol : PROTOCOLS) {
            await().atMost(PATIENCE).until(() -> broker.waiting("out-" + protocol) > 1);
        }
        hub.kill();
        // Then: none of them was acknowledged at the broker, which notices in its time that the hub is gone
        for (String protocol : PROTOCOLS) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            List.of(broker.waiting("in-" + protocol), broker.delivering("in-" + protocol)))
                    .as("waiting and in delivery in in-%s; the hub said: %s", protocol, hub.output())
                    .isEqualTo(List.of((long) MESSAGES, 0L)));
        }
        // And: all of them come again, and each is one message, delivered once
        proxy.carry();
        hub.start();
        assertEachWentThroughOnce(MESSAGES + 1);
    }

    @Test
    void howeverOftenTheHubIsKilledEachMessageGoesFromQueueToQueueOnce() throws Exception {
        // Given
        int sent = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            hub.start();
            long before = broker.waiting("out-amqp") + broker.waiting("out-core");
            for (String protocol : PROTOCOLS) {
                send(protocol, 4 * MESSAGES, sent);
            }
            sent += 4 * MESSAGES;
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> broker.waiting("out-amqp") + broker.waiting("out-core") > before + MESSAGES);
            // When
            hub.kill();
        }
        // Then
        hub.start();
        assertEachWentThroughOnce(sent);
    }

    private void send(String protocol, int count) {
        send(protocol, count, 0);
    }

    private void send(String protocol, int count, int from) {
        List<String> bodies = new ArrayList<>();
        for (int n = from; n < from + count; n++) {
            bodies.add("{\"id\":\"" + n + "\"}");
        }
        broker.sendAll("in-" + protocol, bodies);
    }

    private void awaitOut(long messages) {
        for (String protocol : PROTOCOLS) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(List.of(
                            broker.waiting("in-" + protocol),
                            broker.delivering("in-" + protocol),
                            broker.waiting("out-" + protocol)))
                    .as("waiting in, in delivery and out by %s", protocol)
                    .isEqualTo(List.of(0L, 0L, messages)));
        }
    }

    private void assertEachWentThroughOnce(int messages) throws IOException, InterruptedException {
        for (String protocol : PROTOCOLS) {
            await().atMost(PATIENCE)
                    .until(() -> broker.waiting("in-" + protocol) == 0 && broker.delivering("in-" + protocol) == 0);
            String integration = "relay-" + protocol;
            JsonNode balance = FaultHub.awaitDrained(hub, integration);
            Map<String, String> states = FaultHub.states(hub, integration);
            assertThat(states).as(balance.toString()).hasSize(messages);
            assertThat(FaultHub.count(states, "DELIVERED"))
                    .as(balance.toString())
                    .isEqualTo(messages);
            assertThat(balance.path("delivered").asInt()).as(balance.toString()).isEqualTo(messages);
        }
        awaitOut(messages);
    }
}
