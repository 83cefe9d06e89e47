package io.d365hub;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.d365hub.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** The simulated Dataverse beside a hub, seen from outside: its rows over the Web API, its controls, all by plain HTTP. */
final class SimulatedDataverse {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OBSERVER = "3f0c5d1e-8b7a-4c29-9e54-d365b00000ff";
    private static final String OBSERVERS_SECRET = "observer";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String root;
    private String token;

    SimulatedDataverse(int port) {
        this.root = "http://127.0.0.1:" + port;
        // A client of the test's own: what a test does to the hub's client does not blind it.
        control("PUT", "clients/" + OBSERVER, "{\"secret\":\"" + OBSERVERS_SECRET + "\"}");
    }

    // --- Rows

    /** The row, or a missing node. */
    JsonNode row(String table, String keyColumn, String key) {
        HttpResponse<String> answer = api("GET", address(table, keyColumn, key), null);
        return answer.statusCode() == 404 ? MissingNode.getInstance() : json(ok(answer));
    }

    /** The row with the rows that its lookups lead to. */
    JsonNode row(String table, String keyColumn, String key, String expand) {
        return json(ok(api("GET", address(table, keyColumn, key) + "?$expand=" + expand, null)));
    }

    /** Waits until the row is as it should be, and returns it. */
    JsonNode awaitRow(String table, String keyColumn, String key, Predicate<JsonNode> expected) {
        return await().atMost(HubFixture.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> row(table, keyColumn, key), row -> !row.isMissingNode() && expected.test(row));
    }

    /** Rows that a filter finds. */
    JsonNode rows(String table, String filter) {
        String query = URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
        return json(ok(api("GET", table + "?$filter=" + query, null))).path("value");
    }

    /** Makes an account that messages can refer to. */
    void createAccount(String number) {
        ok(api("PATCH", address("accounts", "accountnumber", number), "{\"name\":\"Account %s\"}".formatted(number)));
    }

    /** A request to the Web API that must go well; the answer. */
    JsonNode call(String method, String path, String body) {
        HttpResponse<String> answer = ok(api(method, path, body));
        return answer.body().isEmpty() ? MissingNode.getInstance() : json(answer);
    }

    private static String address(String table, String keyColumn, String key) {
        String literal = URLEncoder.encode(key.replace("'", "''"), StandardCharsets.UTF_8)
                .replace("+", "%20");
        return table + "(" + keyColumn + "='" + literal + "')";
    }

    private HttpResponse<String> api(String method, String path, String body) {
        if (token == null) {
            token = fetchToken();
        }
        HttpResponse<String> answer = callApi(method, path, body);
        if (answer.statusCode() == 401) {
            token = fetchToken();
            answer = callApi(method, path, body);
        }
        return answer;
    }

    private HttpResponse<String> callApi(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(root + "/api/data/v9.2/" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private String fetchToken() {
        return json(ok(send(HttpRequest.newBuilder(
                                URI.create(root + "/" + SimulatorSettings.DEFAULT_TENANT_ID + "/oauth2/v2.0/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=" + OBSERVER
                                + "&client_secret=" + OBSERVERS_SECRET + "&scope=http%3A%2F%2F127.0.0.1%2F.default")))))
                .path("access_token")
                .asText();
    }

    // --- Controls

    /** Arms a fault, see docs/simulator.md. */
    void fault(String fault) {
        control("POST", "faults", fault);
    }

    /** Each request takes so long from now on. */
    void latency(int millis) {
        control("PUT", "latency", "{\"requestMillis\":%d,\"rowMillis\":0}".formatted(millis));
    }

    /** So many requests and seconds of execution in a window from now on, for each user. */
    void limits(int requests, int executionSeconds, int windowSeconds) {
        control(
                "PUT",
                "limits",
                "{\"requests\":%d,\"executionSeconds\":%d,\"concurrency\":52,\"windowSeconds\":%d,\"dopHint\":50}"
                        .formatted(requests, executionSeconds, windowSeconds));
    }

    /** How many requests were refused because of a limit, or by a fault that says so. */
    int refused() {
        JsonNode statistics = statistics();
        int refused = 0;
        for (JsonNode count : statistics.path("throttled")) {
            refused += count.asInt();
        }
        // What the limits refuse is told twice: by code, and as calls that were not looked into.
        for (var operation : statistics.path("calls").properties()) {
            refused += operation.getKey().equals("invalid")
                    ? 0
                    : operation.getValue().path("429").asInt();
        }
        return refused;
    }

    /** How many requests of the Web API there were, whatever came of them. */
    int calls() {
        int calls = 0;
        for (JsonNode byStatus : statistics().path("calls")) {
            for (JsonNode count : byStatus) {
                calls += count.asInt();
            }
        }
        return calls;
    }

    /** Everything works again. */
    void mend() {
        control("DELETE", "faults", null);
        hubsSecret(SimulatorSettings.DEFAULT_CLIENT_SECRET);
    }

    /** From now on the hub's client has this secret; the tokens that it has are not taken any more. */
    void changeHubsSecret() {
        hubsSecret("another secret");
        revokeTokens();
    }

    /** No token that was issued is taken any more. */
    void revokeTokens() {
        control("POST", "tokens/revoke", null);
    }

    /** No delta link that was given out is known any more. */
    void expireChanges() {
        control("POST", "delta-tokens/expire", null);
    }

    private void hubsSecret(String secret) {
        secret(SimulatorSettings.DEFAULT_CLIENT_ID, secret);
    }

    /** From now on a client has this secret; its tokens stay good. */
    void secret(String client, String secret) {
        control("PUT", "clients/" + client, "{\"secret\":\"" + secret + "\"}");
    }

    JsonNode statistics() {
        return json(control("GET", "statistics", null));
    }

    private HttpResponse<String> control(String method, String path, String body) {
        return ok(send(HttpRequest.newBuilder(URI.create(root + "/_simulator/" + path))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))));
    }

    // --- Wire

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> ok(HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(
                    answer.request().uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
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
