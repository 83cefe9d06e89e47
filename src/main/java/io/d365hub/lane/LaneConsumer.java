package io.d365hub.lane;

import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * Runs the route for each message of an integration. Its start declares the integration to the doors; suspending it stops
 * the lanes and leaves the doors open.
 */
final class LaneConsumer extends DefaultConsumer implements RouteCall, Suspendable, ShutdownAware {

    private final LaneEndpoint endpoint;
    private Integration integration;
    /** Null until it can be known: routes are looked at when all of them are there. */
    private volatile Boolean endsOrdered;

    LaneConsumer(LaneEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endsOrdered = null;
        Integration declared = endpoint.integration(source());
        endpoint.runtime().enter(declared, this);
        integration = declared;
    }

    private String source() {
        String location = getRoute() == null ? null : getRoute().getSourceLocationShort();
        return location == null ? "route " + getRouteId() : location;
    }

    @Override
    protected void doStop() throws Exception {
        if (integration != null) {
            endpoint.runtime().leave(integration.name());
            integration = null;
        }
        super.doStop();
    }

    /** Camel suspends consumers before it stops them, also those that never started. */
    @Override
    protected void doSuspend() {
        if (integration != null) {
            endpoint.runtime().stop(integration.name());
        }
    }

    @Override
    protected void doResume() {
        endpoint.runtime().start(integration, this);
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return 0;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Stopping and suspending the consumer drain its lanes.
    }

    @Override
    public Exchange exchange(HubMessage message, int attempt) {
        Exchange exchange = createExchange(false);
        MessageExchange.fill(exchange, message, attempt);
        if (endpoint.runtime().awaited(message.id())) {
            exchange.setProperty(LaneConstants.AWAITED, true);
        }
        return exchange;
    }

    @Override
    public void run(Exchange exchange, AsyncCallback callback) {
        try {
            getAsyncProcessor().process(exchange, callback);
        } catch (RuntimeException | Error e) {
            // Camel lets errors of the machine pass, and then counts the exchange as under way for ever.
            exchange.setException(e);
            doneUoW(exchange);
            getEndpoint().getCamelContext().getInflightRepository().remove(exchange, getRouteId());
            callback.done(true);
        }
    }

    @Override
    public OrderedTarget.Line line() {
        OrderedTarget target = endpoint.runtime().target();
        Boolean ordered = endsOrdered;
        if (ordered == null) {
            if (!getEndpoint().getCamelContext().isStarted()) {
                return null;
            }
            ordered = target.ends(getRoute());
            endsOrdered = ordered;
        }
        return ordered ? target.line() : null;
    }

    @Override
    public void release(Exchange exchange) {
        releaseExchange(exchange, false);
    }
}
