package io.d365hub.intake;

import io.d365hub.message.HubMessage;
import io.d365hub.message.WorkQueue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A work queue in memory, that keeps the promises of the interface but the durable one. */
final class MemoryWorkQueue implements WorkQueue, AutoCloseable {

    final List<HubMessage> messages = new CopyOnWriteArrayList<>();

    private final Set<String> duplicateIds = new HashSet<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile RuntimeException failure;
    private volatile CountDownLatch held = new CountDownLatch(0);

    /** From now on nothing can be stored. */
    void fails(RuntimeException with) {
        failure = with;
    }

    void works() {
        failure = null;
    }

    /** Nothing more is stored until the returned latch is counted down. */
    CountDownLatch holds() {
        held = new CountDownLatch(1);
        return held;
    }

    @Override
    public CompletionStage<Stored> store(HubMessage message, String duplicateId) {
        return storeAll(List.of(message), duplicateId);
    }

    @Override
    public CompletionStage<Stored> storeAll(List<HubMessage> all, String duplicateId) {
        return CompletableFuture.supplyAsync(() -> storeNow(all, duplicateId), thread);
    }

    private Stored storeNow(List<HubMessage> all, String duplicateId) {
        try {
            held.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure != null) {
            throw failure;
        }
        if (duplicateId != null && !duplicateIds.add(duplicateId)) {
            return Stored.DUPLICATE;
        }
        messages.addAll(all);
        return Stored.STORED;
    }

    @Override
    public void close() {
        held.countDown();
        thread.shutdownNow();
    }
}
