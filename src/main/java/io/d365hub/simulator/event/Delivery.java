package io.d365hub.simulator.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes contexts within the limits of each contract, and sends them. Thread-safe. */
final class Delivery {

    private static final int MOST_WEBHOOK_BYTES = 256 * 1024;
    private static final int MOST_BUS_BYTES = 192 * 1024;
    private static final int QUEUE = 2;
    private static final int TOPIC = 5;
    private static final Set<Integer> SENT = Set.of(QUEUE, TOPIC, 6);
    private static final String CLAIMS = "http://schemas.microsoft.com/xrm/2011/Claims/";

    private final Sender sender;
    private final ContextWriter contexts;
    private final WebhookSender webhooks;
    private final Bus bus;

    Delivery(Sender sender, ContextWriter contexts, Bus bus) {
        this.sender = sender;
        this.contexts = contexts;
        this.webhooks = new WebhookSender(sender);
        this.bus = bus;
    }

    /** The context as it is sent. */
    Payload payload(Step step, List<? extends Event> events, Occasion occasion) {
        byte[] whole = written(step, events, occasion, true);
        return whole.length <= (step.endpoint().isWebhook() ? MOST_WEBHOOK_BYTES : MOST_BUS_BYTES)
                ? new Payload(whole, false)
                : new Payload(written(step, events, occasion, false), true);
    }

    private byte[] written(Step step, List<? extends Event> events, Occasion occasion, boolean whole) {
        byte[] json = contexts.write(step, events, occasion, whole);
        return !step.endpoint().isWebhook() && step.endpoint().messageFormat() == Endpoint.TEXT_XML
                ? TextXml.of(json)
                : json;
    }

    /** Sends once, and waits for the answer. */
    Outcome send(Step step, Event event, Occasion occasion, Payload payload, EventSettings settings) {
        return step.endpoint().isWebhook()
                ? webhooks.send(step, event, occasion.correlation(), payload, settings)
                : toBus(step, event, payload);
    }

    private Outcome toBus(Step step, Event event, Payload payload) {
        Endpoint endpoint = step.endpoint();
        if (!SENT.contains(endpoint.contract())) {
            return new Outcome(
                    false,
                    false,
                    "The simulator sends to queues (2, 6), topics (5) and webhooks (8), not to contract "
                            + endpoint.contract() + ".");
        }
        if (payload.body().length > MOST_BUS_BYTES) {
            return new Outcome(false, false, "The message is too long for the bus, even without its large parts.");
        }
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(CLAIMS + "Organization", "https://" + sender.host() + "/");
        properties.put(CLAIMS + "User", event.actor().user().toString());
        properties.put(CLAIMS + "InitiatingUser", event.actor().initiatingUser().toString());
        properties.put(CLAIMS + "EntityLogicalName", event.tableName());
        properties.put(CLAIMS + "RequestName", step.message());
        if (payload.trimmed()) {
            properties.put("MessageMaxSizeExceeded", "true");
        }
        try {
            bus.send(
                    new Bus.Place(
                            endpoint.namespaceAddress(),
                            endpoint.path(),
                            endpoint.contract() == TOPIC,
                            endpoint.userName(),
                            endpoint.password()),
                    // Nobody reads the binary format here: what counts is that a receiver can tell it from JSON.
                    new BusMessage(
                            payload.body(),
                            contentType(endpoint.messageFormat()),
                            properties,
                            endpoint.contract() != QUEUE));
            return Outcome.DELIVERED;
        } catch (Bus.BusException e) {
            return new Outcome(false, true, "The bus did not take the message: " + e.getMessage());
        }
    }

    private static String contentType(int format) {
        return switch (format) {
            case Endpoint.BINARY_XML -> "application/msbin1";
            case Endpoint.TEXT_XML -> "application/xml";
            default -> "application/json";
        };
    }
}
