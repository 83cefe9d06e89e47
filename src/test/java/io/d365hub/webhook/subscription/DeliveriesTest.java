package io.d365hub.webhook.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.message.Integration;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeliveriesTest {

    /** Calls of subscription "hanging" end when the test says so. */
    private static final class Lanes implements DeliveryLanes {

        final List<String> seen = new CopyOnWriteArrayList<>();
        final CountDownLatch hangs = new CountDownLatch(1);

        @Override
        public void open(Integration integration) {}

        @Override
        public void run(Integration integration, AsyncProcessor processor) {
            seen.add("run " + integration.name());
        }

        @Override
        public void stop(Integration integration) {
            try {
                if (integration.name().contains("hanging")) {
                    hangs.await();
                }
                seen.add("stopped " + integration.name());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void stopAll(Collection<Integration> integrations) {}

        @Override
        public void close(Integration integration) {}

        @Override
        public long depth(Integration integration) {
            return 0;
        }
    }

    private final Lanes lanes = new Lanes();
    private final AtomicInteger ends = new AtomicInteger();
    private final Deliveries deliveries = new Deliveries(lanes, ends::incrementAndGet);

    private Running working(String name) throws IOException {
        String definition =
                "{\"name\":\"%s\",\"url\":\"https://app.example/\",\"events\":[\"order.*\"]}".formatted(name);
        StoredSubscription stored =
                new StoredSubscription(name, definition, "", "", SubscriptionState.REMOVED, "", Optional.empty(), 0, 1);
        Running running = new Running(
                stored,
                SubscriptionReader.read(new ObjectMapper().readTree(definition), name),
                null,
                "",
                Optional.empty());
        deliveries.begin();
        deliveries.start(running);
        return running;
    }

    @Test
    void aReceiverThatAnswersHasHadItsLastCallWhenItsDeliveryIsStopped() throws Exception {
        // Given
        Running healthy = working("healthy");
        // When
        deliveries.stop(healthy);
        // Then
        assertThat(lanes.seen).containsExactly("run webhook.healthy", "stopped webhook.healthy");
        assertThat(deliveries.isEnding(healthy)).isFalse();
    }

    @Test
    void aReceiverThatHangsHoldsUpNoOtherChange() throws Exception {
        // Given
        Running hanging = working("hanging");
        Running other = working("other");
        // When
        deliveries.stop(hanging);
        deliveries.stop(other);
        // Then
        assertThat(lanes.seen).contains("stopped webhook.other").doesNotContain("stopped webhook.hanging");
        lanes.hangs.countDown();
    }

    @Test
    void whatWasStoppedIsStartedAgainOnlyAfterItsLastCallHasEnded() throws Exception {
        // Given
        Running hanging = working("hanging");
        deliveries.stop(hanging);
        deliveries.start(hanging);
        assertThat(lanes.seen).containsExactly("run webhook.hanging");
        // When
        lanes.hangs.countDown();
        await().atMost(Duration.ofSeconds(30)).until(() -> ends.get() == 1);
        deliveries.start(hanging);
        // Then
        assertThat(lanes.seen).containsExactly("run webhook.hanging", "stopped webhook.hanging", "run webhook.hanging");
    }
}
