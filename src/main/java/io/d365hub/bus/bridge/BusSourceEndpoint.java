package io.d365hub.bus.bridge;

import io.d365hub.bus.Bus;
import io.d365hub.bus.Destination;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * While the route runs, brings the messages of a queue elsewhere to the door of the route's integration. Does nothing to the
 * exchanges that pass. The kamelet queue-source uses it.
 */
@UriEndpoint(
        firstVersion = "0.2.0",
        scheme = "bus-source",
        title = "Bus Source",
        syntax = "bus-source:integration",
        producerOnly = true,
        category = {Category.MESSAGING})
public final class BusSourceEndpoint extends DefaultEndpoint {

    @UriPath(description = "Name of the integration that the messages are for.")
    @Metadata(required = true)
    private final String integration;

    @UriParam(description = "Name of the bus (hub.bus.<name>...); hub is the hub's own broker.", defaultValue = "hub")
    private String connection = Bus.OWN;

    @UriParam(description = "The queue; or a topic and its subscription.")
    private String queue = "";

    @UriParam(description = "The topic, when the messages come from a subscription.")
    private String topic = "";

    @UriParam(description = "The topic's subscription.")
    private String subscription = "";

    private Bridges.Ending bridge;

    BusSourceEndpoint(String uri, BusSourceComponent component, String integration) {
        super(uri, component);
        this.integration = integration;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Destination place = Destination.of(queue, topic, subscription, "the source of '" + integration + "'");
        BridgeSurroundings around = getCamelContext().getRegistry().findSingleByType(BridgeSurroundings.class);
        if (around != null) {
            bridge = around.bridge(connection, place, integration);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (bridge != null) {
            bridge.close();
            bridge = null;
        }
        super.doStop();
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                // The message is here already.
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                "Nothing comes out of bus-source:" + integration + ". Start the route with kamelet:queue-source.");
    }

    public String getIntegration() {
        return integration;
    }

    public String getConnection() {
        return connection;
    }

    public void setConnection(String connection) {
        this.connection = connection;
    }

    public String getQueue() {
        return queue;
    }

    public void setQueue(String queue) {
        this.queue = queue;
    }

    public String getTopic() {
        return topic;
    }

    public void setTopic(String topic) {
        this.topic = topic;
    }

    public String getSubscription() {
        return subscription;
    }

    public void setSubscription(String subscription) {
        this.subscription = subscription;
    }
}
