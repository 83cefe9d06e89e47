package io.d365hub.webhook.event;

import io.d365hub.message.HubMessage;
import io.d365hub.message.MessageIds;
import io.d365hub.message.Sequence;
import io.d365hub.message.WorkQueue;
import io.d365hub.message.WorkQueue.Stored;
import io.d365hub.webhook.event.EventRefusedException.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Takes events as Dataverse posts them: sees who sends and what it is about, and stores the document for each route that
 * wants it. Knows nothing of HTTP. Thread-safe; {@link #store} does not block.
 */
public final class EventDoor {

    /** Largest event that is taken, bytes: the platform cuts them at 256 KB. */
    public static final int BODY_LIMIT = 1 << 20;

    static final String TRIMMED = "x-ms-dynamics-msg-size-exceeded";
    static final String ORGANIZATION = "x-ms-dynamics-organization";

    private static final List<String> KEPT_HEADERS = List.of(
            ORGANIZATION,
            TRIMMED,
            "x-ms-dynamics-entity-name",
            "x-ms-dynamics-request-name",
            "x-ms-correlation-request-id");
    private static final Set<String> OF_ANY_TABLE = Set.of("Associate", "Disassociate");
    private static final int LONGEST_HEADER = 500;

    /** Name space of the ids of events (RFC 9562, version 5). Never change it: repeated events would not be known. */
    private static final UUID NAMESPACE = UUID.fromString("6f0b2a51-93c4-5d0e-8a77-3d365b0e0001");

    private final HookSecrets secrets;
    private final Subscriptions subscriptions;
    private final WorkQueue queue;
    private final Sequence sequence;
    private final Clock clock;

    public EventDoor(
            HookSecrets secrets, Subscriptions subscriptions, WorkQueue queue, Sequence sequence, Clock clock) {
        this.secrets = secrets;
        this.subscriptions = subscriptions;
        this.queue = queue;
        this.sequence = sequence;
        this.clock = clock;
    }

    /**
     * Lets a sender in, before his body is read.
     *
     * @param hook the address's last segment
     * @param shown every text that the request carries where a secret could be
     * @throws EventRefusedException when none of them is one, or nobody listens there
     */
    public void admit(String hook, List<String> shown) throws EventRefusedException {
        if (!secrets.areShown(shown)) {
            throw new EventRefusedException(
                    Reason.NOT_AUTHENTICATED,
                    "It carries no secret that the hub knows.",
                    "Register the webhook again with './hub dataverse register', or compare the secret of its service"
                            + " endpoint with hub.hook.secrets.");
        }
        if (!subscriptions.hasHook(hook)) {
            throw new EventRefusedException(
                    Reason.UNKNOWN, "No route listens to this hook.", "Check the address, and the routes that run.");
        }
    }

    /** Whether the steps of a message hear of the rows of all tables, because its filters are of none. */
    public static boolean isOfAnyTable(String message) {
        return OF_ANY_TABLE.contains(message);
    }

    /** The name of the header, or of the pair in the query string, that carries a secret. */
    public String secretName() {
        return secrets.name();
    }

    /**
     * Makes the messages of an event.
     *
     * @param headers finds a header of the request, or null
     * @throws EventRefusedException when it is no event, or none that a route wants
     */
    public Parcel open(String hook, UnaryOperator<String> headers, byte[] body) throws EventRefusedException {
        EventHead head = EventHeadReader.read(body);
        List<Subscription> wanting = subscriptions.wanting(hook, head);
        // Its steps are told of every table, so that nobody wants most of them.
        if (wanting.isEmpty() && !isOfAnyTable(head.message())) {
            throw new EventRefusedException(
                    Reason.UNKNOWN,
                    "No route of this hook wants this message of this table.",
                    "Register the steps again with './hub dataverse register', which removes those that no route wants.");
        }
        Map<String, String> kept = new HashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = headers.apply(name);
            if (value != null && value.length() <= LONGEST_HEADER) {
                kept.put(name, value);
            }
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<HubMessage> messages = wanting.stream()
                .map(subscription -> new HubMessage(
                        id(subscription.integration(), head),
                        subscription.integration(),
                        "dataverse-" + hook,
                        head.recordKey(),
                        sequence.next(),
                        now,
                        "application/json",
                        kept,
                        body,
                        Optional.empty()))
                .toList();
        return new Parcel(messages);
    }

    /** The same for an event however often and by whatever way it comes. */
    static UUID id(String integration, EventHead head) {
        return MessageIds.version5(NAMESPACE, integration + "|" + head.identity());
    }

    /** What an event becomes: a message for each route that wants it. */
    public record Parcel(List<HubMessage> messages) {

        public Parcel {
            messages = List.copyOf(messages);
        }
    }

    /**
     * Stores the messages of an event, all or none. An event that was stored before is not stored again.
     *
     * @return ends when they are on disk
     */
    public CompletionStage<Stored> store(Parcel parcel) {
        if (parcel.messages().isEmpty()) {
            return CompletableFuture.completedStage(Stored.STORED);
        }
        HubMessage first = parcel.messages().get(0);
        String duplicateId = "event:" + first.id();
        return parcel.messages().size() == 1
                ? queue.store(first, duplicateId)
                : queue.storeAll(parcel.messages(), duplicateId);
    }
}
