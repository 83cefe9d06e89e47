package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.d365hub.HubProcess;
import io.d365hub.webhook.WebhookReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop of a hub with many subscriptions, while their receiver takes connections and answers none of them. */
class WebhookStopIT {

    /** More than threads that one would spend on stopping them, and more calls than one host gets at once. */
    private static final int SUBSCRIPTIONS = 600;

    private static final int EVENTS = 2;
    private static final int CALLS_TO_ONE_HOST = 1_000;
    private static final Duration SHUTDOWN = Duration.ofSeconds(15);
    /** Closing 1,200 queues of the broker and ending the process; less than another round of drained lanes would take. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void theHubEndsInTimeAndTheNextRunDeliversWhatWaited() throws Exception {
        try (HubProcess hub = hub()) {
            int port;
            // Given
            try (Silent receiver = new Silent()) {
                port = receiver.port();
                declare(port);
                hub.start();
                for (int n = 0; n < EVENTS; n++) {
                    publish(hub, n);
                }
                await().atMost(PATIENCE).until(() -> receiver.calls() >= CALLS_TO_ONE_HOST);
                // When
                hub.signal("TERM");
                int exit = hub.awaitExit(SHUTDOWN.plus(MARGIN));
                // Then
                assertThat(exit).isZero();
                assertThat(hub.output()).contains("What was queued is kept");
            }
            try (WebhookReceiver receiver = new WebhookReceiver(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0))) {
                hub.start();
                await().atMost(PATIENCE).until(() -> queued(hub) == 0);
                assertThat(receiver.received()).hasSize(SUBSCRIPTIONS * EVENTS);
                assertThat(receiver.received().stream()
                                .map(request -> request.headers().get("webhook-id"))
                                .distinct())
                        .hasSize(EVENTS);
            }
        }
    }

    private static void publish(HubProcess hub, int number) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> hub.push("events", "{\"n\":" + number + "}").statusCode() == 202);
    }

    private static long queued(HubProcess hub) throws Exception {
        long queued = 0;
        for (JsonNode line : hub.admin("ledger", null).path("integrations")) {
            queued += line.path("queued").asLong();
        }
        return queued;
    }

    private HubProcess hub() throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Path kamelets = Files.createDirectories(routes.resolve("kamelets"));
        for (String name : List.of("push-source.kamelet.yaml", "webhook-publish.kamelet.yaml")) {
            Files.copy(Path.of("routes", "kamelets", name), kamelets.resolve(name));
        }
        Files.writeString(routes.resolve("events.camel.yaml"), """
                - route:
                    id: events
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: events, recordKey: /n}
                      steps:
                        - to: {uri: kamelet:webhook-publish, parameters: {type: thing.changed}}
                """);
        return new HubProcess(folder.resolve("data"))
                .with("HUB_ROUTES", routes.toString())
                .with("HUB_WEBHOOK_FOLDER", folder.resolve("webhooks").toString())
                .with("HUB_SHUTDOWN_SECONDS", String.valueOf(SHUTDOWN.toSeconds()));
    }

    private void declare(int port) throws IOException {
        Path declared = Files.createDirectories(folder.resolve("webhooks"));
        for (int n = 0; n < SUBSCRIPTIONS; n++) {
            Files.writeString(
                    declared.resolve("receiver-" + n + ".yaml"),
                    "url: http://127.0.0.1:%d/%d\nevents: thing.*\ntimeLimit: 60s\n".formatted(port, n));
        }
    }

    /** Takes connections and says nothing. */
    private static final class Silent implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 2_000, InetAddress.getLoopbackAddress());
        private final List<Socket> callers = new CopyOnWriteArrayList<>();

        Silent() throws IOException {
            Thread taker = new Thread(this::take, "silent-receiver");
            taker.setDaemon(true);
            taker.start();
        }

        private void take() {
            try {
                while (true) {
                    callers.add(server.accept());
                }
            } catch (IOException e) {
                // Closed: the test has seen enough.
                assertThat(server.isClosed()).isTrue();
            }
        }

        int port() {
            return server.getLocalPort();
        }

        int calls() {
            return callers.size();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket caller : callers) {
                caller.close();
            }
        }
    }
}
