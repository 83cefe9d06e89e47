package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.HubProcess;
import io.d365hub.webhook.WebhookReceiver;
import io.d365hub.webhook.WebhookReceiver.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the hub, and with it of the broker, while events are stored for several subscriptions and delivered. */
class FanOutKillIT {

    private static final int KILLS = Integer.getInteger("hub.kills", 3);
    private static final int SUBSCRIPTIONS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void everyAcceptedEventReachesEverySubscriptionAndTheLedgerHasItOnce() throws Exception {
        List<WebhookReceiver> receivers =
                Stream.generate(FanOutKillIT::receiver).limit(SUBSCRIPTIONS).toList();
        try (HubProcess hub = hub(receivers)) {
            // Given
            Set<String> accepted = ConcurrentHashMap.newKeySet();
            AtomicInteger number = new AtomicInteger();
            for (int kill = 0; kill < KILLS; kill++) {
                hub.start();
                AtomicBoolean stop = new AtomicBoolean();
                Thread sender = new Thread(() -> send(hub, number, accepted, stop), "sender");
                sender.start();
                int before = accepted.size();
                await().atMost(PATIENCE).until(() -> accepted.size() > before + 50);
                // When
                hub.kill();
                stop.set(true);
                sender.join();
            }
            hub.start();
            // Then
            for (WebhookReceiver receiver : receivers) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(numbers(receiver)).containsAll(accepted));
            }
            await().atMost(PATIENCE).during(Duration.ofSeconds(1)).until(() -> isDrained(hub));
            long published = FaultHub.balance(hub, "events").path("delivered").asLong();
            for (int n = 0; n < SUBSCRIPTIONS; n++) {
                JsonNode balance = FaultHub.balance(hub, "webhook.receiver-" + n);
                assertThat(balance.path("delivered").asLong())
                        .as(balance.toString())
                        .isEqualTo(published);
                assertThat(balance.path("dead").asLong()).isZero();
            }
        } finally {
            receivers.forEach(WebhookReceiver::close);
        }
    }

    private static WebhookReceiver receiver() {
        try {
            return new WebhookReceiver();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HubProcess hub(List<WebhookReceiver> receivers) throws IOException {
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
        Path declared = Files.createDirectories(folder.resolve("webhooks"));
        for (int n = 0; n < receivers.size(); n++) {
            Files.writeString(
                    declared.resolve("receiver-" + n + ".yaml"),
                    "url: " + receivers.get(n).url() + "\nevents: thing.*\nretries: 1s\n");
        }
        return new HubProcess(folder.resolve("data"))
                .with("HUB_ROUTES", routes.toString())
                .with("HUB_WEBHOOK_FOLDER", declared.toString());
    }

    private static void send(HubProcess hub, AtomicInteger number, Set<String> accepted, AtomicBoolean stop) {
        while (!stop.get()) {
            String n = "n-" + number.incrementAndGet();
            try {
                if (hub.push("events", "{\"n\":\"" + n + "\"}").statusCode() == 202) {
                    accepted.add(n);
                }
            } catch (IOException e) {
                // The hub is gone: nobody was promised anything.
                assertThat(e).isNotNull();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static Set<String> numbers(WebhookReceiver receiver) {
        return receiver.received().stream().map(FanOutKillIT::number).collect(Collectors.toSet());
    }

    private static String number(Received request) {
        try {
            return JSON.readTree(request.body()).path("data").path("n").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isDrained(HubProcess hub) throws Exception {
        for (JsonNode line : hub.admin("ledger", null).path("integrations")) {
            if (line.path("queued").asLong() > 0 || line.path("lagMillis").asLong() > 0) {
                return false;
            }
        }
        return true;
    }
}
