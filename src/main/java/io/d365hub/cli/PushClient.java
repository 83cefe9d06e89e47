package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Posts messages to a hub as any other system would. Thread-safe. */
final class PushClient {

    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final String base;
    private final String key;

    PushClient(String base, String key) {
        this.base = base;
        this.key = key;
    }

    CompletableFuture<HttpResponse<byte[]>> push(String integration, String message) {
        return http.sendAsync(
                request("/push/" + AdminClient.encoded(integration))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(message))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    CompletableFuture<JsonNode> message(String id) {
        return http.sendAsync(request("/messages/" + id).GET().build(), BodyHandlers.ofByteArray())
                .thenApply(response -> json(response.body()));
    }

    static JsonNode json(byte[] body) {
        try {
            return AdminClient.JSON.readTree(body);
        } catch (IOException e) {
            return AdminClient.JSON.missingNode();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER).header("X-API-Key", key);
    }
}
