package io.d365hub.lane;

import io.d365hub.message.HubMessage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** The route behind the lanes of an integration. */
interface RouteCall {

    /** A new exchange with the message. */
    Exchange exchange(HubMessage message, int attempt);

    /** Runs it; the callback is called once, on any thread, whatever happens. Never throws. */
    void run(Exchange exchange, AsyncCallback callback);

    /** A line that ends the route; null when the route does not end with an {@link OrderedTarget}. */
    OrderedTarget.Line line();

    /** The exchange is of no more use. */
    void release(Exchange exchange);
}
