package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.cli.HubCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole hub in this process, one for all tests of a class, with a data folder and ports of its own and the simulated
 * Dataverse beside it. Tests keep apart by record keys. After each test the simulator's faults are gone.
 */
final class HubFixture implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    /** For machines that are busy with something else. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final List<TestRoute> routes;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Path folder;
    private HubServer server;
    private SimulatedDataverse dataverse;

    private HubFixture(List<TestRoute> routes) {
        this.routes = routes;
    }

    /** A hub with the routes of the repository. */
    static HubFixture shipped() {
        return new HubFixture(List.of());
    }

    /** A hub with these routes, and the kamelets of the repository. */
    static HubFixture with(TestRoute... routes) {
        return new HubFixture(List.of(routes));
    }

    /** The same hub with another value of a setting. */
    HubFixture setting(String key, String value) {
        settings.put(key, value);
        return this;
    }

    // --- Life

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("hub-journey");
        settings.put("hub.data", folder.resolve("data").toString());
        settings.put("hub.clients", folder.resolve("clients.properties").toString());
        settings.put("hub.users", folder.resolve("users.properties").toString());
        settings.put("hub.http.host", "127.0.0.1");
        settings.put("hub.http.port", String.valueOf(HubProcess.freePort()));
        settings.put("hub.management.port", String.valueOf(HubProcess.freePort()));
        settings.put("hub.broker.port", "0");
        settings.put("hub.simulator.port", "0");
        settings.put("hub.lane.probe-seconds", "2");
        if (!routes.isEmpty()) {
            settings.put("hub.routes", writeRoutes().toString());
        }
        List<String> lines = new ArrayList<>();
        settings.forEach((key, value) -> lines.add(key + " = " + value));
        Files.write(settingsFile(), lines);
        startServer();
    }

    private void startServer() {
        server = HubServer.start(Settings.load(Path.of(""), settingsFile(), Map.of()), failure -> {});
        // Else the test has a Dataverse of its own.
        server.simulatorPort().ifPresent(port -> dataverse = new SimulatedDataverse(port));
    }

    /** Stops the hub, does something to what it leaves, and starts it again on the same ports, with a Dataverse without rows. */
    void whileStopped(ThrowingRunnable work) throws Exception {
        server.close();
        server = null;
        work.run();
        startServer();
    }

    /** What may throw anything. */
    interface ThrowingRunnable {
        void run() throws Exception;
    }

    private Path writeRoutes() throws IOException {
        Path written = Files.createDirectories(folder.resolve("routes"));
        Path kamelets = Files.createDirectories(written.resolve("kamelets"));
        try (Stream<Path> shipped = Files.list(Path.of("routes", "kamelets"))) {
            for (Path kamelet : shipped.toList()) {
                Files.copy(kamelet, kamelets.resolve(kamelet.getFileName()));
            }
        }
        for (TestRoute route : routes) {
            route.writeTo(written);
        }
        return written;
    }

    private Path settingsFile() {
        return folder.resolve("hub.properties");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (dataverse != null) {
            dataverse.mend();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (server != null) {
            server.close();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    // --- Where it is

    SimulatedDataverse dataverse() {
        return dataverse;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Where the routes of this hub are; only of one with routes of its own. */
    Path routes() {
        return folder.resolve("routes");
    }

    int brokerPort() {
        return server.brokerPort().orElseThrow();
    }

    int simulatorPort() {
        return server.simulatorPort().orElseThrow();
    }

    int httpPort() {
        return Integer.parseInt(settings.get("hub.http.port"));
    }

    int managementPort() {
        return Integer.parseInt(settings.get("hub.management.port"));
    }

    String developmentKey() {
        return read(data().resolve("dev-api-key"));
    }

    String adminToken() {
        return read(data().resolve("admin-token"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- Sending messages

    /** Posts a message once, with the development key; {@code headers} are names and values, one after the other. */
    HttpResponse<String> push(String integration, String body, String... headers) {
        return send(request(integration)
                .headers(Stream.concat(Stream.of("X-API-Key", developmentKey()), withContentType(headers))
                        .toArray(String[]::new))
                .POST(BodyPublishers.ofString(body)));
    }

    private static Stream<String> withContentType(String... headers) {
        boolean given = false;
        for (int i = 0; i < headers.length; i += 2) {
            given |= headers[i].equalsIgnoreCase("Content-Type");
        }
        return given
                ? Stream.of(headers)
                : Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers));
    }

    /** A request to push, without key and body. */
    HttpRequest.Builder request(String integration) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + "/push/" + integration));
    }

    /** The same again until the hub has taken it or refused it, with one Idempotency-Key. */
    HttpResponse<String> pushPatiently(String integration, String body, String... headers) {
        String[] all = PatientClient.withKey(headers);
        return PatientClient.answer(() -> push(integration, body, all));
    }

    /** Posts a message that must be accepted, and returns its id. */
    String accepted(String integration, String body, String... headers) {
        HttpResponse<String> answer = pushPatiently(integration, body, headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return json(answer).path("id").asText();
    }

    /** Makes a client with {@code ./hub clients add} and returns its key once the hub knows it. */
    String client(String name, String integrations) {
        CliResult added = cli("clients", "add", name, "--integrations", integrations, "--json");
        assertThat(added.exitCode()).as(added.toString()).isZero();
        String key = added.json().path("key").asText();
        await().atMost(PATIENCE)
                .until(() -> send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + "/openapi.json"))
                                        .header("X-API-Key", key))
                                .statusCode()
                        == 200);
        return key;
    }

    /** Makes a user of the console with {@code ./hub users add} and returns the password. */
    String user(String name, String... options) {
        CliResult added = cli(Stream.concat(Stream.of("users", "add", name), Stream.of(options))
                .toArray(String[]::new));
        assertThat(added.exitCode()).as(added.toString()).isZero();
        return added.out().strip().replaceFirst(".* ", "");
    }

    /** Signs a user in once the hub knows of it. */
    ConsoleVisitor visitor(String name, String password) {
        ConsoleVisitor visitor = new ConsoleVisitor(managementPort());
        await("user " + name + " may sign in")
                .atMost(PATIENCE)
                // Few wrong tries before the hub has read the file: more would have to wait.
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> visitor.signIn(name, password).statusCode() == 303);
        return visitor;
    }

    // --- What became of them

    /** What {@code GET /messages/{id}} tells. */
    JsonNode message(String id) {
        HttpResponse<String> answer = PatientClient.answer(
                () -> send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + "/messages/" + id))
                        .header("X-API-Key", developmentKey())));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    void awaitState(String id, String state) {
        await("message " + id + " becomes " + state)
                .atMost(PATIENCE)
                .pollInterval(BETWEEN_LOOKS)
                .untilAsserted(
                        () -> assertThat(message(id).path("state").asText()).isEqualTo(state));
    }

    void awaitDelivered(List<String> ids) {
        ids.forEach(id -> awaitState(id, "delivered"));
    }

    /** Waits until the message is a dead letter, and returns it with its body and headers. */
    JsonNode awaitLetter(String message) {
        String id = await("message " + message + " becomes a dead letter")
                .atMost(PATIENCE)
                .pollInterval(BETWEEN_LOOKS)
                .until(
                        () -> letters("state:open").stream()
                                .filter(letter ->
                                        letter.path("message").asText().equals(message))
                                .map(letter -> letter.path("id").asText())
                                .findFirst()
                                .orElse(""),
                        found -> !found.isEmpty());
        return letter(id);
    }

    /** The dead letters of an integration that nobody has dealt with. */
    List<JsonNode> deadLetters(String integration) {
        return letters("state:open integration:" + integration);
    }

    JsonNode letter(String id) {
        return json(admin("GET", "dead-letters/" + id, null));
    }

    private List<JsonNode> letters(String query) {
        List<JsonNode> letters = new ArrayList<>();
        json(admin("GET", "dead-letters?limit=200&query=" + URLEncoder.encode(query, StandardCharsets.UTF_8), null))
                .path("deadLetters")
                .forEach(letters::add);
        return letters;
    }

    // --- Operating

    /** How an integration stands, as {@code GET /admin/status} tells. */
    JsonNode status(String integration) {
        return named(json(admin("GET", "status", null)).path("integrations"), integration);
    }

    /** Waits until the integration is in a state, and returns how it stands. */
    JsonNode awaitStatus(String integration, String state) {
        return await("integration " + integration + " is " + state)
                .atMost(PATIENCE)
                .pollInterval(BETWEEN_LOOKS)
                .until(
                        () -> status(integration),
                        status -> status.path("state").asText().equals(state));
    }

    /** Waits until a subscription to webhooks is in a state, and returns its line. */
    JsonNode awaitSubscription(String name, String state) {
        return await("subscription " + name + " is " + state)
                .atMost(PATIENCE)
                .pollInterval(BETWEEN_LOOKS)
                .until(
                        () -> named(json(admin("GET", "webhooks", null)).path("subscriptions"), name),
                        line -> line.path("state").asText().equals(state));
    }

    /** Waits until so many messages of the integration are parked. */
    void awaitParked(String integration, int messages) {
        await(messages + " messages of " + integration + " are parked")
                .atMost(PATIENCE)
                .pollInterval(BETWEEN_LOOKS)
                .untilAsserted(() ->
                        assertThat(status(integration).path("parked").asInt()).isEqualTo(messages));
    }

    /** The integration's line of the ledger, once the ledger has caught up with the lanes. */
    JsonNode ledger(String integration) {
        return await().atMost(PATIENCE)
                .pollInterval(BETWEEN_LOOKS)
                .until(
                        () -> named(json(admin("GET", "ledger", null)).path("integrations"), integration),
                        line -> line.path("lagMillis").asLong() == 0);
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode item : list) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        throw new AssertionError("'" + name + "' is not in " + list);
    }

    /** Calls the admin API; {@code body} null means none. */
    HttpResponse<String> admin(String method, String path, String body) {
        return send(adminRequest(path)
                .header("Authorization", "Bearer " + adminToken())
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** Waits until the metrics of this hub have the line, in Prometheus' form. */
    void awaitMetric(String line) {
        await("metric " + line).atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).untilAsserted(() -> assertThat(
                        metrics().lines())
                .contains(line));
    }

    /** The value of a metric, named with its tags as Prometheus does. */
    double metric(String name) {
        String all = metrics();
        return all.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name + " in\n" + all));
    }

    /** All metrics, in Prometheus' form. */
    String metrics() {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort() + "/observe/metrics")))
                .body();
    }

    /** A request to the admin API, without token. */
    HttpRequest.Builder adminRequest(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort() + "/admin/" + path));
    }

    /** Runs {@code ./hub} with these arguments against this hub. */
    CliResult cli(String... arguments) {
        return cli(new StringWriter(), arguments);
    }

    /** The same, for those who read what it prints before it has ended. */
    CliResult cli(StringWriter out, String... arguments) {
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--config", settingsFile().toString()))
                .toArray(String[]::new);
        int exitCode = HubCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
        return new CliResult(exitCode, out.toString(), err.toString());
    }

    /** What a command printed, and its exit code. */
    record CliResult(int exitCode, String out, String err) {

        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException e) {
                throw new AssertionError("No JSON: " + this, e);
            }
        }
    }

    // --- Wire

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
