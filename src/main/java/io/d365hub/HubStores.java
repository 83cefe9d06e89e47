package io.d365hub;

import io.d365hub.access.ApiClients;
import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.BrokerSettings;
import io.d365hub.broker.BrokerStartException;
import io.d365hub.broker.BrokerUnavailableException;
import io.d365hub.broker.EmbeddedBroker;
import io.d365hub.broker.Queues;
import io.d365hub.database.DatabaseLockedException;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.DatabaseUnavailableException;
import io.d365hub.database.HubDatabase;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where the hub keeps what it was given: the broker and the database, embedded or outside. Opened side by side, because
 * both take time.
 */
final class HubStores implements AutoCloseable {

    private final HubDatabase database;
    private final Broker broker;

    private record Broker(Optional<EmbeddedBroker> embedded, BrokerConnections connections, Queues queues)
            implements AutoCloseable {

        @Override
        public void close() {
            connections.close();
            embedded.ifPresent(EmbeddedBroker::close);
        }
    }

    private HubStores(HubDatabase database, Broker broker) {
        this.database = database;
        this.broker = broker;
    }

    /**
     * Opens both.
     *
     * @throws HubStartException when one of them cannot be opened; the other one is closed again
     */
    static HubStores open(Settings settings, Supplier<ApiClients> clients) {
        CompletableFuture<HubDatabase> database =
                CompletableFuture.supplyAsync(() -> HubDatabase.open(databaseSettings(settings)));
        CompletableFuture<Broker> broker = CompletableFuture.supplyAsync(() -> openBroker(settings, clients));
        try {
            return new HubStores(database.join(), broker.join());
        } catch (CompletionException e) {
            closeWhenOpen(database);
            closeWhenOpen(broker);
            throw explained(e.getCause());
        }
    }

    private static <T extends AutoCloseable> void closeWhenOpen(CompletableFuture<T> part) {
        part.thenAccept(open -> {
                    try {
                        open.close();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                })
                .exceptionally(e -> null)
                .join();
    }

    private static Broker openBroker(Settings settings, Supplier<ApiClients> clients) {
        Optional<EmbeddedBroker> embedded = Optional.empty();
        BrokerConnections connections;
        if (settings.isSet("hub.broker.url")) {
            connections = BrokerConnections.external(
                    settings.text("hub.broker.url"),
                    settings.text("hub.broker.user"),
                    settings.text("hub.broker.password"));
        } else {
            EmbeddedBroker broker = EmbeddedBroker.start(brokerSettings(settings), clients);
            embedded = Optional.of(broker);
            connections = BrokerConnections.embedded(broker);
        }
        Queues queues = new Queues(connections);
        queues.ensureHubQueues();
        return new Broker(embedded, connections, queues);
    }

    private static BrokerSettings brokerSettings(Settings settings) {
        Path folder = settings.path("hub.data").resolve("broker");
        BrokerSettings defaults = BrokerSettings.in(folder);
        return new BrokerSettings(
                folder,
                settings.text("hub.broker.host"),
                settings.port("hub.broker.port"),
                defaults.hubUser(),
                Optional.empty(),
                settings.number("hub.broker.disk-limit"),
                defaults.diskCheckPeriod(),
                defaults.memoryBytes(),
                defaults.queueMemoryBytes(),
                defaults.pageBytes(),
                settings.number("hub.http.body-limit"),
                defaults.journalBufferTimeout(),
                settings.flag("hub.broker.datasync"));
    }

    static DatabaseSettings databaseSettings(Settings settings) {
        if (settings.isSet("hub.database.url")) {
            return DatabaseSettings.postgresql(
                    settings.text("hub.database.url"),
                    settings.text("hub.database.user"),
                    settings.text("hub.database.password"));
        }
        return DatabaseSettings.embedded(settings.path("hub.data").resolve("database"));
    }

    private static RuntimeException explained(Throwable cause) {
        if (cause instanceof DatabaseLockedException
                || cause instanceof DatabaseUnavailableException
                || cause instanceof BrokerStartException
                || cause instanceof BrokerUnavailableException) {
            return new HubStartException("The hub was not started.", cause.getMessage(), "", cause);
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    HubDatabase database() {
        return database;
    }

    BrokerConnections connections() {
        return broker.connections();
    }

    Queues queues() {
        return broker.queues();
    }

    /** The broker of this process; empty when it is an outside one. */
    Optional<EmbeddedBroker> embeddedBroker() {
        return broker.embedded();
    }

    /** The port that the embedded broker listens on; empty when the broker is an outside one. */
    Optional<Integer> brokerPort() {
        return broker.embedded().map(EmbeddedBroker::port);
    }

    /** Hears when the embedded broker has stopped because its disk or journal failed. */
    void onBrokerFailure(Consumer<Throwable> listener) {
        broker.embedded().ifPresent(embedded -> embedded.onCriticalError(listener));
    }

    @Override
    public void close() {
        broker.close();
        database.close();
    }
}
