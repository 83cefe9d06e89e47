package io.d365hub.webhook.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.webhook.delivery.Attempt;
import io.d365hub.webhook.delivery.Event;
import io.d365hub.webhook.delivery.SigningKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of this process: follows the database, starts and stops the lanes of their queues, and disables receivers
 * that fail for too long or want no more. Thread-safe.
 */
public final class RunningSubscriptions implements AutoCloseable {

    /** Another process may have changed something. */
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** Types whose takers are remembered. */
    private static final int MOST_TYPES = 1_000;

    private static final int HANDS = 16;
    /** Each waits for a receiver that may hang. */
    private static final int MOST_HANDS = 500;

    private static final long STOP_SECONDS = 60;
    private static final Logger LOG = LoggerFactory.getLogger(RunningSubscriptions.class);
    private static final ObjectMapper JSON = new ObjectMapper();

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
    private final ConcurrentMap<String, List<Running>> byType = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(daemon("webhooks"));
    private volatile boolean delivering;

    public RunningSubscriptions(Parts parts) {
        this.parts = parts;
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
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
                .map(this::read)
                .flatMap(Optional::stream)
                .toList();
        together(all, HANDS, one -> parts.lanes.open(one.integration()));
        all.forEach(one -> running.put(one.name(), one));
        byType.clear();
    }

    /** Begins to deliver, one after another, and to follow changes; nobody need wait for that. */
    public void deliver() {
        delivering = true;
        looker.execute(() -> together(List.copyOf(running.values()), HANDS, this::startSafely));
        Future<?> unused = looker.scheduleWithFixedDelay(
                this::lookSafely, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A thousand queues take their time one after another. */
    private static void together(List<Running> all, int most, Consumer<Running> act) {
        ExecutorService hands =
                Executors.newFixedThreadPool(Math.max(1, Math.min(most, all.size())), daemon("webhooks-start"));
        try {
            List<Future<?>> acts = new ArrayList<>();
            all.forEach(one -> acts.add(hands.submit(() -> act.accept(one))));
            for (Future<?> done : acts) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } finally {
            hands.shutdownNow();
        }
    }

    /** Lets go of all lanes, each in its own time; {@link #close} waits for it. */
    public void stopDelivering() {
        delivering = false;
        looker.execute(() -> together(List.copyOf(running.values()), MOST_HANDS, this::stopLane));
        looker.shutdown();
    }

    @Override
    public void close() throws InterruptedException {
        if (!looker.isShutdown()) {
            stopDelivering();
        }
        if (!looker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("The subscriptions to webhooks did not stop in time.");
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
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("The subscriptions to webhooks could not be looked at: {}", e.toString());
        }
    }

    private void look() {
        Map<String, Long> revisions = parts.table.revisions();
        Instant now = parts.clock.instant();
        revisions.forEach((name, revision) -> {
            Running known = running.get(name);
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
        Optional<Running> read = read(stored);
        if (read.isEmpty()) {
            return;
        }
        Running now = read.get();
        if (before != null
                && before.isWorking()
                && now.delivers()
                && before.integration().equals(now.integration())) {
            before.delivery().now(target(now.subscription(), stored));
            now = new Running(stored, now.subscription(), before.delivery(), "", changeOfKeys(stored));
            now.working(true);
        } else {
            if (before != null) {
                stopLane(before);
            }
            parts.lanes.open(now.integration());
        }
        running.put(stored.name(), now);
        byType.clear();
        startLane(now);
    }

    private void forget(Running known) {
        stopLane(known);
        parts.lanes.close(known.integration());
        running.remove(known.name());
        byType.clear();
    }

    private void tend(Running one) {
        startSafely(one);
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

    /** One that does not start keeps no other from it, and is tried again. */
    private void startSafely(Running one) {
        try {
            startLane(one);
        } catch (RuntimeException e) {
            LOG.warn("Webhook subscription '{}' is not delivered to yet: {}", one.name(), e.toString());
        }
    }

    private void startLane(Running one) {
        if (!delivering || one.isWorking()) {
            return;
        }
        if (one.delivers()) {
            parts.lanes.run(one.integration(), one.delivery());
            one.working(true);
        } else if (one.stored().state() == SubscriptionState.REMOVED) {
            parts.lanes.run(one.integration(), dropping());
            one.working(true);
        }
    }

    private void stopLane(Running one) {
        if (one.isWorking()) {
            parts.lanes.stop(one.integration());
            one.working(false);
        }
    }

    /** For what still waits for a subscription that is removed: filtered, as the ledger calls it. */
    private static AsyncProcessor dropping() {
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(org.apache.camel.Exchange exchange, org.apache.camel.AsyncCallback callback) {
                exchange.setRouteStop(true);
                callback.done(true);
                return true;
            }
        };
    }

    // --- Reading

    private Optional<Running> read(StoredSubscription stored) {
        try {
            Subscription subscription = SubscriptionReader.read(JSON.readTree(stored.definition()), stored.name());
            try {
                return Optional.of(new Running(
                        stored,
                        subscription,
                        new Delivery(target(subscription, stored), this::called),
                        "",
                        changeOfKeys(stored)));
            } catch (RuntimeException e) {
                LOG.warn("Webhook subscription '{}' is not delivered to. {}", stored.name(), e.getMessage());
                return Optional.of(new Running(stored, subscription, null, e.getMessage(), Optional.empty()));
            }
        } catch (JsonProcessingException | InvalidSubscriptionException e) {
            LOG.warn("Webhook subscription '{}' cannot be read and takes no events. {}", stored.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private Delivery.Target target(Subscription subscription, StoredSubscription stored) {
        return new Delivery.Target(
                subscription, new EventShape(subscription), parts.receivers.of(subscription, keys(stored)));
    }

    private SigningKeys keys(StoredSubscription stored) {
        return parts.fixedKeys.apply(stored.name()).orElseGet(() -> Secrets.open(
                        stored.secrets(), parts.seal, stored.name())
                .active(parts.clock.instant()));
    }

    private Optional<Instant> changeOfKeys(StoredSubscription stored) {
        return parts.fixedKeys.apply(stored.name()).isPresent()
                ? Optional.empty()
                : Secrets.open(stored.secrets(), parts.seal, stored.name()).changesAfter(parts.clock.instant());
    }

    /** For a call outside of the queue: the receiver as it is set up now. */
    public Optional<io.d365hub.webhook.delivery.Receiver> receiver(String name) {
        return parts.table.find(name).map(stored -> read(stored)
                .filter(one -> one.broken().isEmpty())
                .map(one -> target(one.subscription(), stored).receiver())
                .orElseThrow(() -> new InvalidSubscriptionException(
                        List.of("Subscription '" + name + "' cannot be called as it is set up."))));
    }

    /** Why this process cannot call a receiver as it is set up; empty when it can. */
    public String whyBroken(String name) {
        Running one = running.get(name);
        return one == null ? "" : one.broken();
    }

    /** Checks what only this hub knows, such as names of credentials. */
    public void check(Subscription subscription) {
        parts.receivers.of(subscription, SigningKeys.NONE);
    }

    // --- Publishing

    /** The subscriptions that want events of this type, by name; those for whom nothing is kept have missed one. */
    List<Subscription> wanting(String type) {
        if (byType.size() > MOST_TYPES) {
            byType.clear();
        }
        List<Running> all = byType.computeIfAbsent(type, wanted -> running.values().stream()
                .filter(one -> one.keeps() && one.subscription().wants(wanted))
                .sorted(Comparator.comparing(Running::name))
                .toList());
        List<Subscription> wanting = new ArrayList<>(all.size());
        for (Running one : all) {
            if (one.isFull()) {
                one.missedOne();
            } else {
                wanting.add(one.subscription());
            }
        }
        return wanting;
    }

    // --- What becomes of calls

    private void called(Subscription subscription, Event event, Attempt attempt) {
        parts.counter.called(subscription, event, attempt);
        Running one = running.get(subscription.name());
        if (one == null) {
            return;
        }
        if (attempt.delivered()) {
            if (one.succeeded()) {
                later(() -> parts.table.failingSince(one.name(), Optional.empty()));
            }
            return;
        }
        parts.attempts.failed(one.name(), event, attempt);
        if (one.failed(attempt.at())) {
            later(() -> parts.table.failingSince(one.name(), Optional.of(attempt.at())));
        }
        if (attempt.outcome() == Attempt.Outcome.GONE) {
            disable(one, SubscriptionState.GONE, "It answered 410: it wants no more events.");
        } else if (one.failingSince()
                .filter(since -> !since.plus(subscription.disableAfter()).isAfter(attempt.at()))
                .isPresent()) {
            disable(
                    one,
                    SubscriptionState.DISABLED,
                    "It has failed without one success since "
                            + one.failingSince().orElseThrow() + ". Last: " + attempt.reason());
        }
    }

    private void disable(Running one, SubscriptionState state, String because) {
        later(() -> {
            Optional<StoredSubscription> stored = parts.table.find(one.name());
            if (stored.isEmpty() || stored.get().state() != SubscriptionState.ENABLED) {
                return;
            }
            if (state == SubscriptionState.GONE) {
                // Before anybody can read that it is gone: from then on nothing is kept for it.
                boolean unused = one.full(true);
            }
            parts.table.state(one.name(), state, because);
            LOG.warn(
                    "Webhook subscription '{}' is disabled. {} When its owner wants events again: './hub webhooks enable {}'.",
                    one.name(),
                    because,
                    one.name());
            look();
            parts.notice.accept(new Disabled(one.name(), state, because, parts.clock.instant()));
        });
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
