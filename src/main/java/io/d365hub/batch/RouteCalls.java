package io.d365hub.batch;

import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Exchanges of a batch's route. Thread-safe. */
final class RouteCalls {

    // Lanes set these too, so that a route sees the same whichever way a row comes.
    private static final String INTEGRATION = "HubIntegration";
    private static final String RECORD_KEY = "HubRecordKey";

    private final BatchConsumer consumer;

    RouteCalls(BatchConsumer consumer) {
        this.consumer = consumer;
    }

    /** A new exchange with the call's row, or with a list of its rows where the batch is read in chunks. */
    Exchange exchange(Run run, RouteCall call) {
        RowTask first = call.tasks().get(0);
        Exchange exchange = consumer.createExchange(false);
        exchange.setProperty(RunContext.PROPERTY, run);
        exchange.setProperty(RouteCall.PROPERTY, call);
        Message in = exchange.getIn();
        if (run.batch().chunk() > 1) {
            List<BatchRow> rows = call.tasks().stream().map(task -> task.row).toList();
            in.setBody(new RowArray(rows.stream().map(BatchRow::source).toList()));
            exchange.setProperty(BatchRow.PROPERTY, rows);
        } else {
            in.setBody(first.row.source().columns());
            exchange.setProperty(BatchRow.PROPERTY, first.row);
            in.setHeader(RECORD_KEY, first.key());
        }
        in.setHeader(INTEGRATION, run.batch().name());
        in.setHeader(BatchRow.PLACE, first.row.source().place());
        in.setHeader(BatchRow.CHANGE, first.row.source().isDeleted() ? "deleted" : "changed");
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
