package io.d365hub;

import io.d365hub.broker.Queues;
import io.d365hub.lane.LaneRuntime;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.webhook.subscription.DeliveryLanes;
import java.util.Collection;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;

/** The hub's own lanes for subscriptions to webhooks. Thread-safe. */
record SubscriptionLanes(LaneRuntime lanes, Queues queues, Integrations integrations, CamelContext camel)
        implements DeliveryLanes {

    @Override
    public void open(Integration integration) {
        queues.ensure(integration);
        if (!integrations.find(integration.name()).filter(integration::equals).isPresent()) {
            integrations.remove(integration.name());
            integrations.register(integration);
        }
    }

    @Override
    public void run(Integration integration, AsyncProcessor processor) {
        lanes.start(integration, camel, processor);
    }

    @Override
    public void stop(Integration integration) {
        lanes.end(integration.name());
    }

    @Override
    public void stopAll(Collection<Integration> all) {
        lanes.endAll(all.stream().map(Integration::name).toList());
    }

    @Override
    public void close(Integration integration) {
        integrations.remove(integration.name());
    }

    @Override
    public long depth(Integration integration) {
        return queues.depth(integration);
    }
}
