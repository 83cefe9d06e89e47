package io.d365hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.d365hub.webhook.delivery.Event;
import io.d365hub.webhook.subscription.Publisher;
import io.d365hub.webhook.subscription.RunningSubscriptions.Disabled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event {@value #TYPE}: other systems may want to hear that the hub calls a receiver no more. */
final class DisabledNotice {

    private static final String TYPE = "hub.webhook.disabled";
    private static final Logger LOG = LoggerFactory.getLogger(DisabledNotice.class);

    private DisabledNotice() {}

    /** Does not wait until it is stored. */
    static void publish(Disabled disabled, Publisher publisher) {
        var unused = publisher.publish(event(disabled), disabled.subscription()).exceptionally(failure -> {
            LOG.warn("Nobody was told of the disabled subscription '{}': {}", disabled.subscription(), failure);
            return 0;
        });
    }

    private static Event event(Disabled disabled) {
        byte[] data = JsonNodeFactory.instance
                .objectNode()
                .put("subscription", disabled.subscription())
                .put("state", disabled.state().name().toLowerCase(Locale.ROOT))
                .put("because", disabled.because())
                .put("at", disabled.at().toString())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return new Event(
                UUID.randomUUID().toString(),
                TYPE,
                disabled.at(),
                "/d365-hub",
                "webhook/" + disabled.subscription(),
                "application/json",
                data);
    }
}
