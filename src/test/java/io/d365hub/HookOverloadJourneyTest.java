package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hub that has too much to do says so in the one way that makes Dataverse try again. */
class HookOverloadJourneyTest {

    @RegisterExtension
    static final HubFixture hub =
            HubFixture.with(TestRoute.accountEvents("account-events")).setting("hub.push.queue-limit", "1");

    private static HttpResponse<String> post() {
        try {
            String event =
                    "{\"MessageName\":\"Update\",\"PrimaryEntityName\":\"account\",\"Mode\":1,\"PrimaryEntityId\":\""
                            + UUID.randomUUID() + "\",\"OperationId\":\"" + UUID.randomUUID() + "\"}";
            return hub.send(HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + hub.httpPort() + "/hooks/dataverse/events"))
                    .header(
                            "x-hub-key",
                            Files.readString(hub.data().resolve("hook-secret")).strip())
                    .POST(BodyPublishers.ofString(event)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aFullQueueIsAnswered503() {
        // Given
        hub.admin("POST", "integrations/account-events/suspend", "{}");
        assertThat(post().statusCode()).isEqualTo(202);
        // When
        HttpResponse<String> answer = await().atMost(HubFixture.PATIENCE)
                .until(HookOverloadJourneyTest::post, refused -> refused.statusCode() != 202);
        // Then: of all answers but 2xx Dataverse repeats only 502, 503 and 504 (events spec §1.7 [V])
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
}
