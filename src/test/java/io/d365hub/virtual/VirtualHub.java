package io.d365hub.virtual;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.access.ApiClient;
import io.d365hub.access.ApiClients;
import io.d365hub.access.ApiKeys;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.virtual.declaration.Declarations;
import io.d365hub.virtual.guard.GuardSettings;
import io.d365hub.virtual.guard.GuardThreads;
import io.d365hub.virtual.guard.TableGuard;
import io.d365hub.virtual.key.DatabaseNamedKeys;
import io.d365hub.virtual.key.GuidKeys;
import io.d365hub.virtual.odata.ODataService;
import io.d365hub.virtual.odata.SkipTokens;
import io.d365hub.virtual.server.DoorSettings;
import io.d365hub.virtual.server.NextLinkSecret;
import io.d365hub.virtual.server.VirtualDoor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Virtual tables behind a real HTTP server, with the hub's own database, and without the rest of the hub. */
public final class VirtualHub implements AutoCloseable {

    /** May read and write everything. */
    public static final String KEY = "key-of-dataverse";
    /** May read {@code erp/Items} and write nothing. */
    public static final String READER_KEY = "key-of-reader";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HttpServer server;

    /** An answer of the hub. */
    public record Answer(int status, String body, HttpResponse<byte[]> http) {

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("No JSON: " + body, e);
            }
        }

        public JsonNode rows() {
            return json().path("value");
        }

        /** One property of all rows. */
        public List<String> all(String property) {
            List<String> all = new ArrayList<>();
            rows().forEach(row -> all.add(
                    row.path(property).isNull() ? null : row.path(property).asText()));
            return all;
        }

        public String error() {
            return json().path("error").path("code").asText();
        }

        public String message() {
            return json().path("error").path("message").asText();
        }

        public String header(String name) {
            return http.headers().firstValue(name).orElse(null);
        }
    }

    private VirtualHub(Path folder, List<SourceType> types, GuardSettings guard, int requestsPerSecond)
            throws IOException {
        HubDatabase database = open(HubDatabase.open(DatabaseSettings.embedded(folder.resolve("database"))));
        Declarations declarations = Declarations.read(folder, folder.resolve("virtual"), types);
        if (!declarations.mistakes().isEmpty()) {
            throw new AssertionError("Mistakes in the declarations: " + declarations.mistakes());
        }
        GuardThreads threads = open(new GuardThreads());
        GuidKeys keys = new GuidKeys(new DatabaseNamedKeys(database));
        SkipTokens tokens = new SkipTokens(NextLinkSecret.of(database, new SecureRandom()));
        Map<String, SourceType> byName =
                types.stream().collect(Collectors.toMap(SourceType::name, Function.identity()));
        Map<VirtualService, ODataService> services = new HashMap<>();
        for (VirtualService service : declarations.services()) {
            Map<String, TableGuard> guards = new HashMap<>();
            for (VirtualTable table : service.tables()) {
                TableSource source = byName.get(table.source().type()).open(table);
                guards.put(table.name(), open(new TableGuard(table, source, keys, guard, threads, meters, () -> {})));
            }
            services.put(
                    service,
                    new ODataService(
                            service,
                            guards,
                            keys,
                            tokens,
                            task -> vertx.executeBlocking(
                                    () -> {
                                        task.run();
                                        return null;
                                    },
                                    false)));
        }
        ApiClients clients = ApiClients.none()
                .with(new ApiClient("dataverse", Set.of(), Set.of("*"), Set.of("*")), ApiKeys.sha256(KEY))
                .with(new ApiClient("reader", Set.of(), Set.of("erp/Items"), Set.of()), ApiKeys.sha256(READER_KEY));
        Router router = Router.router(vertx);
        new VirtualDoor(new DoorSettings(requestsPerSecond, 1 << 20, ""), () -> clients, services, vertx, meters)
                .mount(router);
        server = vertx.createHttpServer(new HttpServerOptions().setMaxInitialLineLength(40 * 1024))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Declares a table: before the start. */
    public static void declare(Path folder, String service, String set, String yaml) {
        try {
            Path file = folder.resolve("virtual").resolve(service).resolve(set + Declarations.SUFFIX);
            Files.createDirectories(file.getParent());
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static VirtualHub start(Path folder, SourceType... types) {
        return start(folder, GuardSettings.defaults(), 1_000_000, types);
    }

    public static VirtualHub start(Path folder, GuardSettings guard, int requestsPerSecond, SourceType... types) {
        try {
            return new VirtualHub(folder, List.of(types), guard, requestsPerSecond);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private <T extends AutoCloseable> T open(T part) {
        open.add(part);
        return part;
    }

    public int port() {
        return server.actualPort();
    }

    /** The root of a service, with its last slash. */
    public String root(String service) {
        return "http://127.0.0.1:" + port() + "/virtual/" + service + "/";
    }

    public SimpleMeterRegistry meters() {
        return meters;
    }

    /** Encodes the value of a query option. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** GET of what follows {@code /virtual/}, as it is. */
    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /** Rows that pass the filter. */
    public Answer filtered(String path, String filter) {
        return get(path + "?$filter=" + encoded(filter));
    }

    /** Any request; headers as names and values. {@code X-API-Key} is sent unless it is given. */
    public Answer send(String method, String path, String body, String... headers) {
        String address = path.startsWith("http") ? path : "http://127.0.0.1:" + port() + "/virtual/" + path;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (!Arrays.asList(headers).contains("X-API-Key")) {
            request.header("X-API-Key", KEY);
        }
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i + 1] != null) {
                request.header(headers[i], headers[i + 1]);
            }
        }
        try {
            HttpResponse<byte[]> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8), answer);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().join();
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
