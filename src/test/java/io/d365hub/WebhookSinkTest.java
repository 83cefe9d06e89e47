package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.webhook.WebhookReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a push to a receiver of webhooks, through queue, lane and signature. */
@Timeout(300)
class WebhookSinkTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final WebhookReceiver healthy = receiver();
    private static final WebhookReceiver flaky = receiver();
    private static final WebhookReceiver choosy = receiver();

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
                    TestRoute.webhook("healthy", healthy.url().toString()),
                    TestRoute.webhook("flaky", flaky.url().toString()).with("partitions", "1"),
                    TestRoute.webhook("choosy", choosy.url().toString()))
            .setting("hub.receivers.healthy.secrets", "whsec_aHViLWV4YW1wbGUtc2VjcmV0LTI0LWJ5dGUhISEhISE=");

    @AfterAll
    static void close() {
        healthy.close();
        flaky.close();
        choosy.close();
    }

    private static WebhookReceiver receiver() {
        try {
            return new WebhookReceiver();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(WebhookReceiver.Received request) {
        try {
            return JSON.readTree(request.body()).path("data").path("n").asInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aMessageArrivesSignedUnderTheIdThatItsSenderWasTold() throws IOException {
        // Given
        String id = hub.accepted("healthy", "{\"id\":\"h1\",\"n\":1}");
        // When
        hub.awaitState(id, "delivered");
        // Then
        WebhookReceiver.Received request = healthy.received().get(0);
        JsonNode body = JSON.readTree(request.body());
        assertThat(body.path("type").asText()).isEqualTo("thing.changed");
        assertThat(body.path("data").path("n").asInt()).isEqualTo(1);
        assertThat(request.headers()).containsEntry("webhook-id", id);
        assertThat(request.headers().get("webhook-signature")).startsWith("v1,");
    }

    @Test
    void aReceiverThatIsAwayGetsEverythingInOrderWhenItIsBack() {
        // Given
        List<Integer> answered = new ArrayList<>();
        flaky.answer(WebhookReceiver.status(503));
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            ids.add(hub.accepted("flaky", "{\"id\":\"one\",\"n\":" + n + "}"));
        }
        await().atMost(HubFixture.PATIENCE).until(() -> flaky.received().size() >= 2);
        // When
        flaky.answer((exchange, request) -> {
            synchronized (answered) {
                answered.add(number(request));
            }
            exchange.sendResponseHeaders(204, -1);
        });
        hub.awaitDelivered(ids);
        // Then
        synchronized (answered) {
            assertThat(answered).isSorted().hasSize(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatAReceiverRefusesIsADeadLetterThatSaysSo() {
        // Given
        choosy.answer(WebhookReceiver.status(422));
        // When
        String id = hub.accepted("choosy", "{\"id\":\"c1\",\"n\":1}");
        JsonNode letter = hub.awaitLetter(id);
        // Then
        assertThat(hub.letter(letter.path("id").asText()).toString())
                .contains("was not delivered to 'choosy'", "It answered 422", "webhook-422");
    }
}
