package io.d365hub.webhook.subscription;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the work on the queues of subscriptions: their receivers are called from {@link #begin} to {@link #stop}. Single
 * subscriptions are started and stopped by one thread at a time.
 */
final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final DeliveryLanes lanes;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean delivering;

    Deliveries(DeliveryLanes lanes) {
        this.lanes = lanes;
    }

    /** From now on subscriptions can be started. */
    void begin() {
        delivering = true;
    }

    /** One that does not start keeps no other from it, and is tried again. */
    void startSafely(Running one) {
        try {
            start(one);
        } catch (RuntimeException e) {
            LOG.warn("Webhook subscription '{}' is not delivered to yet: {}", one.name(), e.toString());
        }
    }

    /** Harmless when it works already, or has nothing to do. */
    void start(Running one) {
        if (!delivering || one.isWorking()) {
            return;
        }
        if (one.delivers()) {
            lanes.run(one.integration(), one.delivery());
            one.working(true);
        } else if (one.stored().state() == SubscriptionState.REMOVED) {
            lanes.run(one.integration(), dropping());
            one.working(true);
        }
    }

    /** Returns when its calls under way have ended, or were given up. */
    void stop(Running one) {
        if (one.isWorking()) {
            lanes.stop(one.integration());
            one.working(false);
        }
    }

    /** Lets go of all at once and for good: calls under way may finish, for as long as a stop lets lanes drain. */
    void stop(Collection<Running> all) {
        delivering = false;
        if (stopping.compareAndSet(false, true)) {
            // On a thread of its own: the one that follows changes may be waiting for a receiver that was just
            // disabled.
            Thread thread = new Thread(() -> stopNow(all), "webhooks-stop");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void stopNow(Collection<Running> all) {
        try {
            lanes.stopAll(all.stream().map(Running::integration).toList());
        } catch (RuntimeException e) {
            LOG.warn("The subscriptions to webhooks did not stop cleanly: {}", e.toString());
        } finally {
            stopped.complete(null);
        }
    }

    /** In time by itself: lanes give up what is under way when they have drained for as long as they may. */
    void awaitStop() {
        stopped.join();
    }

    /** For what still waits for a subscription that is removed: filtered, as the ledger calls it. */
    private static AsyncProcessor dropping() {
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                exchange.setRouteStop(true);
                callback.done(true);
                return true;
            }
        };
    }
}
