package io.d365hub.webhook.subscription;

import io.d365hub.message.HubMessage;
import io.d365hub.message.MessageIds;
import io.d365hub.webhook.delivery.Event;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** How an event lies in the queue of a subscription: its data as body, everything else as headers. */
final class EventMessage {

    static final String ID = "event-id";
    static final String TYPE = "event-type";
    static final String TIME = "event-time";
    static final String SUBJECT = "event-subject";
    static final String SOURCE = "event-source";

    private static final String CLIENT = "webhook-publish";

    private EventMessage() {}

    /**
     * The message for one subscription. Its id follows from event and subscription, so that an event that is published again
     * is the same message.
     *
     * @param recordKey of what the event is about
     */
    static HubMessage of(Event event, Subscription subscription, String recordKey, long sequence, Instant now) {
        String integration = Subscription.integration(subscription.name());
        return new HubMessage(
                id(subscription.name(), event.id()),
                integration,
                CLIENT,
                subscription.ordering().key(recordKey, event.id()),
                sequence,
                now,
                event.contentType(),
                Map.of(
                        ID, event.id(),
                        TYPE, event.type(),
                        TIME, event.time().toString(),
                        SUBJECT, event.subject(),
                        SOURCE, event.source()),
                event.data(),
                Optional.empty());
    }

    static UUID id(String subscription, String event) {
        return MessageIds.forIdempotencyKey(CLIENT, Subscription.integration(subscription), event);
    }

    /**
     * The event of a message.
     *
     * @param header of the message, by name
     * @param source CloudEvents' source, instead of the one that was published; empty for that
     */
    static Event event(Function<String, String> header, String source, String contentType, byte[] data) {
        return new Event(
                header.apply(ID),
                header.apply(TYPE),
                Instant.parse(header.apply(TIME)),
                source.isEmpty() ? header.apply(SOURCE) : source,
                header.apply(SUBJECT),
                contentType,
                data);
    }
}
