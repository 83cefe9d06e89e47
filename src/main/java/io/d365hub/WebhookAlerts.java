package io.d365hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.alert.Alert;
import io.d365hub.alert.AlertChannel;
import io.d365hub.webhook.delivery.Attempt;
import io.d365hub.webhook.delivery.Event;
import io.d365hub.webhook.delivery.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Alerts as webhooks, signed like all webhooks of the hub. */
final class WebhookAlerts implements AlertChannel {

    private static final long MOST_SECONDS = 60;

    private final Receiver receiver;

    WebhookAlerts(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void tell(Alert alert, int heldBack) throws IOException, InterruptedException {
        try {
            Attempt attempt = receiver.deliver(event(alert, heldBack)).get(MOST_SECONDS, TimeUnit.SECONDS);
            if (!attempt.delivered()) {
                throw new IOException(attempt.reason());
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("No answer came within " + MOST_SECONDS + " s", e);
        }
    }

    /** Its id is the same for the same alert, so that a receiver knows a repetition. */
    private static Event event(Alert alert, int heldBack) {
        String id = alert.kind() + "/" + alert.subject() + "/" + alert.at().toEpochMilli();
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("alert", alert.kind().code())
                .put("subject", alert.subject())
                .put("at", alert.at().toString())
                .put("what", alert.what())
                .put("why", alert.why())
                .put("mend", alert.mend())
                .put("heldBack", heldBack);
        return new Event(
                UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString(),
                "hub.alert." + alert.kind().code(),
                alert.at(),
                "/d365-hub",
                alert.subject(),
                "application/json",
                data.toString().getBytes(StandardCharsets.UTF_8));
    }
}
