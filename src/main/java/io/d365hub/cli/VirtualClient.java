package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks the virtual tables of the hub that runs with the same settings, through the same door as Dataverse. */
final class VirtualClient {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final String base;
    private final String key;

    private VirtualClient(String base, String key) {
        this.base = base;
        this.key = key;
    }

    /** @param key of a client; null for the one of development */
    static VirtualClient of(Settings settings, String key) {
        String host = settings.text("hub.http.host");
        String base = "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + settings.port("hub.http.port")
                + "/virtual/";
        return new VirtualClient(base, key == null || key.isEmpty() ? developmentKey(settings) : key);
    }

    private static String developmentKey(Settings settings) {
        Path file = settings.path("hub.data").resolve("dev-api-key");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "There is no API key: " + file + " cannot be read. Name one with --api-key or HUB_API_KEY.");
        }
    }

    /**
     * Asks.
     *
     * @param hint what helps whoever asked for something that is not there
     */
    JsonNode get(String path, Map<String, String> options, String hint) {
        String query = options.entrySet().stream()
                .map(option -> option.getKey() + "=" + AdminClient.encoded(option.getValue()))
                .collect(Collectors.joining("&"));
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(
                    HttpRequest.newBuilder(URI.create(base + path + "?" + query))
                            .timeout(ANSWER)
                            .header("Accept", "application/json")
                            .header("X-API-Key", key)
                            .build(),
                    BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.ENVIRONMENT,
                    "No hub was reached. Nothing answers on " + base
                            + ". Start it with './hub run', or name its port with HUB_HTTP_PORT.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(ExitCode.ENVIRONMENT, "Interrupted.");
        }
        JsonNode body = PushClient.json(answer.body());
        if (answer.statusCode() == 200) {
            return body;
        }
        throw new CommandFailedException(
                answer.statusCode() >= 500 && answer.statusCode() != 501 ? ExitCode.ENVIRONMENT : ExitCode.FOUND,
                "The hub answered " + answer.statusCode() + ". "
                        + body.path("error").path("message").asText("")
                        + (answer.statusCode() == 400 || answer.statusCode() == 404 ? " " + hint : ""));
    }
}
