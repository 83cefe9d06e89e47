package io.d365hub;

import io.d365hub.bus.Destination;
import io.d365hub.bus.bridge.Bridges;
import io.d365hub.dataverse.DataverseComponent;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.RequestOptions;
import io.d365hub.dataverse.client.RowRef;
import io.d365hub.message.Sequence;
import io.d365hub.message.WorkQueue;
import io.d365hub.webhook.event.EventDoor;
import io.d365hub.webhook.event.EventQueue;
import io.d365hub.webhook.event.EventSurroundings;
import io.d365hub.webhook.event.QueuedEvents;
import io.d365hub.webhook.event.RowMark;
import io.d365hub.webhook.event.Subscriptions;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Joins the events of Dataverse with the doors and with Dataverse itself. Thread-safe. */
final class EventParts implements EventSurroundings, AutoCloseable {

    private static final int DATABASE_THREADS = 4;

    private static final String LOOKUP_TABLE = "Microsoft.Dynamics.CRM.lookuplogicalname";

    private final Settings settings;
    private final Supplier<DataverseClient> client;
    /** Answers once the hub's database is open. */
    private final Supplier<EventRows> rows;

    private final ExecutorService database = Executors.newFixedThreadPool(DATABASE_THREADS, task -> {
        Thread thread = new Thread(task, "event-rows");
        thread.setDaemon(true);
        return thread;
    });
    private final Subscriptions subscriptions = new Subscriptions();
    private final ConcurrentMap<String, CompletableFuture<String>> entitySets = new ConcurrentHashMap<>();
    /** Null until the doors are made. */
    private volatile EventDoor door;

    /** Null until the doors are made. */
    private volatile QueuedEvents queued;

    private final BusParts buses;
    private final Map<EventQueue, Listeners> listeners = new HashMap<>();

    private volatile CompletableFuture<Set<String>> ownUsers =
            CompletableFuture.failedFuture(new IllegalStateException());

    private EventParts(Settings settings, Supplier<DataverseClient> client, Supplier<EventRows> rows, BusParts buses) {
        this.settings = settings;
        this.client = client;
        this.rows = rows;
        this.buses = buses;
    }

    /** Makes it known to routes. */
    static EventParts bind(Settings settings, RouteEngine engine, Supplier<EventRows> rows, BusParts buses) {
        EventParts parts = new EventParts(
                settings,
                () -> engine.context()
                        .getComponent("dataverse", DataverseComponent.class)
                        .client(),
                rows,
                buses);
        engine.bind("eventSurroundings", parts);
        return parts;
    }

    /** Where events come in. */
    EventDoor door(WorkQueue queue, Sequence sequence, Clock clock) {
        door = new EventDoor(HookSettings.secrets(settings), subscriptions, queue, sequence, clock);
        queued = new QueuedEvents(subscriptions, sequence, clock);
        return door;
    }

    /** The routes that listen to one queue, and what brings its events. */
    private static final class Listeners {
        private final Bridges.Ending bridge;
        private int routes;

        Listeners(Bridges.Ending bridge) {
            this.bridge = bridge;
        }
    }

    @Override
    public Listening listen(EventQueue queue) {
        Destination place = Destination.of(queue.queue(), queue.topic(), queue.subscription(), "the events");
        synchronized (listeners) {
            Listeners found = listeners.computeIfAbsent(
                    queue,
                    key -> new Listeners(buses.run(
                            queue.connection(),
                            place,
                            new EventBridge(queue, () -> queued, () -> door, subscriptions, buses.pressure()))));
            found.routes++;
        }
        return () -> unlisten(queue);
    }

    private void unlisten(EventQueue queue) {
        Listeners unheard = null;
        synchronized (listeners) {
            Listeners found = listeners.get(queue);
            if (found != null && --found.routes == 0) {
                unheard = listeners.remove(queue);
            }
        }
        if (unheard != null) {
            unheard.bridge.close();
        }
    }

    /**
     * What operators do about events.
     *
     * @param settled whether the ledger knows a message, which then is not fetched again
     */
    HubRegistration registration(Predicate<UUID> settled, Clock clock) {
        return new HubRegistration(
                settings, subscriptions, new ClientRegistrationRows(client), () -> door, settled, clock);
    }

    @Override
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    @Override
    public CompletionStage<Optional<CurrentRow>> read(String table, String id) {
        return entitySet(table)
                .thenCompose(set -> client.get()
                        .retrieve(
                                RowRef.byId(set, UUID.fromString(id)),
                                List.of(),
                                "",
                                RequestOptions.NONE.annotated(LOOKUP_TABLE)))
                .thenApply(found -> found.flatMap(result -> result.row()).map(WebApiRows::current));
    }

    private CompletableFuture<String> entitySet(String table) {
        return entitySets
                .compute(
                        table,
                        (name, known) -> known != null && !known.isCompletedExceptionally()
                                ? known
                                : TableSets.of(client.get(), name))
                .copy();
    }

    @Override
    public CompletionStage<RowMark> advance(String integration, String row, RowMark mark) {
        return CompletableFuture.supplyAsync(() -> rows.get().advance(integration, row, mark), database);
    }

    /** Forgets what is not needed any more. */
    void prune(Instant moment) {
        rows.get().prune(moment);
    }

    @Override
    public void close() {
        database.shutdownNow();
    }

    @Override
    public CompletionStage<Set<String>> ownUsers() {
        CompletableFuture<Set<String>> known = ownUsers;
        if (known.isCompletedExceptionally()) {
            known = applicationUsers();
            ownUsers = known;
        }
        return known.copy();
    }

    /** With several application users any of them may have written. */
    private CompletableFuture<Set<String>> applicationUsers() {
        CompletableFuture<Set<String>> one =
                client.get().whoAmI().thenApply(id -> Set.of(id.toString().toLowerCase(Locale.ROOT)));
        List<String> ids = Arrays.stream(
                        settings.text("hub.dataverse.client-id").split(",", -1))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .toList();
        if (ids.size() < 2) {
            return one;
        }
        String filter = ids.stream().map(id -> "applicationid eq " + id).collect(Collectors.joining(" or "));
        return one.thenApplyAsync(
                first -> {
                    Set<String> all = new HashSet<>(first);
                    new ClientRegistrationRows(client)
                            .find("systemusers", List.of("systemuserid"), filter)
                            .forEach(user ->
                                    all.add(user.path("systemuserid").asText().toLowerCase(Locale.ROOT)));
                    return Set.copyOf(all);
                },
                database);
    }
}
