package io.d365hub.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A fresh simulator for each test, and a client that speaks plain HTTP to it. */
final class SimulatorFixture implements BeforeEachCallback, AfterEachCallback {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String SECOND_CLIENT = "3f0c5d1e-8b7a-4c29-9e54-d365b0000002";
    static final String SECOND_SECRET = "another-secret";

    private final SimulatorSettings settings;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Simulator simulator;
    private String token;

    private SimulatorFixture(SimulatorSettings settings) {
        this.settings = settings.withPort(0);
    }

    static SimulatorFixture withDefaults() {
        return new SimulatorFixture(SimulatorSettings.defaults());
    }

    static SimulatorFixture with(SimulatorSettings settings) {
        return new SimulatorFixture(settings);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        simulator = Simulator.start(settings);
        token = token(SimulatorSettings.DEFAULT_CLIENT_ID, SimulatorSettings.DEFAULT_CLIENT_SECRET);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        simulator.close();
    }

    Simulator simulator() {
        return simulator;
    }

    String root() {
        return simulator.url() + "/api/data/v9.2/";
    }

    /** A new token for a client. */
    String token(String clientId, String secret) {
        String form = "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret
                + "&scope=https%3A%2F%2Fcontoso.crm4.dynamics.com%2F.default";
        return tokenRequest(form).json().path("access_token").asText();
    }

    Answer tokenRequest(String form) {
        return send(HttpRequest.newBuilder(simulator.tokenUrl())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** Takes this token for all later requests. */
    void use(String bearerToken) {
        token = bearerToken;
    }

    /** Creates or changes the site with this code. */
    void site(String code, String name) {
        Answer answer = patch("bld_sites(bld_code='" + code + "')", "{\"bld_name\":\"" + name + "\"}");
        if (answer.status() != 204) {
            throw new AssertionError(answer.text());
        }
    }

    /** A column of the site with this code, as text. */
    String siteColumn(String code, String column) {
        return get("bld_sites(bld_code='" + code + "')").json().path(column).asText();
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Answer post(String path, String body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer patch(String path, String body, String... headers) {
        return send(request(path, headers).method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body, String... headers) {
        return send(request(path, headers).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    /** Posts a batch body as it is; its boundary is {@code b}. */
    Answer batch(String body, String... headers) {
        return send(request("$batch", headers)
                .setHeader("Content-Type", "multipart/mixed; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Sends JSON to a control. */
    Answer control(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(simulator.url() + "/_simulator/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    CompletableFuture<HttpResponse<String>> getLater(String path) {
        return http.sendAsync(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A request with the headers that every client sends; further headers as names and values in turn. */
    HttpRequest.Builder request(String path, String... headers) {
        String url = path.startsWith("http")
                ? path
                : root() + path.replace("'", "%27").replace(" ", "%20");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("OData-Version", "4.0");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What came back. */
    record Answer(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(text(), e);
            }
        }

        String errorCode() {
            return json().path("error").path("code").asText();
        }

        String errorMessage() {
            return json().path("error").path("message").asText();
        }

        /** Status and code, to compare both at once. */
        String error() {
            return status() + " " + errorCode();
        }
    }
}
