package io.d365hub.webhook.publish;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.message.MessageIds;
import io.d365hub.message.WorkQueueUnavailableException;
import io.d365hub.webhook.delivery.Event;
import io.d365hub.webhook.sink.MessageEvents;
import io.d365hub.webhook.sink.WebhookConstants;
import io.d365hub.webhook.sink.WebhookException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/** Publishes each exchange's message; is done when it is on disk for all who want it. */
final class WebhookPublishProducer extends DefaultAsyncProducer {

    private static final String MESSAGE_ID = "HubMessageId";
    private static final String ACCEPTED_AT = "HubAcceptedAt";
    private static final String RECORD_KEY = "HubRecordKey";

    private final WebhookPublishEndpoint endpoint;

    WebhookPublishProducer(WebhookPublishEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Event event;
        try {
            event = event(exchange);
        } catch (IllegalArgumentException | DateTimeException e) {
            exchange.setException(MessageEvents.unreadable(endpoint.getType(), e));
            callback.done(true);
            return true;
        }
        String key = exchange.getMessage().getHeader(RECORD_KEY, event.subject(), String.class);
        var unused = endpoint.getComponent().publisher().publish(event, key).whenComplete((subscriptions, failure) -> {
            if (failure != null) {
                exchange.setException(explained(failure));
            } else {
                exchange.getMessage().setHeader(WebhookConstants.SUBSCRIPTIONS, subscriptions);
            }
            callback.done(false);
        });
        return false;
    }

    private Event event(Exchange exchange) {
        Message message = exchange.getMessage();
        String accepted = message.getHeader(ACCEPTED_AT, String.class);
        String type = message.getHeader(WebhookConstants.EVENT_TYPE, endpoint.getType(), String.class);
        return MessageEvents.event(
                message,
                id(exchange, type),
                endpoint.getType(),
                endpoint.getSource(),
                accepted == null ? Instant.now() : Instant.parse(accepted));
    }

    /** The same when the message comes again; another one for each event that one message becomes. */
    private static String id(Exchange exchange, String type) {
        Message message = exchange.getMessage();
        String given = message.getHeader(WebhookConstants.EVENT_ID, String.class);
        if (given != null) {
            return given;
        }
        String origin = message.getHeader(MESSAGE_ID, String.class);
        if (origin == null) {
            return UUID.randomUUID().toString();
        }
        Object part = exchange.getProperty(Exchange.SPLIT_INDEX);
        return MessageIds.version5(UUID.fromString(origin), "event " + type + (part == null ? "" : " " + part))
                .toString();
    }

    private static Throwable explained(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WorkQueueUnavailableException unavailable) {
            return new WebhookException(new Failure(
                    FailureKind.THROTTLED,
                    "queue",
                    "The event could not be stored for its receivers.",
                    unavailable.getMessage(),
                    "Nothing for now: the hub tries again.",
                    Optional.of(unavailable.retryAfter()),
                    false,
                    ""));
        }
        return cause;
    }
}
