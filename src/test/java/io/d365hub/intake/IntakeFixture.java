package io.d365hub.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.access.ApiClient;
import io.d365hub.access.ApiClients;
import io.d365hub.access.ApiKeys;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.Sequence;
import io.d365hub.message.WorkQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The HTTP intake on a real server at a free port, with a real H2 database, and a work queue of the test's choice. */
final class IntakeFixture implements BeforeEachCallback, AfterEachCallback {

    static final int MOST_WAITING = 3;
    static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    static final String KEY = "d365hub_test-key-of-the-webshop";
    static final String OTHER_KEY = "d365hub_test-key-of-somebody-else";
    static final String ORDERS = "webshop-orders";

    final MemoryWorkQueue queue = new MemoryWorkQueue();
    final Integrations integrations = new Integrations();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Map<UUID, MessageState> states = new ConcurrentHashMap<>();
    final KnownResults results = new KnownResults();
    final WaitingRequests waiting = new WaitingRequests(MOST_WAITING, LONGEST_WAIT);
    volatile boolean ledgerDown;
    volatile long queued;
    volatile Optional<String> closed = Optional.empty();
    volatile ApiClients clients = ApiClients.none()
            .with(new ApiClient("webshop", Set.of(ORDERS, "xml-orders", "headers", "gone")), ApiKeys.sha256(KEY))
            .with(new ApiClient("somebody", Set.of("contacts")), ApiKeys.sha256(OTHER_KEY));

    private final IntakeSettings settings;
    private volatile WorkQueue work = queue;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private Path folder;
    private DatabaseSettings databaseSettings;
    private Vertx vertx;
    private HttpServer server;
    HubDatabase database;
    IdempotencyStore idempotency;
    HttpIntake intake;

    IntakeFixture() {
        this(IntakeSettings.defaults());
    }

    IntakeFixture(IntakeSettings settings) {
        this.settings = settings;
        integrations.register(SampleIntegrations.json(ORDERS, "/order/number"));
        integrations.register(SampleIntegrations.xml("xml-orders", "/order/@number"));
        integrations.register(SampleIntegrations.json("contacts", "/id"));
        integrations.register(SampleIntegrations.json(
                "headers",
                "/id",
                "x-shop",
                "CamelFileName",
                "camel-exec",
                "jmstype",
                "_amq_sched_delivery",
                "hubid",
                "x-api-key"));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("intake");
        Files.copy(Template.FILE, folder.resolve("hub.mv.db"));
        databaseSettings = DatabaseSettings.embedded(folder);
        vertx = Vertx.vertx();
        start();
    }

    /** A database with its tables, made once and copied for each test: that is ten times quicker. */
    private static final class Template {

        private static final Path FILE = make();

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("intake-template");
                HubDatabase.open(DatabaseSettings.embedded(folder)).close();
                Path file = folder.resolve("hub.mv.db");
                folder.toFile().deleteOnExit();
                file.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Starts the intake anew over what the last one left: its memory is gone, database and broker are there. */
    void restart() throws Exception {
        stop();
        start();
    }

    private void start() throws Exception {
        database = HubDatabase.open(databaseSettings);
        idempotency = new IdempotencyStore(database, Clock.systemUTC(), settings.idempotencyRetention());
        intake = new HttpIntake(
                settings,
                new HttpIntake.Parts(
                        () -> clients,
                        integrations,
                        new Chosen(),
                        new Sequence(Clock.systemUTC()),
                        idempotency,
                        this::state,
                        results,
                        waiting,
                        new Pressure(),
                        meters,
                        Clock.systemUTC()));
        Router router = Router.router(vertx);
        intake.mount(router, vertx);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private void stop() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get();
        idempotency.close();
        database.close();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        queue.close();
        stop();
        vertx.close().toCompletionStage().toCompletableFuture().get();
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private Optional<MessageState> state(UUID id) {
        if (ledgerDown) {
            throw new IllegalStateException("down");
        }
        return Optional.ofNullable(states.get(id));
    }

    /** What a test says of deliveries. */
    static final class KnownResults implements DeliveryResults {

        final Map<UUID, DeliveryResult> known = new ConcurrentHashMap<>();
        final Map<UUID, UUID> letters = new ConcurrentHashMap<>();
        final AtomicInteger looks = new AtomicInteger();

        @Override
        public Optional<DeliveryResult> find(UUID message) {
            looks.incrementAndGet();
            return Optional.ofNullable(known.get(message));
        }

        @Override
        public Optional<UUID> again(UUID message, String client) {
            return Optional.ofNullable(letters.get(message));
        }
    }

    private final class Pressure implements IntakePressure {
        @Override
        public long queued(String integration) {
            return queued;
        }

        @Override
        public Optional<String> closed() {
            return closed;
        }
    }

    /** Has another store than the one in memory. */
    void storesIn(WorkQueue other) {
        work = other;
    }

    private final class Chosen implements WorkQueue {
        @Override
        public CompletionStage<Stored> store(HubMessage message, String duplicateId) {
            return work.store(message, duplicateId);
        }

        @Override
        public CompletionStage<Stored> storeAll(List<HubMessage> messages, String duplicateId) {
            return work.storeAll(messages, duplicateId);
        }
    }

    void register(Integration integration) {
        integrations.register(integration);
    }

    int port() {
        return server.actualPort();
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    /** A push of the webshop; more headers can be added. */
    HttpRequest.Builder push(String integration, byte[] body) {
        return to("/push/" + integration)
                .header("X-API-Key", KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
    }

    HttpRequest.Builder push(String integration, String body) {
        return push(integration, body.getBytes(UTF_8));
    }

    HttpRequest.Builder pushLines(String integration, String lines) {
        return push(integration, lines).setHeader("Content-Type", "application/x-ndjson");
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    java.util.concurrent.CompletableFuture<HttpResponse<String>> sendLater(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** Sends bytes as they are and returns what comes until the hub closes the connection. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    double count(String meter) {
        return meters.find(meter).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    static JsonNode json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not JSON: " + text, e);
        }
    }

    static String order(Object number) {
        return "{\"order\":{\"number\":\"" + number + "\"}}";
    }
}
