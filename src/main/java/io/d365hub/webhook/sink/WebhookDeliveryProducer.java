package io.d365hub.webhook.sink;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.webhook.delivery.Attempt;
import io.d365hub.webhook.delivery.Event;
import io.d365hub.webhook.delivery.Receiver;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/** Makes one attempt for each exchange; what failed goes back to the lane, which knows how to wait, park and give up. */
final class WebhookDeliveryProducer extends DefaultAsyncProducer {

    private static final String MESSAGE_ID = "HubMessageId";
    private static final String ACCEPTED_AT = "HubAcceptedAt";
    private static final String DEFAULT_TYPE = "message";

    private final WebhookDeliveryEndpoint endpoint;
    private Receiver receiver;

    WebhookDeliveryProducer(WebhookDeliveryEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /** A wrong option stops the start, not the first message. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        receiver = endpoint.getComponent().receiver(endpoint.settings());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Instant accepted;
        Event event;
        try {
            accepted = accepted(exchange);
            event = event(exchange.getMessage(), accepted);
        } catch (IllegalArgumentException | DateTimeException e) {
            exchange.setException(new WebhookException(Failure.of(
                    FailureKind.UNREADABLE,
                    "webhook",
                    "The message could not be made an event for '" + endpoint.getReceiver() + "'.",
                    e.getMessage(),
                    "Mend the route or its mapping for messages of this shape, then replay the dead letter.")));
            callback.done(true);
            return true;
        }
        var unused = receiver.deliver(event).whenComplete((attempt, impossible) -> {
            if (impossible != null) {
                exchange.setException(impossible);
            } else {
                settle(exchange, attempt, accepted);
            }
            callback.done(false);
        });
        return false;
    }

    private void settle(Exchange exchange, Attempt attempt, Instant accepted) {
        endpoint.getComponent().told(receiver.settings(), attempt);
        if (!attempt.delivered()) {
            exchange.setException(new WebhookException(receiver.failure(attempt, accepted)));
        }
    }

    private Instant accepted(Exchange exchange) {
        String told = exchange.getMessage().getHeader(ACCEPTED_AT, String.class);
        return told == null ? endpoint.getComponent().clock().instant() : Instant.parse(told);
    }

    private Event event(Message message, Instant accepted) {
        String time = message.getHeader(WebhookConstants.EVENT_TIME, String.class);
        String type = message.getHeader(WebhookConstants.EVENT_TYPE, endpoint.getType(), String.class);
        String contentType = message.getHeader(Exchange.CONTENT_TYPE, "application/json", String.class);
        byte[] body = message.getBody(byte[].class);
        return new Event(
                message.getHeader(MESSAGE_ID, () -> UUID.randomUUID().toString(), String.class),
                type.isBlank() ? DEFAULT_TYPE : type,
                time == null ? accepted : OffsetDateTime.parse(time).toInstant(),
                endpoint.getSource(),
                message.getHeader(WebhookConstants.EVENT_SUBJECT, "", String.class),
                contentType,
                body == null ? new byte[0] : body);
    }
}
