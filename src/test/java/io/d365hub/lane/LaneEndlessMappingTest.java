package io.d365hub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.ledger.Outcome;
import io.d365hub.ledger.Receipt;
import io.d365hub.mapping.MappingGuard;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mapping that neither ends nor can be interrupted, in a lane that has other messages as well. */
class LaneEndlessMappingTest extends LaneTestBase {

    private final MappingGuard guard = new MappingGuard(Duration.ofMillis(500));
    private final AtomicBoolean enough = new AtomicBoolean();

    @AfterEach
    void stopMapping() {
        enough.set(true);
        guard.close();
    }

    @Test
    void itsMessageBecomesADeadLetterAndTheLaneGoesOn() throws Exception {
        try (LaneHub hub = new LaneHub(broker.connections, folder)) {
            // Given
            guard.install(hub.context);
            hub.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("lane:orders?recordKey=/id&partitions=1").process(exchange -> mapping(exchange));
                }
            });
            // When
            UUID endless = send(1, List.of(message("a", 1))).get(0);
            UUID later = send(1, List.of(message("b", 2))).get(0);
            // Then
            await().until(() -> entries().size() == 2);
            assertThat(outcome(later)).isEqualTo(Outcome.DELIVERED);
            assertThat(outcome(endless)).isEqualTo(Outcome.DEAD);
            assertThat(letters()).singleElement().satisfies(letter -> {
                assertThat(letter.failure().code()).isEqualTo("mapping-time");
                assertThat(letter.failure().step()).isEqualTo("process");
            });
            enough.set(true);
        }
    }

    @Test
    void threeOfThem_suspendTheIntegration_andWhatFollowsStaysQueued() throws Exception {
        try (LaneHub hub = new LaneHub(broker.connections, folder)) {
            // Given
            guard.install(hub.context);
            hub.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("lane:orders?recordKey=/id&partitions=1").process(exchange -> mapping(exchange));
                }
            });
            List<UUID> endless = send(1, List.of(message("a", 1), message("b", 1), message("c", 1)));
            await().until(() -> entries().size() == 3);
            // When
            UUID later = send(1, List.of(message("d", 2))).get(0);
            // Then
            await().until(() -> hub.status(INTEGRATION).state() == LaneStatus.State.SUSPENDED);
            assertThat(hub.status(INTEGRATION).why().orElseThrow().code()).isEqualTo("mapping-runaways");
            assertThat(entries())
                    .extracting(Receipt.Entry::message)
                    .doesNotContain(later)
                    .containsAll(endless);
            enough.set(true);
        }
    }

    private void mapping(Exchange exchange) {
        long turns = 0;
        while (exchange.getMessage().getBody(String.class).equals("1") && !enough.get()) {
            turns++;
        }
        exchange.setVariable("turns", turns);
    }

    private Outcome outcome(UUID message) throws Exception {
        return entries().stream()
                .filter(entry -> entry.message().equals(message))
                .map(Receipt.Entry::outcome)
                .findFirst()
                .orElseThrow();
    }
}
