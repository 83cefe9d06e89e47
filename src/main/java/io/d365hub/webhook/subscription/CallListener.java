package io.d365hub.webhook.subscription;

import io.d365hub.webhook.delivery.Attempt;
import io.d365hub.webhook.delivery.Event;

/** Hears of every call of a receiver, and how it ended. Must not block. */
@FunctionalInterface
public interface CallListener {

    void called(Subscription subscription, Event event, Attempt attempt);
}
