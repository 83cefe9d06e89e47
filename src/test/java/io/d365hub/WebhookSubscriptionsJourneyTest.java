package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.webhook.WebhookReceiver;
import io.d365hub.webhook.WebhookReceiver.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a route that publishes an event to the receivers of those who have subscribed. */
@Timeout(300)
class WebhookSubscriptionsJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RETRIES = "retries: [300ms, 1s]";

    private static final SubscriptionFiles files = new SubscriptionFiles();
    private static final WebhookReceiver orders = files.add("orders", "events: [order.placed]", RETRIES);
    private static final WebhookReceiver everything = files.add("everything", "events: ['*']", RETRIES);
    private static final WebhookReceiver shaped = files.add(
            "shaped",
            "events: [shaped.*]",
            "fields: [/id, /who/name]",
            "mapping: 'if (.id != \"skipped\") {\"key\": .id, \"name\": .who.name, \"mail\": .who.mail}'",
            "envelope: cloudevents-structured",
            "source: /shop",
            RETRIES);
    private static final WebhookReceiver hanging =
            files.add("hanging", "events: [shared.*]", "timeLimit: 60s", "concurrency: 3", RETRIES);
    private static final WebhookReceiver beside = files.add("beside", "events: [shared.*]", RETRIES);
    private static final WebhookReceiver away = files.add("away", "events: [ordered.*]", RETRIES);
    private static final WebhookReceiver gone = files.add("gone", "events: [ended.*]", RETRIES);
    private static final WebhookReceiver failing =
            files.add("failing", "events: [failing.*]", "retries: [200ms]", "disableAfter: 1s");

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
                    TestRoute.published("order", "order.placed"),
                    TestRoute.published("shape", "shaped.changed"),
                    TestRoute.published("share", "shared.changed"),
                    TestRoute.published("ordered", "ordered.changed").with("partitions", "1"),
                    TestRoute.published("ending", "ended.changed"),
                    TestRoute.published("fail", "failing.changed"))
            .setting("hub.webhook.folder", files.folder());

    private static final CountDownLatch released = new CountDownLatch(1);

    @AfterAll
    static void close() throws IOException {
        released.countDown();
        files.close();
    }

    private static JsonNode body(Received request) {
        try {
            return JSON.readTree(request.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReceived(WebhookReceiver receiver, int calls) {
        await().atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThat(receiver.received()).hasSizeGreaterThanOrEqualTo(calls));
    }

    private static void awaitLedger(String subscription, String state, long messages) {
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(
                        hub.ledger("webhook." + subscription).path(state).asLong())
                .isEqualTo(messages));
    }

    @Test
    void anEventIsDeliveredUnderOneIdToAllWhoWantItsType() {
        // When
        hub.accepted("order", "{\"id\":\"o-1\"}");
        // Then
        awaitReceived(orders, 1);
        String id = orders.received().get(0).headers().get("webhook-id");
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(everything.received())
                .anyMatch(request -> id.equals(request.headers().get("webhook-id"))));
        assertThat(shaped.received())
                .noneMatch(request -> new String(request.body(), StandardCharsets.UTF_8).contains("o-1"));
    }

    @Test
    void fieldsAndMappingDecideWhatIsTold() {
        // When
        hub.accepted("shape", "{\"id\":\"skipped\"}");
        hub.accepted("shape", "{\"id\":\"s-1\",\"who\":{\"name\":\"Ann\",\"mail\":\"ann@example.org\"},\"secret\":1}");
        // Then
        awaitLedger("shaped", "delivered", 1);
        awaitLedger("shaped", "filtered", 1);
        JsonNode event = body(shaped.received().get(0));
        assertThat(event.path("source").asText()).isEqualTo("/shop");
        assertThat(event.path("type").asText()).isEqualTo("shaped.changed");
        assertThat(event.path("data").toString()).isEqualTo("{\"key\":\"s-1\",\"name\":\"Ann\"}");
    }

    @Test
    void aReceiverThatHangsDelaysNobodyElse() {
        // Given
        hanging.answer((exchange, request) -> {
            try {
                released.await(100, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
        });
        // When
        for (int n = 0; n < 50; n++) {
            hub.accepted("share", "{\"id\":\"h-" + n + "\"}");
        }
        // Then
        awaitReceived(beside, 50);
        assertThat(hanging.received()).hasSizeLessThanOrEqualTo(3);
        released.countDown();
        awaitLedger("hanging", "delivered", 50);
    }

    @Test
    void aReceiverThatIsAwayGetsEverythingInOrderWhenItIsBack() {
        // Given
        List<Integer> answered = Collections.synchronizedList(new ArrayList<>());
        away.answer(WebhookReceiver.status(503));
        for (int n = 0; n < 20; n++) {
            hub.accepted("ordered", "{\"id\":\"one\",\"n\":" + n + "}");
        }
        awaitReceived(away, 2);
        // When
        away.answer((exchange, request) -> {
            answered.add(body(request).path("data").path("n").asInt());
            exchange.sendResponseHeaders(204, -1);
        });
        awaitLedger("away", "delivered", 20);
        // Then
        assertThat(answered).isSorted().doesNotHaveDuplicates().hasSize(20);
    }

    @Test
    void aReceiverThatWantsNoMoreIsCalledOnceAndKeptNothingFor() {
        // Given
        gone.answer(WebhookReceiver.status(410));
        hub.accepted("ending", "{\"id\":\"g-1\"}");
        hub.awaitSubscription("gone", "gone");
        // When
        String second = hub.accepted("ending", "{\"id\":\"g-2\"}");
        hub.awaitState(second, "delivered");
        // Then
        assertThat(gone.received()).hasSize(1);
        assertThat(hub.ledger("webhook.gone").path("queued").asLong()).isEqualTo(1);
    }

    @Test
    void aReceiverThatFailsForTooLongIsDisabledAndOthersAreTold() {
        // Given
        failing.answer(WebhookReceiver.status(500));
        // When
        hub.accepted("fail", "{\"id\":\"f-1\"}");
        // Then
        JsonNode subscription = hub.awaitSubscription("failing", "disabled");
        assertThat(subscription.path("because").asText()).contains("without one success", "It answered 500");
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(everything.received())
                .anyMatch(request -> body(request).path("type").asText().equals("hub.webhook.disabled")
                        && body(request)
                                .path("data")
                                .path("subscription")
                                .asText()
                                .equals("failing")));
    }
}
