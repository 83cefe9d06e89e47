package io.d365hub.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.HubProcess;
import io.d365hub.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The simulator as a process of its own, which outlives the hubs that are killed. Not thread-safe. */
final class SimulatorProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubProcess process;
    private final HttpClient http = HttpClient.newHttpClient();
    private String token;

    /** Not started yet. */
    SimulatorProcess(Path folder) {
        process = new HubProcess(folder);
    }

    SimulatorProcess start() throws Exception {
        token = null;
        process.launch("simulator", "--limits", "none").get(HubProcess.START.toSeconds(), TimeUnit.SECONDS);
        return this;
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    String url() {
        return "http://127.0.0.1:" + process.simulatorPort();
    }

    /** Makes the hub write to this simulator. */
    HubProcess serve(HubProcess hub) {
        return hub.with("HUB_DATAVERSE_URL", url())
                .with("HUB_DATAVERSE_TOKEN_URL", url() + "/{tenant}/oauth2/v2.0/token")
                .with("HUB_DATAVERSE_TENANT_ID", SimulatorSettings.DEFAULT_TENANT_ID)
                .with("HUB_DATAVERSE_CLIENT_ID", SimulatorSettings.DEFAULT_CLIENT_ID)
                .with("HUB_DATAVERSE_CLIENT_SECRET", SimulatorSettings.DEFAULT_CLIENT_SECRET);
    }

    /** Calls a control endpoint. */
    JsonNode control(String method, String path, String body) throws IOException, InterruptedException {
        return process.simulator(method, path, body);
    }

    /** The description of the account of that number; empty when there is no such account. */
    Optional<String> description(String account) throws IOException, InterruptedException {
        if (token == null) {
            token = token();
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        url() + "/api/data/v9.2/accounts(accountnumber='" + account + "')?$select=description"))
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        return Optional.of(JSON.readTree(answer.body()).path("description").asText());
    }

    private String token() throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + SimulatorSettings.DEFAULT_CLIENT_ID
                + "&client_secret=" + SimulatorSettings.DEFAULT_CLIENT_SECRET + "&scope=" + url() + "/.default";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(url() + "/" + SimulatorSettings.DEFAULT_TENANT_ID + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body())
                .path("access_token")
                .asText();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
