package io.d365hub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.failure.FailureKind;
import io.d365hub.ledger.Outcome;
import io.d365hub.ledger.Receipt;
import io.d365hub.message.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.Test;

class LaneVerdictTest extends LaneTestBase {

    private interface Steps {
        void add(RouteDefinition route);
    }

    private List<Outcome> outcomeOfOneMessage(Steps steps) throws Exception {
        try (LaneHub hub = new LaneHub(broker.connections, folder)) {
            hub.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    steps.add(from(LANE));
                }
            });
            send(List.of(message("key", 1)));
            await().atMost(SOON).until(() -> !entries().isEmpty());
        }
        return entries().stream().map(Receipt.Entry::outcome).toList();
    }

    @Test
    void aRouteThatEndsWellHasDelivered() throws Exception {
        assertThat(outcomeOfOneMessage(route -> route.setBody().constant("done")))
                .containsExactly(Outcome.DELIVERED);
    }

    @Test
    void aFilterThatDoesNotMatchHasFiltered() throws Exception {
        assertThat(outcomeOfOneMessage(
                        route -> route.filter().constant(false).setBody().constant("never")))
                .containsExactly(Outcome.FILTERED);
    }

    @Test
    void aFilterThatMatchesHasDelivered() throws Exception {
        assertThat(outcomeOfOneMessage(
                        route -> route.filter().constant(true).setBody().constant("done")))
                .containsExactly(Outcome.DELIVERED);
    }

    @Test
    void aRouteThatStopsTheMessageHasFiltered() throws Exception {
        assertThat(outcomeOfOneMessage(RouteDefinition::stop)).containsExactly(Outcome.FILTERED);
    }

    @Test
    void aRouteMaySayThatItHasFiltered() throws Exception {
        assertThat(outcomeOfOneMessage(
                        route -> route.setProperty(LaneConstants.VERDICT).constant("filtered")))
                .containsExactly(Outcome.FILTERED);
    }

    @Test
    void anExceptionThatNobodyKnowsIsADeadLetterOfKindUnreadable() throws Exception {
        // When
        List<Outcome> outcomes =
                outcomeOfOneMessage(route -> route.throwException(new IllegalStateException("no such field")));
        // Then
        assertThat(outcomes).containsExactly(Outcome.DEAD);
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.failure().kind()).isEqualTo(FailureKind.UNREADABLE);
            assertThat(letter.failure().why()).contains("no such field");
            assertThat(letter.attempts()).isEqualTo(1);
        });
    }

    @Test
    void anErrorOfTheMachineIsADeadLetterAndTheLaneGoesOn() throws Exception {
        assertThat(outcomeOfOneMessage(route -> route.process(exchange -> {
                    throw new StackOverflowError();
                })))
                .containsExactly(Outcome.DEAD);
    }

    @Test
    void theRouteSeesTheBodyTheListedHeadersAndTheHubsOwn() throws Exception {
        // Given
        List<Map<String, Object>> seen = new CopyOnWriteArrayList<>();
        List<String> bodies = new CopyOnWriteArrayList<>();
        // When
        outcomeOfOneMessage(route -> route.process(exchange -> {
            seen.add(Map.copyOf(exchange.getIn().getHeaders()));
            bodies.add(exchange.getIn().getBody(String.class));
        }));
        // Then
        assertThat(bodies).containsExactly(new String(message("key", 1).body(), StandardCharsets.UTF_8));
        assertThat(seen.get(0))
                .containsOnlyKeys(
                        "x-shop",
                        Exchange.CONTENT_TYPE,
                        LaneConstants.MESSAGE_ID,
                        LaneConstants.INTEGRATION,
                        LaneConstants.RECORD_KEY,
                        LaneConstants.CLIENT,
                        LaneConstants.ACCEPTED_AT,
                        LaneConstants.ATTEMPT)
                .containsEntry("x-shop", "north")
                .containsEntry(Exchange.CONTENT_TYPE, "application/json")
                .containsEntry(LaneConstants.ATTEMPT, 1);
    }

    @Test
    void aReceiptSaysWhichMessageItIsAndWhen() throws Exception {
        // When
        outcomeOfOneMessage(route -> route.setBody().constant("done"));
        // Then
        assertThat(entries()).singleElement().satisfies(entry -> {
            assertThat(entry.sequence()).isEqualTo(1);
            assertThat(entry.keyDigest()).isEqualTo(RecordKeys.digest("key"));
            assertThat(entry.settledAt()).isGreaterThan(entry.acceptedAt());
        });
    }
}
