package io.d365hub.batch;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Exchanges of a batch's route. Thread-safe. */
final class RouteCalls {

    private final BatchConsumer consumer;

    RouteCalls(BatchConsumer consumer) {
        this.consumer = consumer;
    }

    /** A new exchange with one row. */
    Exchange exchange(RunContext run, BatchRow row, Object body) {
        Exchange exchange = consumer.createExchange(false);
        exchange.setProperty(RunContext.PROPERTY, run);
        exchange.setProperty(BatchRow.PROPERTY, row);
        Message in = exchange.getIn();
        in.setBody(body);
        in.setHeader(BatchRow.PLACE, row.source().place());
        return exchange;
    }

    /** Runs it; the callback is called once, on any thread, whatever happens. Never throws. */
    void run(Exchange exchange, AsyncCallback callback) {
        try {
            consumer.getAsyncProcessor().process(exchange, callback);
        } catch (RuntimeException | Error e) {
            // Camel lets errors of the machine pass, and then counts the exchange as under way for ever.
            exchange.setException(e);
            consumer.doneUoW(exchange);
            consumer.getEndpoint().getCamelContext().getInflightRepository().remove(exchange, consumer.getRouteId());
            callback.done(true);
        }
    }

    /** The exchange is of no more use. */
    void release(Exchange exchange) {
        consumer.releaseExchange(exchange, false);
    }
}
