package io.d365hub.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.HubProcess;
import io.d365hub.simulator.SimulatorMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A simulator as a process of its own, and what can be turned on it. */
final class SimulatorControl implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final BenchProcess process;
    private final URI url;

    SimulatorControl() throws IOException, InterruptedException {
        int port = HubProcess.freePort();
        process = BenchProcess.startWith("-Xmx3g", SimulatorMain.class, String.valueOf(port))
                .awaitPort(port);
        url = URI.create("http://127.0.0.1:" + port);
    }

    URI url() {
        return url;
    }

    URI tokenUrl() {
        return url.resolve("/bench/oauth2/v2.0/token");
    }

    /** Limits for each user; 0 for none. */
    void limits(int requests, double executionSeconds, int concurrency, double windowSeconds) throws Exception {
        send(
                "PUT",
                "limits",
                "{\"requests\":" + requests + ",\"executionSeconds\":" + executionSeconds + ",\"concurrency\":"
                        + concurrency + ",\"windowSeconds\":" + windowSeconds + ",\"dopHint\":52}");
    }

    void latency(double requestMillis, double rowMillis) throws Exception {
        send("PUT", "latency", "{\"requestMillis\":" + requestMillis + ",\"rowMillis\":" + rowMillis + "}");
    }

    /** A user of its own, with budgets of its own. */
    void client(String id, String secret) throws Exception {
        send("PUT", "clients/" + id, "{\"secret\":\"" + secret + "\"}");
    }

    /** Refuses the next request and asks to be left alone. */
    void refuseOnce(int retryAfterSeconds) throws Exception {
        send(
                "POST",
                "faults",
                "{\"times\":1,\"status\":429,\"code\":\"0x80072321\",\"retryAfter\":\"" + retryAfterSeconds + "\"}");
    }

    void forgetStatistics() throws Exception {
        send("DELETE", "statistics", "");
    }

    /** Requests that were answered or refused since the statistics were forgotten. */
    long calls() throws Exception {
        long sum = 0;
        for (JsonNode kind : statistics().path("calls")) {
            for (JsonNode count : kind) {
                sum += count.asLong();
            }
        }
        return sum + refused();
    }

    long refused() throws Exception {
        long sum = 0;
        for (JsonNode count : statistics().path("throttled")) {
            sum += count.asLong();
        }
        return sum;
    }

    /** Answers with 429, those of faults included. */
    long refused429() throws Exception {
        long sum = refused();
        for (JsonNode kind : statistics().path("calls")) {
            sum += kind.path("429").asLong();
        }
        return sum;
    }

    long written(String table) throws Exception {
        JsonNode rows = statistics().path("rowsWritten").path(table);
        return rows.path("created").asLong() + rows.path("updated").asLong();
    }

    /** Rows and changesets that came in batches. */
    long batchParts() throws Exception {
        long sum = 0;
        for (JsonNode kind : statistics().path("batchParts")) {
            for (JsonNode count : kind) {
                sum += count.asLong();
            }
        }
        return sum;
    }

    /** What this user may still use of the execution time, as the service says. */
    double executionSecondsLeft(String clientId) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/api/data/v9.2/WhoAmI"))
                .header("Authorization", "Bearer " + token(clientId))
                .build();
        String left = http.send(request, HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("x-ms-ratelimit-time-remaining-xrm-requests")
                .orElseThrow();
        return Double.parseDouble(left.replace(",", ""));
    }

    String token(String clientId) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(tokenUrl())
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id=" + clientId
                        + "&client_secret=" + BenchClient.SECRET + "&scope=x/.default"))
                .build();
        return JSON.readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .path("access_token")
                .asText();
    }

    JsonNode statistics() throws Exception {
        return JSON.readTree(send("GET", "statistics", ""));
    }

    private String send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/_simulator/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(
                    method + " " + path + " was answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
