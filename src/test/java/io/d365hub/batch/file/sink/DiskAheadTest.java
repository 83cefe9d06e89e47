package io.d365hub.batch.file.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DiskAheadTest {

    private static final long MUCH = 64 << 20;

    @Test
    void whoWritesGoesOnWhileTheDiskTakesWhatWasWritten() throws Exception {
        // Given
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger taken = new AtomicInteger();
        DiskAhead ahead = new DiskAhead(
                () -> {
                    taken.incrementAndGet();
                    awaited(slow);
                },
                0);
        // When
        ahead.has(MUCH);
        ahead.has(2 * MUCH);
        // Then
        await().atMost(Duration.ofMinutes(1)).until(() -> taken.get() == 1);
        slow.countDown();
        ahead.settle();
        assertThat(taken).hasValue(1);
    }

    @Test
    void aLittleIsLeftToWhoSaves() throws Exception {
        // Given
        AtomicInteger taken = new AtomicInteger();
        DiskAhead ahead = new DiskAhead(taken::incrementAndGet, MUCH);
        // When
        ahead.has(MUCH + 100);
        ahead.settle();
        // Then
        assertThat(taken).hasValue(0);
    }

    @Test
    void whatWentWrongIsToldToWhoSavesAndOnce() {
        // Given
        AtomicInteger tries = new AtomicInteger();
        DiskAhead ahead = new DiskAhead(
                () -> {
                    tries.incrementAndGet();
                    throw new IOException("No space left on device");
                },
                0);
        ahead.has(MUCH);
        await().atMost(Duration.ofMinutes(1)).until(() -> tries.get() == 1);
        // When, Then
        assertThatThrownBy(ahead::settle).isInstanceOf(IOException.class).hasMessage("No space left on device");
        assertThatCode(ahead::settle).doesNotThrowAnyException();
    }

    private static void awaited(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
