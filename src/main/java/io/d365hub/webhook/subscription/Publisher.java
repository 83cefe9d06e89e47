package io.d365hub.webhook.subscription;

import io.d365hub.message.HubMessage;
import io.d365hub.message.Sequence;
import io.d365hub.webhook.delivery.Event;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives an event to all who want it: stores it into the queue of each, durably, a hundred in one transaction. What failed
 * is published again by the caller; what is stored already is dropped then, by the event's id. Thread-safe.
 */
public final class Publisher {

    /** Stored at once for one event: the queue in memory must never be filled by a single one. */
    private static final int MOST_BYTES_AT_ONCE = 4 << 20;

    /** In one transaction: each queue that lies in page files costs it a write of its own, and it must be done in time. */
    private static final int MOST_COPIES_AT_ONCE = 100;

    private final RunningSubscriptions subscriptions;
    private final EventStore store;
    private final Sequence sequence;
    private final Clock clock;

    public Publisher(RunningSubscriptions subscriptions, EventStore store, Clock clock) {
        this.subscriptions = subscriptions;
        this.store = store;
        this.sequence = new Sequence(clock);
        this.clock = clock;
    }

    /**
     * Publishes an event.
     *
     * @param recordKey of what it is about: subscriptions may want events of one record in order
     * @return completes with the number of subscriptions when the event is on disk for all of them; fails as {@link
     *     EventStore#storeCopies} does
     */
    public CompletionStage<Integer> publish(Event event, String recordKey) {
        List<Subscription> wanting = subscriptions.wanting(event.type());
        int atOnce = Math.max(1, Math.min(MOST_COPIES_AT_ONCE, MOST_BYTES_AT_ONCE / (event.data().length + 1_024)));
        CompletionStage<?> stored = CompletableFuture.completedFuture(null);
        for (int from = 0; from < wanting.size(); from += atOnce) {
            List<HubMessage> copies = new ArrayList<>();
            for (Subscription subscription : wanting.subList(from, Math.min(wanting.size(), from + atOnce))) {
                copies.add(EventMessage.of(event, subscription, recordKey, sequence.next(), clock.instant()));
            }
            String portion =
                    event.id() + (from == 0 ? "" : ":" + wanting.get(from).name());
            stored = from == 0
                    ? store.storeCopies(copies, portion)
                    : stored.thenCompose(before -> store.storeCopies(copies, portion));
        }
        return stored.thenApply(all -> wanting.size());
    }
}
