package io.d365hub;

import io.d365hub.dataverse.DataverseComponent;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.RequestOptions;
import io.d365hub.dataverse.client.RowRef;
import io.d365hub.message.Sequence;
import io.d365hub.message.WorkQueue;
import io.d365hub.webhook.event.EventDoor;
import io.d365hub.webhook.event.EventSurroundings;
import io.d365hub.webhook.event.Subscriptions;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Joins the events of Dataverse with the doors and with Dataverse itself. Thread-safe. */
final class EventParts implements EventSurroundings {

    private static final String LOOKUP_TABLE = "Microsoft.Dynamics.CRM.lookuplogicalname";

    private final Settings settings;
    private final Supplier<DataverseClient> client;
    private final Subscriptions subscriptions = new Subscriptions();
    private final ConcurrentMap<String, CompletableFuture<String>> entitySets = new ConcurrentHashMap<>();
    /** Null until the doors are made. */
    private volatile EventDoor door;

    private volatile CompletableFuture<Set<String>> ownUsers =
            CompletableFuture.failedFuture(new IllegalStateException());

    private EventParts(Settings settings, Supplier<DataverseClient> client) {
        this.settings = settings;
        this.client = client;
    }

    /** Makes it known to routes. */
    static EventParts bind(Settings settings, RouteEngine engine) {
        EventParts parts = new EventParts(settings, () -> engine.context()
                .getComponent("dataverse", DataverseComponent.class)
                .client());
        engine.bind("eventSurroundings", parts);
        return parts;
    }

    /** Where events come in. */
    EventDoor door(WorkQueue queue, Sequence sequence, Clock clock) {
        door = new EventDoor(HookSettings.secrets(settings), subscriptions, queue, sequence, clock);
        return door;
    }

    /** What operators do about events. */
    HubRegistration registration(Clock clock) {
        return new HubRegistration(settings, subscriptions, new ClientRegistrationRows(client), () -> door, clock);
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
    public CompletionStage<Set<String>> ownUsers() {
        CompletableFuture<Set<String>> known = ownUsers;
        if (known.isCompletedExceptionally()) {
            known = client.get().whoAmI().thenApply(id -> Set.of(id.toString().toLowerCase(Locale.ROOT)));
            ownUsers = known;
        }
        return known.copy();
    }
}
