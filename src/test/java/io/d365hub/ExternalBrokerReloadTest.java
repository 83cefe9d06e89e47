package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.ExternalBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A route is replaced while its messages lie with a broker that is a process of its own. */
@Timeout(300)
class ExternalBrokerReloadTest {

    private static final ExternalBroker BROKER = broker();

    @RegisterExtension
    static final HubFixture HUB = HubFixture.with(TestRoute.file("far", route("one")))
            .setting("hub.broker.url", BROKER.url())
            .setting("hub.broker.user", ExternalBroker.USER)
            .setting("hub.broker.password", ExternalBroker.PASSWORD);

    private static ExternalBroker broker() {
        try {
            return ExternalBroker.start(Files.createTempDirectory("reload-broker"), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String route(String version) {
        return """
                - route:
                    id: far
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: far, recordKey: /key, partitions: 2}
                      steps:
                        - setBody: {simple: '%s ${body}'}
                        - process: {ref: "#class:io.d365hub.SeenInOrder"}
                """.formatted(version);
    }

    @AfterAll
    static void stop() throws Exception {
        BROKER.close();
    }

    @Test
    void reloadedRoute_losesNoneDoublesNoneAndKeepsTheOrderOfEachKey() throws IOException {
        // Given
        int keys = 20;
        int rounds = 30;
        Path file = HUB.routes().resolve("far.camel.yaml");
        long before = reloads();
        // When
        for (int round = 0; round < rounds; round++) {
            int n = round;
            if (round == rounds / 3) {
                Files.writeString(file, route("two"));
            }
            String lines = IntStream.range(0, keys)
                    .mapToObj(key -> "{\"key\": \"k" + key + "\", \"n\": " + n + "}")
                    .collect(Collectors.joining("\n"));
            assertThat(HUB.pushPatiently("far", lines, "Content-Type", "application/x-ndjson")
                            .statusCode())
                    .isEqualTo(202);
            if (round == rounds * 2 / 3) {
                await().atMost(HubFixture.PATIENCE).until(() -> reloads() > before);
            }
        }
        // Then
        await().atMost(HubFixture.PATIENCE).until(() -> SeenInOrder.count("far") >= keys * rounds);
        Map<String, List<String>> seen = SeenInOrder.of("far");
        assertThat(seen).hasSize(keys).allSatisfy((key, bodies) -> assertThat(
                        bodies.stream().map(body -> body.replaceAll(".*\"n\": (\\d+)}", "$1")))
                .as(key)
                .containsExactlyElementsOf(
                        IntStream.range(0, rounds).mapToObj(String::valueOf).toList()));
        assertThat(seen.values().stream().flatMap(List::stream).map(body -> body.substring(0, 3)))
                .contains("one", "two");
    }

    private static long reloads() {
        return HubFixture.json(HUB.admin("GET", "status", null))
                .path("reload")
                .path("reloads")
                .asLong();
    }
}
