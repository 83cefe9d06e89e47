package io.d365hub.webhook.subscription;

import io.d365hub.webhook.delivery.Event;
import io.d365hub.webhook.delivery.Receiver;
import io.d365hub.webhook.sink.WebhookException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.AsyncProcessorSupport;

/** Tells the receiver of one subscription of each message of its queue. Thread-safe. */
final class Delivery extends AsyncProcessorSupport {

    /** What the hub's lanes call the time of acceptance. */
    private static final String ACCEPTED_AT = "HubAcceptedAt";

    private final CallListener listener;
    private volatile Target target;

    /** What may change while messages are under way. */
    record Target(Subscription subscription, EventShape shape, Receiver receiver) {}

    Delivery(Target target, CallListener listener) {
        this.target = target;
        this.listener = listener;
    }

    /** From now on attempts are made so; those under way end as they began. */
    void now(Target changed) {
        target = changed;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Target used = target;
        Message message = exchange.getIn();
        Event event;
        Instant accepted;
        try {
            accepted = Instant.parse(message.getHeader(ACCEPTED_AT, String.class));
            event = event(used, message).orElse(null);
        } catch (IOException | RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        if (event == null) {
            exchange.setRouteStop(true);
            callback.done(true);
            return true;
        }
        var unused = used.receiver().deliver(event).whenComplete((attempt, impossible) -> {
            if (impossible != null) {
                exchange.setException(impossible);
            } else {
                listener.called(used.subscription(), event, attempt);
                if (!attempt.delivered()) {
                    exchange.setException(new WebhookException(used.receiver().failure(attempt, accepted)));
                }
            }
            callback.done(false);
        });
        return false;
    }

    /** Empty when the mapping makes nothing of it. */
    private static Optional<Event> event(Target used, Message message) throws IOException {
        EventShape shape = used.shape();
        String contentType = message.getHeader(Exchange.CONTENT_TYPE, "application/json", String.class);
        return shape.of((byte[]) message.getBody())
                .map(data -> EventMessage.event(
                        name -> message.getHeader(name, String.class),
                        used.subscription().source(),
                        shape.isWhole() ? contentType : "application/json",
                        data));
    }
}
