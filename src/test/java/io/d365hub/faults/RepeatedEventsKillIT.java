package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.HubProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} while events come: each that was answered 202 has no effect when it comes again. */
class RepeatedEventsKillIT {

    private static final String SECRET = "a-secret-of-the-test";
    private static final String EVENTS = "events";
    private static final int SENDERS = 8;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    /** Large ones fill the memory of their queue, so that most lie in page files. */
    @ParameterizedTest
    @ValueSource(ints = {10, 30_000})
    void whatWasAcceptedBeforeAKillIsKnownAfterwards(int noteBytes) throws Exception {
        String note = "n".repeat(noteBytes);
        try (HubProcess hub = hub()) {
            // Given
            Set<Integer> accepted = ConcurrentHashMap.newKeySet();
            AtomicInteger number = new AtomicInteger();
            for (int kill = 0; kill < 2; kill++) {
                hub.start();
                hub.admin("integrations/" + EVENTS + "/suspend", "{}");
                AtomicBoolean stop = new AtomicBoolean();
                List<Thread> senders = new ArrayList<>();
                for (int n = 0; n < SENDERS; n++) {
                    senders.add(new Thread(() -> send(hub, number, note, accepted, stop), "sender-" + n));
                }
                senders.forEach(Thread::start);
                int before = accepted.size();
                Awaitility.await().atMost(FaultHub.PATIENCE).until(() -> accepted.size() > before + 500);
                hub.kill();
                stop.set(true);
                for (Thread sender : senders) {
                    sender.join();
                }
            }
            hub.start();
            hub.admin("integrations/" + EVENTS + "/resume", "{}");
            long delivered = delivered(hub);

            // When
            for (int n : accepted) {
                assertThat(answer(hub, n, note)).isEqualTo(202);
            }

            // Then
            assertThat(delivered).isBetween((long) accepted.size(), (long) accepted.size() + 2 * SENDERS);
            assertThat(delivered(hub)).isEqualTo(delivered);
        }
    }

    private void send(HubProcess hub, AtomicInteger number, String note, Set<Integer> accepted, AtomicBoolean stop) {
        while (!stop.get()) {
            int n = number.incrementAndGet();
            try {
                if (answer(hub, n, note) == 202) {
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

    private int answer(HubProcess hub, int number, String note) throws IOException, InterruptedException {
        String body = """
                {"MessageName":"Update","PrimaryEntityName":"account","PrimaryEntityId":\
                "00000000-0000-4000-8000-000000000001","Mode":1,"Depth":1,"OperationId":"%1$s","OwningExtension":\
                {"Id":"77777777-0000-4000-8000-0000000000d1"},"InputParameters":[{"key":"Target","value":\
                {"LogicalName":"account","Attributes":[{"key":"description","value":"%2$s"}]}}]}\
                """.formatted("00000000-0000-4000-8000-%012d".formatted(number), note);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + hub.httpPort() + "/hooks/dataverse/events"))
                .timeout(Duration.ofSeconds(60))
                .header("x-hub-key", SECRET)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        return status == 503 ? answer(hub, number, note) : status;
    }

    private static long delivered(HubProcess hub) {
        return FaultHub.awaitDrained(hub, EVENTS).path("delivered").asLong();
    }

    private HubProcess hub() throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Path kamelets = Files.createDirectories(routes.resolve("kamelets"));
        String kamelet = "dataverse-webhook-source.kamelet.yaml";
        Files.copy(Path.of("routes", "kamelets", kamelet), kamelets.resolve(kamelet));
        Files.writeString(routes.resolve("events.camel.yaml"), """
                - route:
                    id: events
                    from:
                      uri: kamelet:dataverse-webhook-source
                      parameters: {integration: events, tables: account}
                      steps:
                        - log: {message: an event, loggingLevel: TRACE}
                """);
        return new HubProcess(folder.resolve("data"))
                .with("HUB_ROUTES", routes.toString())
                .with("HUB_HOOK_SECRETS", SECRET)
                .withOption("-Xmx256m");
    }
}
