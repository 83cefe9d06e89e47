package io.d365hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.broker.ExternalBroker;
import io.d365hub.simulator.SimulatorSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a hub in production stands among: an Artemis, a PostgreSQL and a Dataverse, each a process of its own, and a
 * settings file made from {@code config/production.example.properties}. Hubs get their secrets by environment.
 */
final class ProductionSite implements AutoCloseable {

    static final String INTEGRATION = "webshop-orders";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATABASE_PASSWORD = "database-password-of-a-test";
    private static final Path EXAMPLE = Path.of("config", "production.example.properties");
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Path folder;
    private final Path settings;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final HubProcess simulator;
    private final String apiKey;

    ProductionSite(Path folder) throws Exception {
        this.folder = folder;
        this.settings = folder.resolve("production.properties");
        try {
            ExternalBroker broker = started(ExternalBroker.start(folder.resolve("broker"), 0));
            String database = startPostgres();
            simulator = started(new HubProcess(folder.resolve("simulator")));
            simulator.launch("simulator", "--limits", "none").get(HubProcess.START.toSeconds(), TimeUnit.SECONDS);
            String example = Files.readString(EXAMPLE);
            example = replaced(example, "hub.broker.url", broker.url());
            example = replaced(example, "hub.broker.user", ExternalBroker.USER);
            example = replaced(example, "hub.database.url", database);
            example = replaced(example, "hub.dataverse.url", dataverse());
            example = replaced(example, "hub.dataverse.tenant-id", SimulatorSettings.DEFAULT_TENANT_ID);
            example = replaced(example, "hub.dataverse.client-id", SimulatorSettings.DEFAULT_CLIENT_ID);
            Files.writeString(settings, example);
            apiKey = addClient();
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    private static String replaced(String text, String key, String value) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(key) + " = .*$").matcher(text);
        if (!line.find()) {
            throw new IllegalStateException(EXAMPLE + " does not set " + key);
        }
        return line.replaceFirst(Matcher.quoteReplacement(key + " = " + value));
    }

    /** A server that asks for passwords, and a database that belongs to an ordinary user. */
    private String startPostgres() throws Exception {
        Path data = folder.resolve("postgres");
        EmbeddedPostgres postgres =
                started(EmbeddedPostgres.builder().setDataDirectory(data).start());
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role hub login password '" + DATABASE_PASSWORD + "'");
            statement.execute("create database hub owner hub");
            Files.writeString(data.resolve("pg_hba.conf"), """
                    host all hub all scram-sha-256
                    host all postgres all trust
                    """);
            statement.execute("select pg_reload_conf()");
        }
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/hub";
    }

    private String addClient() throws IOException, InterruptedException {
        Launcher.Answer added = new Launcher(folder)
                .with("HUB_CLIENTS", clients())
                .hub(
                        "clients",
                        "add",
                        "shop",
                        "--integrations",
                        INTEGRATION,
                        "--json",
                        "--config",
                        settings.toString());
        if (added.exitCode() != 0) {
            throw new IllegalStateException("./hub clients add: " + added);
        }
        return JSON.readTree(added.out()).path("key").asText();
    }

    private String clients() {
        return folder.resolve("clients.properties").toString();
    }

    private String dataverse() {
        return "http://127.0.0.1:" + simulator.simulatorPort();
    }

    /** A hub with a data folder of its own; not started yet. */
    HubProcess hub(String name) {
        return started(new HubProcess(folder.resolve(name)))
                .with("HUB_CLIENTS", clients())
                .with("HUB_BROKER_PASSWORD", ExternalBroker.PASSWORD)
                .with("HUB_DATABASE_PASSWORD", DATABASE_PASSWORD)
                .with("HUB_DATAVERSE_TOKEN_URL", dataverse() + "/{tenant}/oauth2/v2.0/token")
                .with("HUB_DATAVERSE_CLIENT_SECRET", SimulatorSettings.DEFAULT_CLIENT_SECRET);
    }

    HubProcess start(HubProcess hub) throws IOException, InterruptedException {
        return hub.start("--config", settings.toString());
    }

    HubProcess simulator() {
        return simulator;
    }

    /** An order of the sample, with another number and, if given, another customer. */
    static String order(int number, String customer) throws IOException {
        ObjectNode order = (ObjectNode) JSON.readTree(Files.readString(Path.of("samples", "order.json")));
        order.put("id", 5_600_000_000_000L + number).put("name", "#" + number).put("order_number", number);
        ((ObjectNode) order.path("line_items").path(0)).put("id", 9_000_000 + number);
        ((ObjectNode) order.path("note_attributes").path(0)).put("value", customer);
        return order.toString();
    }

    /** Posts with the client's key; the message's id. */
    String push(HubProcess hub, String order) throws IOException, InterruptedException {
        String[] key = PatientClient.withKey();
        HttpResponse<String> answer = PatientClient.answer(() -> send(request(hub, "/push/" + INTEGRATION)
                .headers(key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(order))));
        if (answer.statusCode() != 202) {
            throw new IOException("Posting answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body()).path("id").asText();
    }

    String state(HubProcess hub, String message) throws IOException, InterruptedException {
        return JSON.readTree(send(request(hub, "/messages/" + message)).body())
                .path("state")
                .asText();
    }

    /** The ledger's numbers of the integration, as this hub tells them. */
    JsonNode ledger(HubProcess hub) throws IOException, InterruptedException {
        for (JsonNode integration : hub.admin("ledger", null).path("integrations")) {
            if (integration.path("name").asText().equals(INTEGRATION)) {
                return integration;
            }
        }
        return JSON.createObjectNode();
    }

    long rows(String set) throws IOException, InterruptedException {
        return simulator
                .simulator("GET", "tables/" + set + "/count", null)
                .path("count")
                .asLong();
    }

    /** Creates an account in Dataverse, as its people do. */
    void createAccount(String number) throws IOException, InterruptedException {
        HttpResponse<String> token = send(HttpRequest.newBuilder(
                        URI.create(dataverse() + "/" + SimulatorSettings.DEFAULT_TENANT_ID + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id="
                        + SimulatorSettings.DEFAULT_CLIENT_ID + "&client_secret="
                        + SimulatorSettings.DEFAULT_CLIENT_SECRET + "&scope=" + dataverse() + "/.default")));
        HttpResponse<String> created = send(HttpRequest.newBuilder(URI.create(dataverse() + "/api/data/v9.2/accounts"))
                .header(
                        "Authorization",
                        "Bearer "
                                + JSON.readTree(token.body())
                                        .path("access_token")
                                        .asText())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"New\",\"accountnumber\":\"" + number + "\"}")));
        if (created.statusCode() != 204) {
            throw new IOException("Creating the account answered " + created.statusCode() + ": " + created.body());
        }
    }

    private HttpRequest.Builder request(HubProcess hub, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.httpPort() + path))
                .header("X-API-Key", apiKey);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(ANSWER).build(), BodyHandlers.ofString());
    }

    /** {@code ./hub} for an operator of this hub. */
    Launcher operatorOf(HubProcess hub) {
        return new Launcher(folder)
                .with("HUB_DATA", hub.data().toString())
                .with("HUB_MANAGEMENT_PORT", Integer.toString(hub.managementPort()));
    }

    @Override
    public void close() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }
}
