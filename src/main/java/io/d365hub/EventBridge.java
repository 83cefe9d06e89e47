package io.d365hub;

import io.d365hub.bus.bridge.LocalDoor;
import io.d365hub.bus.bridge.Received;
import io.d365hub.webhook.event.EventDoor;
import io.d365hub.webhook.event.EventQueue;
import io.d365hub.webhook.event.QueuedEvents;
import io.d365hub.webhook.event.QueuedEvents.Queued;
import io.d365hub.webhook.event.Subscription;
import io.d365hub.webhook.event.Subscriptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Stores the events of a bus as those of webhooks are. Used by one thread. */
final class EventBridge implements LocalDoor {

    private static final long STORE_SECONDS = 30;

    private final EventQueue queue;
    private final Supplier<QueuedEvents> events;
    private final Supplier<EventDoor> door;
    private final Subscriptions subscriptions;
    private final BusPressure pressure;

    EventBridge(
            EventQueue queue,
            Supplier<QueuedEvents> events,
            Supplier<EventDoor> door,
            Subscriptions subscriptions,
            BusPressure pressure) {
        this.queue = queue;
        this.events = events;
        this.door = door;
        this.subscriptions = subscriptions;
        this.pressure = pressure;
    }

    @Override
    public void store(Received message) throws NotStoredException, InterruptedException {
        EventDoor.Parcel parcel = events.get()
                .open(
                        queue,
                        new Queued(
                                message.identity(),
                                message.contentType(),
                                message.body(),
                                message.properties(),
                                message.refusal().map(Received.Refusal::why).orElse("")));
        if (parcel.messages().isEmpty()) {
            throw new NotStoredException("no route listens to the queue any more", null);
        }
        try {
            Object unused = door.get().store(parcel).toCompletableFuture().get(STORE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new NotStoredException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public boolean isFull() {
        return subscriptions.all().stream()
                .filter(subscription -> subscription.source().equals(queue.key()))
                .map(Subscription::integration)
                .anyMatch(pressure::isFull);
    }

    @Override
    public int bodyLimit() {
        return EventDoor.BODY_LIMIT;
    }

    @Override
    public void close() {
        // The work queue is everybody's.
    }
}
