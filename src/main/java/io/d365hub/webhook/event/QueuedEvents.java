package io.d365hub.webhook.event;

import io.d365hub.message.HubMessage;
import io.d365hub.message.MessageIds;
import io.d365hub.message.Sequence;
import io.d365hub.webhook.event.EventDoor.Parcel;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes messages of events that come from a queue. Nothing is refused here: what a route cannot read reaches it nevertheless, and
 * becomes its dead letter. Thread-safe.
 */
public final class QueuedEvents {

    /** Name of the stored header that says why the bus' message could not be read. */
    static final String REFUSAL = "hub-event-refusal";

    private static final String CLAIMS = "http://schemas.microsoft.com/xrm/2011/Claims/";
    private static final String TRIMMED = "MessageMaxSizeExceeded";

    /** Name space of the ids of messages that are no events. */
    private static final UUID NAMESPACE = UUID.fromString("6f0b2a51-93c4-5d0e-8a77-3d365b0e0002");

    private final Subscriptions subscriptions;
    private final Sequence sequence;
    private final Clock clock;

    public QueuedEvents(Subscriptions subscriptions, Sequence sequence, Clock clock) {
        this.subscriptions = subscriptions;
        this.sequence = sequence;
        this.clock = clock;
    }

    /**
     * A message of a queue.
     *
     * @param identity equal when it is delivered again; empty when nothing tells
     * @param contentType empty when the sender did not say
     * @param refusal why its body cannot be read; empty when it can
     */
    public record Queued(
            String identity, String contentType, byte[] body, Map<String, String> properties, String refusal) {

        /** Says nothing of what is in it. */
        @Override
        public String toString() {
            return "Queued[" + contentType + "]";
        }
    }

    /**
     * The messages for each route that wants the event; for one of them when it is none, or nobody wants it. None when no route
     * listens to the queue any more.
     */
    public Parcel open(EventQueue queue, Queued queued) {
        List<Subscription> listening = subscriptions.listening(queue.key());
        if (listening.isEmpty()) {
            return new Parcel(List.of());
        }
        EventHead head = null;
        try {
            byte[] body = queued.body();
            head = queued.refusal().isEmpty()
                    ? EventHeadReader.read(XmlContext.isXml(body) ? XmlContext.toJson(body) : body)
                    : null;
        } catch (EventRefusedException e) {
            // The route says so, in its dead letter.
        }
        EventHead read = head;
        List<Subscription> wanting = read == null
                ? List.of()
                : listening.stream().filter(one -> one.wants(read)).toList();
        List<Subscription> given = wanting.isEmpty() ? listening.subList(0, 1) : wanting;
        return new Parcel(given.stream()
                .map(subscription -> message(queue, queued, subscription, read))
                .toList());
    }

    private HubMessage message(EventQueue queue, Queued queued, Subscription subscription, EventHead head) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        UUID id = head == null ? unreadableId(subscription, queued) : EventDoor.id(subscription.integration(), head);
        return new HubMessage(
                id,
                subscription.integration(),
                "dataverse-" + queue.connection(),
                head == null ? "unreadable/" + id : head.recordKey(),
                sequence.next(),
                now,
                queued.contentType().isEmpty() ? "application/json" : queued.contentType(),
                headers(queued),
                queued.body(),
                Optional.empty());
    }

    private static UUID unreadableId(Subscription subscription, Queued queued) {
        return queued.identity().isEmpty()
                ? UUID.randomUUID()
                : MessageIds.version5(NAMESPACE, subscription.integration() + "|" + queued.identity());
    }

    /** What webhooks carry as headers comes as application properties here (events spec §2.2 [V]/[C]). */
    private static Map<String, String> headers(Queued queued) {
        Map<String, String> headers = new HashMap<>();
        if (queued.properties().containsKey(TRIMMED)) {
            headers.put(EventDoor.TRIMMED, "true");
        }
        String organization = queued.properties().get(CLAIMS + "Organization");
        if (organization != null) {
            headers.put(EventDoor.ORGANIZATION, host(organization));
        }
        if (!queued.refusal().isEmpty()) {
            headers.put(REFUSAL, queued.refusal());
        }
        return headers;
    }

    private static String host(String organization) {
        try {
            String host = URI.create(organization).getHost();
            return host == null ? organization : host;
        } catch (IllegalArgumentException e) {
            return organization;
        }
    }
}
