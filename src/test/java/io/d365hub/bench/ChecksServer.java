package io.d365hub.bench;

import io.d365hub.access.ApiClient;
import io.d365hub.access.ApiClients;
import io.d365hub.access.ApiKeys;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.intake.DeliveryResult;
import io.d365hub.intake.DeliveryResults;
import io.d365hub.intake.HttpIntake;
import io.d365hub.intake.IdempotencyStore;
import io.d365hub.intake.IntakePressure;
import io.d365hub.intake.IntakeSettings;
import io.d365hub.intake.WaitingRequests;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.Sequence;
import io.d365hub.message.WorkQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The hub's own intake with all its checks, in front of a queue that stores nothing: what the checks alone cost. */
final class ChecksServer {

    static final String API_KEY = "bench";

    private ChecksServer() {}

    /** Serves on the port given as the only argument. */
    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        intake().mount(router, vertx);
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        server.listen(Integer.parseInt(arguments[0]), "127.0.0.1");
    }

    private static HttpIntake intake() throws Exception {
        Integrations integrations = new Integrations();
        integrations.register(new Integration(
                "bench",
                Integration.Format.JSON,
                "/order_number",
                Integration.DEFAULT_PARTITIONS,
                Set.of(),
                Integration.DEFAULT_STARTED_LIMIT,
                Integration.DEFAULT_PATIENCE,
                Integration.DEFAULT_PARENT_WAIT,
                Integration.AfterDeadLetter.CONTINUE,
                "bench"));
        ApiClients clients = ApiClients.none()
                .with(new ApiClient("bench", Set.of(ApiClient.ALL_INTEGRATIONS)), ApiKeys.sha256(API_KEY));
        Path folder = Files.createTempDirectory("hub-bench-checks");
        HubDatabase database = HubDatabase.open(DatabaseSettings.embedded(folder));
        IntakeSettings settings = IntakeSettings.defaults();
        return new HttpIntake(
                settings,
                new HttpIntake.Parts(
                        () -> clients,
                        integrations,
                        new Nowhere(),
                        new Sequence(Clock.systemUTC()),
                        new IdempotencyStore(database, Clock.systemUTC(), settings.idempotencyRetention()),
                        id -> Optional.empty(),
                        new NoResults(),
                        new WaitingRequests(0, Duration.ZERO),
                        new NoPressure(),
                        new SimpleMeterRegistry(),
                        Clock.systemUTC()));
    }

    private static final class NoResults implements DeliveryResults {

        @Override
        public Optional<DeliveryResult> find(UUID message) {
            return Optional.empty();
        }

        @Override
        public Optional<UUID> again(UUID message, String client) {
            return Optional.empty();
        }
    }

    private static final class Nowhere implements WorkQueue {

        @Override
        public CompletionStage<Stored> store(HubMessage message, String duplicateId) {
            return CompletableFuture.completedFuture(Stored.STORED);
        }

        @Override
        public CompletionStage<Stored> storeAll(List<HubMessage> messages, String duplicateId) {
            return CompletableFuture.completedFuture(Stored.STORED);
        }
    }

    private static final class NoPressure implements IntakePressure {

        @Override
        public long queued(String integration) {
            return 0;
        }

        @Override
        public Optional<String> closed() {
            return Optional.empty();
        }
    }
}
