package io.d365hub.broker;

import io.d365hub.broker.StoreRequest.Addressed;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.RecordKeys;
import io.d365hub.message.WorkQueue;
import io.d365hub.message.WorkQueueUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores accepted messages in the work queues of the broker.
 *
 * <p>Order: single messages of one partition that are handed over one after another are stored in that order, also
 * without waiting for the answers. Between {@link #store} and {@link #storeAll} there is order only for a caller that
 * waits for the answer.
 *
 * <p>Duplicates: {@link #storeAll} tells {@link WorkQueue.Stored#DUPLICATE}, and so does {@link #store} with the broker in this
 * process. An external broker drops a single duplicate without a word, so {@link #store} answers {@link
 * WorkQueue.Stored#STORED} then. The broker in this process remembers the last 20,000 duplicate ids of
 * single messages of each integration at least, an external one those of each queue, both also over a restart.
 *
 * <p>Owns its threads and connections; whoever made it closes it, after the callers have stopped. Thread-safe.
 */
public final class BrokerWorkQueue implements WorkQueue, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerWorkQueue.class);
    /** First of the copies of an event: its address remembers the event. */
    private static final Addressed MARKER = new Addressed(null, SimpleString.of(QueueNames.EVENTS));

    private static final long WATCH_MILLIS = 50;
    private static final Duration RETRY_FULL = Duration.ofSeconds(1);
    private static final Duration RETRY_BLOCKED = Duration.ofSeconds(5);

    private final BrokerConnections connections;
    private final Integrations integrations;
    private final WorkQueueSettings settings;
    private final LongSupplier nanoTime = System::nanoTime;
    private final List<Sender> singles;
    private final List<Sender> batches;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong nextBatch = new AtomicLong();
    private final ScheduledExecutorService watch;
    private final ScheduledFuture<?> watching;
    private boolean open = true;

    public BrokerWorkQueue(BrokerConnections connections, Integrations integrations, WorkQueueSettings settings) {
        this.connections = connections;
        this.integrations = integrations;
        this.settings = settings;
        this.singles = senders("store-", settings.senders(), connections::transmission);
        this.batches = senders("store-all-", settings.batchSenders(), connections::transmissionOfSeveral);
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "store-watch");
            thread.setDaemon(true);
            return thread;
        });
        watching = watch.scheduleWithFixedDelay(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    private List<Sender> senders(String name, int count, Transmission.Opening opening) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Sender(name + i, connections, opening, settings, nanoTime))
                .toList();
    }

    @Override
    public CompletionStage<Stored> store(HubMessage message, String duplicateId) {
        Integration integration = integrations.find(message.integration()).orElse(null);
        if (integration == null) {
            return notRunning(message);
        }
        int partition = RecordKeys.partition(message.recordKey(), integration.partitions());
        int spread = message.integration().hashCode() * 31 + partition;
        Sender sender = singles.get(Math.floorMod(spread, singles.size()));
        return offer(
                sender,
                List.of(new Addressed(message, address(integration, partition))),
                StoreRequest.bytes(message),
                duplicateId);
    }

    @Override
    public CompletionStage<Stored> storeAll(List<HubMessage> messages, String duplicateId) {
        return storeTogether(messages, duplicateId, new ArrayList<>(messages.size()));
    }

    /**
     * Stores copies of one event, all or none, each in the queue of its own integration. The id is remembered apart from these
     * queues (the last 20,000 events), so that it does not matter which integrations get a copy the second time.
     *
     * @param eventId never null
     */
    public CompletionStage<Stored> storeCopies(List<HubMessage> copies, String eventId) {
        List<Addressed> marked = new ArrayList<>(copies.size() + 1);
        marked.add(MARKER);
        return storeTogether(copies, eventId, marked);
    }

    private CompletionStage<Stored> storeTogether(
            List<HubMessage> messages, String duplicateId, List<Addressed> addressed) {
        if (messages.isEmpty()) {
            return CompletableFuture.completedStage(Stored.STORED);
        }
        long bytes = 0;
        for (HubMessage message : messages) {
            Integration integration = integrations.find(message.integration()).orElse(null);
            if (integration == null) {
                return notRunning(message);
            }
            int partition = RecordKeys.partition(message.recordKey(), integration.partitions());
            addressed.add(new Addressed(message, address(integration, partition)));
            bytes += StoreRequest.bytes(message);
        }
        // What comes again follows what came before: it must not be called a duplicate of what is not stored yet.
        long place = duplicateId == null ? nextBatch.getAndIncrement() : duplicateId.hashCode();
        Sender sender = batches.get((int) Math.floorMod(place, (long) batches.size()));
        return offer(sender, addressed, bytes, duplicateId);
    }

    private CompletionStage<Stored> offer(Sender sender, List<Addressed> messages, long bytes, String duplicateId) {
        if (connections.state().blocked()) {
            return CompletableFuture.failedStage(new WorkQueueUnavailableException(
                    "The broker takes no messages: its disk is full or it has stopped. Make room on the disk.",
                    RETRY_BLOCKED));
        }
        if (waitingBytes.addAndGet(bytes) > settings.waitingBytes()) {
            waitingBytes.addAndGet(-bytes);
            return CompletableFuture.failedStage(new WorkQueueUnavailableException(
                    "More messages wait to be stored than the hub may hold in memory. Try again later.", RETRY_FULL));
        }
        StoreRequest request = new StoreRequest(
                messages, duplicateId, nanoTime.getAsLong(), bytes, freed -> waitingBytes.addAndGet(-freed));
        sender.offer(request);
        return request.answer();
    }

    private static SimpleString address(Integration integration, int partition) {
        return SimpleString.of(QueueNames.work(integration.name(), partition));
    }

    private static CompletionStage<Stored> notRunning(HubMessage message) {
        return CompletableFuture.failedStage(new WorkQueueUnavailableException(
                "Integration '" + message.integration() + "' is not running just now.", RETRY_FULL));
    }

    private void watch() {
        singles.forEach(Sender::watch);
        batches.forEach(Sender::watch);
        boolean allOpen =
                singles.stream().allMatch(Sender::isOpen) && batches.stream().allMatch(Sender::isOpen);
        if (open && !allOpen) {
            LOG.warn("The broker is blocked or out of reach; messages are refused until it takes them again");
        } else if (!open && allOpen) {
            LOG.info("The broker takes messages again");
        }
        open = allOpen;
    }

    @Override
    public void close() {
        watching.cancel(false);
        watch.shutdown();
        singles.forEach(Sender::close);
        batches.forEach(Sender::close);
    }
}
