package io.d365hub.virtual.source.route;

import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** One route that answers for a table. Thread-safe: exchanges are independent of each other. */
final class VirtualRouteConsumer extends DefaultConsumer {

    private final VirtualRouteEndpoint endpoint;

    VirtualRouteConsumer(VirtualRouteEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endpoint.routes().add(endpoint.table(), this);
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.routes().remove(endpoint.table(), this);
        super.doStop();
    }

    /**
     * Sends one question through the route and waits for its answer. A route that blocks is not interrupted: its thread may be
     * in an embedded database, which an interrupt would close.
     *
     * @throws SourceException when the route takes longer than the call may
     */
    Exchange ask(Map<String, Object> headers, Object body, SourceCall call) throws SourceException {
        Exchange exchange = createExchange(false);
        exchange.getMessage().setHeaders(headers);
        exchange.getMessage().setBody(body);
        CountDownLatch done = new CountDownLatch(1);
        call.onCancel(done::countDown);
        getAsyncProcessor().process(exchange, doneSync -> done.countDown());
        try {
            boolean answered =
                    done.await(Math.max(0, call.remaining().toMillis()), TimeUnit.MILLISECONDS) && !call.isCancelled();
            if (answered) {
                return exchange;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw SourceException.timeout("The route of %s took too long.".formatted(endpoint.table()));
    }
}
