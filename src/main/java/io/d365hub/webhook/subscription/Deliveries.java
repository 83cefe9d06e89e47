package io.d365hub.webhook.subscription;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /** Calls of a receiver that answers end in this time; nobody else waits longer for one that does not. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final DeliveryLanes lanes;
    private final Runnable afterEnd;
    /** Subscriptions that were stopped and have calls under way, by name. */
    private final Set<String> ending = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean delivering;

    /** @param afterEnd is told when the last call of a subscription has ended that was not waited for */
    Deliveries(DeliveryLanes lanes, Runnable afterEnd) {
        this.lanes = lanes;
        this.afterEnd = afterEnd;
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

    /** Harmless when it works already, still ends, or has nothing to do. */
    void start(Running one) {
        if (!delivering || one.isWorking() || isEnding(one)) {
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

    /** Begins no more calls. Those under way have ended when it returns, or it {@link #isEnding}. */
    void stop(Running one) {
        if (!one.isWorking()) {
            return;
        }
        ending.add(one.name());
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> end(one, end), "webhooks-end");
        thread.setDaemon(true);
        thread.start();
        one.working(false);
        try {
            end.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.info("Calls of webhook subscription '{}' are still under way; no more are begun.", one.name());
            var unused = end.thenRun(afterEnd);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Running one, CompletableFuture<Void> end) {
        try {
            lanes.stop(one.integration());
        } catch (RuntimeException e) {
            LOG.warn("The calls of webhook subscription '{}' did not end cleanly: {}", one.name(), e.toString());
        } finally {
            ending.remove(one.name());
            end.complete(null);
        }
    }

    /** Whether it was stopped and may have calls under way. */
    boolean isEnding(Running one) {
        return ending.contains(one.name());
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
