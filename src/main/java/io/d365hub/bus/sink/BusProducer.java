package io.d365hub.bus.sink;

import io.d365hub.bus.BusException;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Sends each exchange's message; what failed goes back to the lane, which knows how to wait, park and give up. */
final class BusProducer extends DefaultAsyncProducer {

    private final BusEndpoint endpoint;
    private OutgoingReader reader;
    private BusSender sender;

    BusProducer(BusEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /** A bus that no setting describes stops the start, not the first message. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        reader = new OutgoingReader(endpoint);
        // A queue of the hub's own is there from now on: receivers need not wait for the first message.
        String unused = endpoint.bus().address(endpoint.place());
        sender = new BusSender(endpoint.bus(), endpoint.place(), Clock.systemUTC());
    }

    @Override
    protected void doStop() throws Exception {
        if (sender != null) {
            sender.close();
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Outgoing outgoing;
        try {
            outgoing = reader.read(exchange);
        } catch (RuntimeException e) {
            exchange.setException(new BusException(Failure.of(
                    FailureKind.UNREADABLE,
                    "bus",
                    "The message could not be made one for " + endpoint.place() + ".",
                    String.valueOf(e.getMessage()),
                    "Mend the route for messages of this shape, then replay the dead letter.")));
            callback.done(true);
            return true;
        }
        var unused = sender.send(outgoing).whenComplete((nothing, e) -> {
            if (e != null) {
                exchange.setException(e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
            }
            callback.done(false);
        });
        return false;
    }
}
