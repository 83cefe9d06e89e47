package io.d365hub.webhook.sink;

import io.d365hub.webhook.delivery.Attempt;
import io.d365hub.webhook.delivery.Event;
import io.d365hub.webhook.delivery.Receiver;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/** Makes one attempt for each exchange; what failed goes back to the lane, which knows how to wait, park and give up. */
final class WebhookDeliveryProducer extends DefaultAsyncProducer {

    private static final String MESSAGE_ID = "HubMessageId";
    private static final String ACCEPTED_AT = "HubAcceptedAt";

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
            exchange.setException(MessageEvents.unreadable(endpoint.getReceiver(), e));
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
        return MessageEvents.event(
                message,
                message.getHeader(MESSAGE_ID, () -> UUID.randomUUID().toString(), String.class),
                endpoint.getType(),
                endpoint.getSource(),
                accepted);
    }
}
