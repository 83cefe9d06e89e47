package io.d365hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.access.ApiClients;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    Path folder;

    @Test
    void messagesAreThereAfterAStopAndASecondStart() throws Exception {
        // Given
        HubMessage stored;
        Integration integration;
        try (TestBroker first = new TestBroker(folder)) {
            integration = first.integration("webshop-orders", 2);
            stored = TestBroker.message(integration, "1001", "{\"id\":\"1001\"}");
            try (BrokerConnection connection = first.connections.service()) {
                ClientSession session = connection.session();
                session.createProducer(QueueNames.work("webshop-orders", 0)).send(MessageCodec.encode(session, stored));
            }
        }

        // When
        try (TestBroker second = new TestBroker(folder)) {

            // Then
            assertThat(second.take(QueueNames.work("webshop-orders", 0)).id()).isEqualTo(stored.id());
        }
    }

    @Test
    @Timeout(300)
    void aFolderThatAnotherBrokerUsesIsRefusedByName() {
        try (TestBroker first = new TestBroker(folder)) {
            assertThat(first.broker.port()).isPositive();

            // When
            assertThatThrownBy(() -> EmbeddedBroker.start(TestBroker.settings(folder), ApiClients::none))

                    // Then
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("Folder '" + folder.toAbsolutePath() + "' is in use by another process")
                    .hasMessageContaining("HUB_DATA");
        }
    }

    @Test
    void aPortThatIsInUseIsRefusedByName() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BrokerSettings settings = BrokerSettings.in(folder).withPort(taken.getLocalPort());

            // When
            assertThatThrownBy(() -> EmbeddedBroker.start(settings, ApiClients::none))

                    // Then
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort() + " is in use")
                    .hasMessageContaining("HUB_BROKER_PORT");
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedByName() throws Exception {
        // Given
        Path file = Files.createFile(folder.resolve("a-file"));

        // When
        assertThatThrownBy(() -> EmbeddedBroker.start(TestBroker.settings(file.resolve("broker")), ApiClients::none))

                // Then
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void theBrokerListensOnLoopbackUnlessTold() {
        assertThat(InetAddress.getLoopbackAddress().getHostAddress()).isEqualTo(BrokerSettings.DEFAULT_HOST);
    }

    @Test
    @Timeout(300)
    void nothingIsWrittenWhileItStandsStillAndEverythingAfterwards() throws Exception {
        try (TestBroker hub = new TestBroker(folder);
                BrokerConnection connection = hub.connections.service()) {
            // Given
            Integration integration = hub.integration("webshop-orders", 1);
            HubMessage message = TestBroker.message(integration, "1001", "{}");
            String queue = QueueNames.work("webshop-orders", 0);
            ClientSession session = connection.session();
            CompletableFuture<Void> sent = new CompletableFuture<>();

            // When
            boolean unchanged = hub.broker.standingStill(() -> {
                Map<String, Integer> before = contents(folder);
                Thread sender = new Thread(() -> {
                    try {
                        session.createProducer().send(queue, MessageCodec.encode(session, message));
                        sent.complete(null);
                    } catch (ActiveMQException e) {
                        sent.completeExceptionally(e);
                    }
                });
                sender.start();
                assertThatThrownBy(() -> sent.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                return contents(folder).equals(before);
            });

            // Then
            assertThat(unchanged).isTrue();
            sent.get();
            assertThat(hub.take(queue).id()).isEqualTo(message.id());
        }
    }

    private static Map<String, Integer> contents(Path folder) throws IOException {
        Map<String, Integer> contents = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
