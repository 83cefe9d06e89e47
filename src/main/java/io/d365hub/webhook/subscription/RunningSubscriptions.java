package io.d365hub.webhook.subscription;

import io.d365hub.failure.FatalErrors;
import io.d365hub.webhook.delivery.Receiver;
import io.d365hub.webhook.delivery.SigningKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of this process: follows the database, starts and stops the lanes of their queues, and says who
 * wants an event. Thread-safe.
 */
public final class RunningSubscriptions implements AutoCloseable {

    /** Another process may have changed something. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final int HANDS = 16;
    /** For the database to note what is known at the end. */
    private static final long STOP_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(RunningSubscriptions.class);

    /**
     * What they need.
     *
     * @param fixedKeys secrets that the settings give a subscription, by its name; they come before those of the database
     * @param mostWaiting events that are kept for a disabled receiver
     * @param notice hears of each receiver that was disabled by the hub itself
     * @param counter hears of each call, e.g. to count it
     */
    public record Parts(
            SubscriptionTable table,
            DeliveryLanes lanes,
            Receivers receivers,
            AttemptLog attempts,
            SecretSeal seal,
            Function<String, Optional<SigningKeys>> fixedKeys,
            long mostWaiting,
            Consumer<Disabled> notice,
            CallListener counter,
            Clock clock) {}

    /** A receiver that the hub itself has disabled. */
    public record Disabled(String subscription, SubscriptionState state, String because, Instant at) {}

    private final Parts parts;
    private final ConcurrentMap<String, Running> running = new ConcurrentHashMap<>();
    private final Audience audience = new Audience(running.values());
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(daemon("webhooks"));
    private final RunningFactory factory;
    private final Deliveries deliveries;

    public RunningSubscriptions(Parts parts) {
        this.parts = parts;
        this.deliveries = new Deliveries(parts.lanes(), () -> later(this::look));
        ReceiverHealth health =
                new ReceiverHealth(parts, name -> Optional.ofNullable(running.get(name)), this::later, this::look);
        this.factory = new RunningFactory(parts.receivers(), parts.seal(), parts.fixedKeys(), health, parts.clock());
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    // --- Life

    /** Reads all of them and opens their queues; events can be published from now on. */
    public void open() {
        List<Running> all = parts.table.all().stream()
                .map(factory::read)
                .flatMap(Optional::stream)
                .toList();
        together(all, one -> parts.lanes.open(one.integration()));
        all.forEach(one -> running.put(one.name(), one));
        audience.changed();
    }

    /** Begins to deliver, one after another, and to follow changes; nobody need wait for that. */
    public void deliver() {
        deliveries.begin();
        looker.execute(() -> together(List.copyOf(running.values()), deliveries::startSafely));
        Future<?> unused = looker.scheduleWithFixedDelay(
                this::lookSafely, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A thousand queues take their time one after another. */
    private static void together(List<Running> all, Consumer<Running> act) {
        ExecutorService hands =
                Executors.newFixedThreadPool(Math.max(1, Math.min(HANDS, all.size())), daemon("webhooks-start"));
        try {
            List<Future<?>> acts = new ArrayList<>();
            all.forEach(one -> acts.add(hands.submit(() -> act.accept(one))));
            for (Future<?> done : acts) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } finally {
            hands.shutdownNow();
        }
    }

    /**
     * Lets go of all lanes at once: calls under way may finish, for as long as a stop lets lanes drain; what is queued stays
     * queued. {@link #close} waits for it.
     */
    public void stopDelivering() {
        deliveries.stop(running.values());
    }

    @Override
    public void close() throws InterruptedException {
        stopDelivering();
        deliveries.awaitStop();
        looker.shutdown();
        if (!looker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("The last changes of subscriptions to webhooks were not noted in time; the next run notes them.");
            looker.shutdownNow();
        }
    }

    /** Takes a change over at once; returns when it is in effect in this process. */
    public void changed() {
        if (looker.isShutdown()) {
            return;
        }
        try {
            looker.submit(this::look).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            FatalErrors.rethrow(e);
            LOG.warn("The subscriptions to webhooks could not be looked at: {}", e.toString());
        }
    }

    private void look() {
        Map<String, Long> revisions = parts.table.revisions();
        Instant now = parts.clock.instant();
        revisions.forEach((name, revision) -> {
            Running known = running.get(name);
            if (factory.isUnreadable(name, revision)) {
                return;
            }
            if (known == null || known.stored().revision() != revision || known.keysAreStale(now)) {
                parts.table.find(name).ifPresent(this::change);
            }
        });
        running.values().stream()
                .filter(known -> !revisions.containsKey(known.name()))
                .forEach(this::forget);
        running.values().forEach(this::tend);
    }

    private void change(StoredSubscription stored) {
        Running before = running.get(stored.name());
        Optional<Running> read = factory.read(stored);
        if (read.isEmpty()) {
            return;
        }
        Running now = read.get();
        // One that is being removed works, too: it drops what waits.
        if (before != null
                && before.isWorking()
                && before.delivers()
                && now.delivers()
                && before.integration().equals(now.integration())) {
            before.delivery().now(factory.target(now.subscription(), stored));
            now = new Running(stored, now.subscription(), before.delivery(), "", factory.changeOfKeys(stored));
            now.working(true);
        } else {
            if (before != null) {
                deliveries.stop(before);
            }
            parts.lanes.open(now.integration());
        }
        running.put(stored.name(), now);
        audience.changed();
        deliveries.start(now);
    }

    private void forget(Running known) {
        deliveries.stop(known);
        if (deliveries.isEnding(known)) {
            return;
        }
        parts.lanes.close(known.integration());
        running.remove(known.name());
        audience.changed();
    }

    private void tend(Running one) {
        deliveries.startSafely(one);
        long missed = one.takeMissed();
        if (missed > 0) {
            parts.table.missed(one.name(), missed);
        }
        if (one.stored().state() == SubscriptionState.REMOVED && parts.lanes.depth(one.integration()) == 0) {
            parts.table.delete(one.name());
        } else if (one.stored().state() == SubscriptionState.DISABLED
                && one.full(parts.lanes.depth(one.integration()) >= parts.mostWaiting)) {
            LOG.warn(
                    "Webhook subscription '{}' is disabled and {} events wait for it; no more are kept. Enable it with"
                            + " './hub webhooks enable {}', or remove it.",
                    one.name(),
                    parts.mostWaiting,
                    one.name());
        }
    }

    // --- Questions

    /** For a call outside of the queue: the receiver as it is set up now; empty when there is no such subscription. */
    public Optional<Receiver> receiver(String name) {
        return parts.table.find(name).map(factory::receiver);
    }

    /** Why this process cannot call a receiver as it is set up; empty when it can. */
    public String whyBroken(String name) {
        Running one = running.get(name);
        return one == null || one.broken().isEmpty() ? factory.whyUnreadable(name) : one.broken();
    }

    /** Checks what only this hub knows, such as names of credentials. */
    public void check(Subscription subscription) {
        factory.check(subscription);
    }

    /** The subscriptions that want events of this type, by name; those for whom nothing is kept have missed one. */
    List<Subscription> wanting(String type) {
        return audience.wanting(type);
    }

    /** Not on the thread of a call: the database may take its time. */
    private void later(Runnable act) {
        try {
            looker.execute(() -> {
                try {
                    act.run();
                } catch (RuntimeException e) {
                    LOG.warn("The state of a webhook subscription could not be noted: {}", e.toString());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The hub stops; the next failure or success is noted by its next run", e);
        }
    }
}
