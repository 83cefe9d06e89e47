package io.d365hub.webhook.sink;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.webhook.delivery.Event;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes events of messages of routes. */
public final class MessageEvents {

    private static final String DEFAULT_TYPE = "message";

    private MessageEvents() {}

    /**
     * The event that a message is.
     *
     * @param id of the event
     * @param type when the message does not say it
     * @param source for CloudEvents
     * @param accepted when the message does not say when it happened
     * @throws IllegalArgumentException or {@link java.time.DateTimeException} when it cannot be one
     */
    public static Event event(Message message, String id, String type, String source, Instant accepted) {
        String time = message.getHeader(WebhookConstants.EVENT_TIME, String.class);
        String named = message.getHeader(WebhookConstants.EVENT_TYPE, type, String.class);
        String contentType = message.getHeader(Exchange.CONTENT_TYPE, "application/json", String.class);
        byte[] body = message.getBody(byte[].class);
        return new Event(
                id,
                named.isBlank() ? DEFAULT_TYPE : named,
                time == null ? accepted : OffsetDateTime.parse(time).toInstant(),
                source,
                message.getHeader(WebhookConstants.EVENT_SUBJECT, "", String.class),
                contentType,
                body == null ? new byte[0] : body);
    }

    /** For a message that cannot be one. */
    public static WebhookException unreadable(String forWhom, RuntimeException e) {
        return new WebhookException(Failure.of(
                FailureKind.UNREADABLE,
                "webhook",
                "The message could not be made an event for '" + forWhom + "'.",
                e.getMessage(),
                "Mend the route or its mapping for messages of this shape, then replay the dead letter."));
    }
}
