package io.d365hub.lane;

import io.d365hub.message.HubMessage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** Work of the hub's own behind lanes, instead of a team's route. */
final class ProcessorCall implements RouteCall {

    private final CamelContext camel;
    private final AsyncProcessor work;

    ProcessorCall(CamelContext camel, AsyncProcessor work) {
        this.camel = camel;
        this.work = work;
    }

    @Override
    public Exchange exchange(HubMessage message, int attempt) {
        Exchange exchange = new DefaultExchange(camel);
        MessageExchange.fill(exchange, message, attempt);
        return exchange;
    }

    @Override
    public void run(Exchange exchange, AsyncCallback callback) {
        try {
            work.process(exchange, callback);
        } catch (RuntimeException | Error e) {
            exchange.setException(e);
            callback.done(true);
        }
    }

    @Override
    public OrderedTarget.Line line() {
        return null;
    }

    @Override
    public void release(Exchange exchange) {
        // Nobody keeps it.
    }
}
