package io.d365hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Rows and controls of a simulator in this process over its own doors, as a client of its own. Not thread-safe. */
final class SimulatorRows {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int UNAUTHORIZED = 401;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Simulator simulator;
    private final String clientId;
    private final String secret;
    private String token;

    SimulatorRows(Simulator simulator, String clientId, String secret) {
        this.simulator = simulator;
        this.clientId = clientId;
        this.secret = secret;
    }

    /**
     * Posts to the Web API.
     *
     * @param path behind {@code /api/data/v9.2/}
     * @throws IllegalArgumentException with what the simulator says against it
     */
    void post(String path, JsonNode body) {
        ok(path, api("POST", path, body.toString()));
    }

    /** Whether there is a table of this logical name. */
    boolean hasTable(String logicalName) {
        return get("EntityDefinitions?$select=LogicalName&$filter=LogicalName%20eq%20'" + logicalName + "'")
                        .path("value")
                        .size()
                > 0;
    }

    /** Reads from the Web API. */
    JsonNode get(String path) {
        return json(ok(path, api("GET", path, null)));
    }

    /** Turns or reads a control of the simulator, and gives what it answers. */
    JsonNode control(String method, String path, JsonNode body) {
        return json(ok(
                path,
                send(
                        HttpRequest.newBuilder(URI.create(simulator.url() + "/_simulator/" + path))
                                .header("Content-Type", "application/json"),
                        method,
                        body == null ? null : body.toString())));
    }

    private HttpResponse<String> api(String method, String path, String body) {
        if (token == null) {
            token = fetchToken();
        }
        HttpResponse<String> answer = call(method, path, body);
        if (answer.statusCode() == UNAUTHORIZED) {
            token = fetchToken();
            answer = call(method, path, body);
        }
        return answer;
    }

    private HttpResponse<String> call(String method, String path, String body) {
        return send(
                HttpRequest.newBuilder(URI.create(simulator.url() + "/api/data/v9.2/" + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json"),
                method,
                body);
    }

    private String fetchToken() {
        String form = "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret
                + "&scope=http%3A%2F%2F127.0.0.1%2F.default";
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(simulator.tokenUrl())
                        .header("Content-Type", "application/x-www-form-urlencoded"),
                "POST",
                form);
        return json(ok("token", answer)).path("access_token").asText();
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String method, String body) {
        try {
            return http.send(
                    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                            .timeout(LIMIT)
                            .build(),
                    BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the simulator was asked", e);
        }
    }

    private static HttpResponse<String> ok(String what, HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            JsonNode said = json(answer);
            String why = said.at("/error/message").asText(said.path("detail").asText(answer.body()));
            throw new IllegalArgumentException("the simulator does not take '" + what + "': "
                    + why.replaceFirst("^Cannot construct .*?, problem: ", ""));
        }
        return answer;
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
