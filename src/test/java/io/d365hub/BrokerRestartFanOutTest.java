package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.ExternalBroker;
import io.d365hub.webhook.WebhookReceiver;
import io.d365hub.webhook.WebhookReceiver.Received;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The hub's broker is a process of its own, and dies while events are stored for several subscriptions and delivered. */
@Timeout(300)
class BrokerRestartFanOutTest {

    private static final Pattern NUMBER = Pattern.compile("\"n\":\"(\\d+)\"");
    private static final Path FOLDER = folder();
    private static ExternalBroker broker = start(HubProcess.freePort());
    private static final SubscriptionFiles files = new SubscriptionFiles();
    private static final List<WebhookReceiver> receivers = List.of(
            files.add("one", "events: [thing.*]", "retries: [300ms]"),
            files.add("two", "events: [thing.*]", "retries: [300ms]"));

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(TestRoute.published("things", "thing.changed"))
            .setting("hub.broker.url", broker.url())
            .setting("hub.broker.user", ExternalBroker.USER)
            .setting("hub.broker.password", ExternalBroker.PASSWORD)
            .setting("hub.webhook.folder", files.folder());

    private static Path folder() {
        try {
            return Files.createTempDirectory("restarted-broker");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ExternalBroker start(int port) {
        try {
            return ExternalBroker.start(FOLDER, port);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
        files.close();
    }

    @Test
    void everyAcceptedEventReachesEverySubscriptionAndIsDeliveredOnceInTheLedger() throws Exception {
        // Given
        Set<String> accepted = new TreeSet<>();
        for (int n = 0; n < 100; n++) {
            send(n, accepted);
        }
        await().atMost(HubFixture.PATIENCE).until(() -> receivers.stream()
                .anyMatch(receiver -> receiver.received().size() > 10));
        // When: some are delivered, others are on their way or wait
        broker.kill();
        broker = start(broker.port());
        // Then
        await().atMost(HubFixture.PATIENCE).until(() -> send(100, accepted));
        for (WebhookReceiver receiver : receivers) {
            await().atMost(HubFixture.PATIENCE)
                    .untilAsserted(() -> assertThat(numbers(receiver)).containsAll(accepted));
        }
        for (String subscription : List.of("webhook.one", "webhook.two")) {
            await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(
                            hub.ledger(subscription).path("delivered").asInt())
                    .isEqualTo(accepted.size()));
            assertThat(hub.ledger(subscription).path("dead").asInt()).isZero();
        }
    }

    /** Whether the hub has taken it; nothing is promised of what it has not. */
    private static boolean send(int n, Set<String> accepted) {
        HttpResponse<String> answer = hub.push("things", "{\"id\":\"%d\",\"n\":\"%d\"}".formatted(n, n));
        if (answer.statusCode() == 202) {
            accepted.add(String.valueOf(n));
        }
        return answer.statusCode() == 202;
    }

    private static Set<String> numbers(WebhookReceiver receiver) {
        return receiver.received().stream().map(BrokerRestartFanOutTest::number).collect(Collectors.toSet());
    }

    private static String number(Received request) {
        Matcher number = NUMBER.matcher(new String(request.body(), StandardCharsets.UTF_8));
        return number.find() ? number.group(1) : "";
    }
}
