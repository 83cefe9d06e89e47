package io.d365hub.mapping;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * A step that was handed to a thread for mappings since it holds a condition: whoever gives the condition up lets the message go on
 * without that thread. Thread-safe.
 */
final class Carrier {

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final AtomicBoolean done = new AtomicBoolean();

    Carrier(Exchange exchange, AsyncCallback callback) {
        this.exchange = exchange;
        this.callback = callback;
    }

    /** Whether the step is still under way, so that its message can be failed. */
    boolean isOpen() {
        return !done.get();
    }

    /** The step ended. What comes back after its message was given up is not wanted any more. */
    void ended() {
        if (done.compareAndSet(false, true)) {
            callback.done(false);
        }
    }

    void failed(Throwable failure) {
        if (done.compareAndSet(false, true)) {
            exchange.setException(failure);
            callback.done(false);
        }
    }
}
