package io.d365hub.intake;

import static io.d365hub.intake.IntakeFixture.ORDERS;
import static io.d365hub.intake.IntakeFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrainTest {

    @RegisterExtension
    final IntakeFixture hub = new IntakeFixture();

    @Test
    void newRequestsAreUnavailable() throws Exception {
        // Given
        hub.intake.drain();
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, order(1)));
        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void whatIsInFlightIsFinishedFirst() throws Exception {
        // Given
        CountDownLatch held = hub.queue.holds();
        CompletableFuture<HttpResponse<String>> inFlight = hub.sendLater(hub.push(ORDERS, order(1)));
        Awaitility.await().until(() -> hub.intake.inFlight() == 1);
        // When
        CompletableFuture<Void> drained = hub.intake.drain().toCompletableFuture();
        // Then
        assertThat(drained).isNotDone();
        held.countDown();
        assertThat(inFlight.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
        drained.get(60, TimeUnit.SECONDS);
    }

    @Test
    void anIdleIntakeIsDrainedAtOnce() {
        assertThat(hub.intake.drain().toCompletableFuture()).isDone();
    }
}
