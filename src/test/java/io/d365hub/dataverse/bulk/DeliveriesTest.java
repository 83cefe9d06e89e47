package io.d365hub.dataverse.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hundreds of results at once on few threads. */
class DeliveriesTest {

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Deliveries deliveries = new Deliveries(workers);

    @AfterEach
    void stop() {
        workers.shutdownNow();
    }

    @Test
    void oneThatBlocksDoesNotHoldUpTheOthers() throws InterruptedException {
        // Given
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(500);
        List<Runnable> tasks = new ArrayList<>();
        tasks.add(() -> await(blocked));
        for (int i = 0; i < 500; i++) {
            tasks.add(others::countDown);
        }
        // When
        deliveries.deliver(tasks);
        // Then
        assertThat(others.await(60, TimeUnit.SECONDS)).isTrue();
        blocked.countDown();
    }

    @Test
    void whatAWorkerHandsOnRunsAtOnce() throws InterruptedException {
        // Given
        CountDownLatch done = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        // When
        deliveries.execute(() -> {
            threads.add(Thread.currentThread());
            deliveries.execute(() -> threads.add(Thread.currentThread()));
            done.countDown();
        });
        // Then
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.get(1)).isSameAs(threads.get(0));
    }

    @Test
    void resultsThatComeAfterTheWorkersHaveEndedAreDeliveredAllTheSame() {
        // Given
        workers.shutdownNow();
        List<Integer> delivered = new ArrayList<>();
        // When
        deliveries.deliver(List.of(() -> delivered.add(1), () -> delivered.add(2)));
        // Then
        assertThat(delivered).containsExactly(1, 2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
