package io.d365hub.webhook.subscription;

import io.d365hub.webhook.delivery.Attempt;
import io.d365hub.webhook.delivery.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes how receivers answer, and disables those that fail for too long or want no more. Thread-safe; never blocks a call. */
final class ReceiverHealth implements CallListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiverHealth.class);

    private final SubscriptionTable table;
    private final AttemptLog attempts;
    private final CallListener counter;
    private final Consumer<RunningSubscriptions.Disabled> notice;
    private final Clock clock;
    private final Function<String, Optional<Running>> running;
    private final Executor later;
    private final Runnable look;

    /**
     * @param running a subscription of this process by its name
     * @param later where the database is written: it may take its time, and there the subscriptions change
     * @param look takes changes over; called on {@code later}
     */
    ReceiverHealth(
            RunningSubscriptions.Parts parts,
            Function<String, Optional<Running>> running,
            Executor later,
            Runnable look) {
        this.table = parts.table();
        this.attempts = parts.attempts();
        this.counter = parts.counter();
        this.notice = parts.notice();
        this.clock = parts.clock();
        this.running = running;
        this.later = later;
        this.look = look;
    }

    @Override
    public void called(Subscription subscription, Event event, Attempt attempt) {
        counter.called(subscription, event, attempt);
        running.apply(subscription.name()).ifPresent(one -> note(one, subscription, event, attempt));
    }

    private void note(Running one, Subscription subscription, Event event, Attempt attempt) {
        if (attempt.delivered()) {
            if (one.succeeded()) {
                later.execute(() -> table.failingSince(one.name(), Optional.empty()));
            }
            return;
        }
        attempts.failed(one.name(), event, attempt);
        if (one.failed(attempt.at())) {
            later.execute(() -> table.failingSince(one.name(), Optional.of(attempt.at())));
        }
        if (attempt.outcome() == Attempt.Outcome.GONE) {
            disable(one, SubscriptionState.GONE, "It answered 410: it wants no more events.");
            return;
        }
        Optional<Instant> since = one.failingSince();
        if (since.isPresent() && !since.get().plus(subscription.disableAfter()).isAfter(attempt.at())) {
            disable(
                    one,
                    SubscriptionState.DISABLED,
                    "It has failed without one success since " + since.get() + ". Last: " + attempt.reason());
        }
    }

    private void disable(Running one, SubscriptionState state, String because) {
        later.execute(() -> {
            Optional<StoredSubscription> stored = table.find(one.name());
            if (stored.isEmpty() || stored.get().state() != SubscriptionState.ENABLED) {
                return;
            }
            if (state == SubscriptionState.GONE) {
                // Before anybody can read that it is gone: from then on nothing is kept for it.
                boolean unused = one.full(true);
            }
            table.state(one.name(), state, because);
            LOG.warn(
                    "Webhook subscription '{}' is disabled. {} When its owner wants events again: './hub webhooks enable {}'.",
                    one.name(),
                    because,
                    one.name());
            look.run();
            notice.accept(new RunningSubscriptions.Disabled(one.name(), state, because, clock.instant()));
        });
    }
}
