package io.d365hub.dataverse;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Hands a message's row to the client and ends the exchange when its answer is there. Never blocks the calling thread;
 * the route goes on on a thread of the component.
 */
class DataverseProducer extends DefaultAsyncProducer {

    private final DataverseEndpoint endpoint;

    DataverseProducer(DataverseEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /** A missing or wrong option of the component stops the start, not the first message. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endpoint.getComponent().client();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        DataverseComponent component = endpoint.getComponent();
        CompletableFuture<Void> operation;
        exchange.setProperty(DataverseConstants.LAST_TABLE, endpoint.getTable());
        MessagePriority.note(exchange, endpoint.getConfiguration().getPriority());
        try {
            operation =
                    endpoint.getConfiguration().getOperation().run(component.client(), endpoint, exchange.getMessage());
        } catch (IllegalArgumentException e) {
            exchange.setException(new UnreadableRowException(endpoint.getTable(), e.getMessage()));
            callback.done(true);
            return true;
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        if (operation.isDone()) {
            // Refused at once, e.g. while the environment is paused.
            fail(exchange, operation);
            callback.done(true);
            return true;
        }
        var unused = operation.whenCompleteAsync(
                (nothing, failure) -> {
                    if (failure != null) {
                        exchange.setException(unwrapped(failure));
                    }
                    callback.done(false);
                },
                component.workers());
        return false;
    }

    private static void fail(Exchange exchange, CompletableFuture<Void> operation) {
        var unused = operation.exceptionally(failure -> {
            exchange.setException(unwrapped(failure));
            return null;
        });
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
