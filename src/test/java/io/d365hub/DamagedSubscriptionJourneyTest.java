package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.webhook.WebhookReceiver;
import io.d365hub.webhook.subscription.SecretSeal;
import io.d365hub.webhook.subscription.Secrets;
import io.d365hub.webhook.subscription.SubscriptionTable;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Subscriptions in the database that this hub cannot read, e.g. because a newer one had written them. */
@Timeout(300)
class DamagedSubscriptionJourneyTest {

    private static final SubscriptionFiles files = new SubscriptionFiles();
    private static final WebhookReceiver healthy = files.add("healthy", "events: [order.placed]");

    @RegisterExtension
    static final PrintedLog log = new PrintedLog();

    @RegisterExtension
    static final HubFixture hub =
            HubFixture.with(TestRoute.published("order", "order.placed")).setting("hub.webhook.folder", files.folder());

    @BeforeAll
    static void damage() throws Exception {
        hub.whileStopped(() -> {
            try (HubDatabase database =
                    HubDatabase.open(DatabaseSettings.embedded(hub.data().resolve("database")))) {
                SubscriptionTable table = new SubscriptionTable(database);
                table.add("of-tomorrow", "{\"url\":\"http://127.0.0.1:1/\",\"events\":\"*\",\"shape\":7}", "", "");
                table.add("torn", "{\"url\":", "", "");
                table.add("corrected", "[]", "", secrets("corrected", "another key"));
            }
        });
    }

    @AfterAll
    static void close() throws Exception {
        files.close();
    }

    /** As they are when the key that they were encrypted with is lost. */
    private static String secrets(String subscription, String key) {
        return Secrets.of("whsec_aHViLWV4YW1wbGUtc2VjcmV0LTI0LWJ5dGUhISEhISE=")
                .sealed(new SecretSeal(key), subscription);
    }

    private static long told(String subscription) {
        return log.lines().stream()
                .filter(line -> line.startsWith("WARN") && line.contains("'" + subscription + "'"))
                .count();
    }

    @Test
    void eachIsToldOnceHoweverOftenTheHubLooks() {
        // Given
        await().atMost(HubFixture.PATIENCE).until(() -> told("of-tomorrow") > 0 && told("torn") > 0);
        // Then
        await().during(Duration.ofSeconds(5)).atMost(HubFixture.PATIENCE).untilAsserted(() -> {
            assertThat(told("of-tomorrow")).isOne();
            assertThat(told("torn")).isOne();
        });
    }

    @Test
    void theListSaysWhyAndTheOthersWork() {
        // When
        JsonNode torn = hub.awaitSubscription("torn", "enabled");
        JsonNode ofTomorrow = hub.awaitSubscription("of-tomorrow", "enabled");
        hub.accepted("order", "{\"id\":\"o-1\"}");
        // Then
        assertThat(torn.path("because").asText()).contains("cannot be read");
        assertThat(ofTomorrow.path("because").asText()).contains("'shape'");
        await().atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThat(healthy.received()).isNotEmpty());
    }

    @Test
    void oneThatIsCorrectedAndGetsANewSecretTakesEvents() throws Exception {
        // Given
        String name = "corrected";
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            // When
            String definition = "{\"name\":\"%s\",\"url\":\"%s\",\"events\":[\"*\"]}".formatted(name, receiver.url());
            HttpResponse<String> changed = hub.admin("POST", "webhooks/" + name, definition);
            HttpResponse<String> rotated = hub.admin("POST", "webhooks/" + name + "/rotate-secret", "{}");
            // Then
            assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
            assertThat(changed.body()).contains("encrypted with another key");
            assertThat(rotated.statusCode()).as(rotated.body()).isEqualTo(200);
            assertThat(hub.awaitSubscription(name, "enabled").path("because").asText())
                    .isEmpty();
            hub.accepted("order", "{\"id\":\"o-2\"}");
            await().atMost(HubFixture.PATIENCE).until(() -> !receiver.received().isEmpty());
        }
    }
}
