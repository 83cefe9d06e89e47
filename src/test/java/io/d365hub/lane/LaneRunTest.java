package io.d365hub.lane;

import static io.d365hub.failure.FailureKind.MISCONFIGURED;
import static io.d365hub.failure.FailureKind.REFUSED;
import static io.d365hub.failure.FailureKind.TRANSIENT;
import static io.d365hub.lane.FakeTarget.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.ledger.Outcome;
import io.d365hub.message.HubMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of one record key that are under way together, because the target keeps their order. */
class LaneRunTest extends LaneTestBase {

    private static final Duration LATENCY = Duration.ofMillis(20);

    private LaneHub hub(LineTarget line) {
        return new LaneHub(broker.connections, folder, null, LaneSettings.DEFAULTS, OwnedPartitions.ALL, line);
    }

    private List<HubMessage> hot(int count) {
        return IntStream.range(0, count).mapToObj(n -> message("hot", n)).toList();
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsOfAHotKeyTravelTogetherAndInOrder(boolean onOtherThread) throws Exception {
        // Given
        try (LineTarget line = new LineTarget(target, LATENCY, onOtherThread);
                LaneHub hub = hub(line)) {
            hub.route(LANE, line);
            // When
            List<UUID> ids = send(hot(2_000));
            awaitDrained();
            // Then
            assertThat(target.effects("hot")).isEqualTo(numbers(2_000));
            assertThat(line.requests()).isLessThan(200);
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 2_000));
        }
    }

    @Test
    void aTargetThatKeepsNoLinesGetsOneRowOfAKeyAtATime() throws Exception {
        // Given
        target.latency(call -> Duration.ofMillis(1));
        try (LaneHub hub = new LaneHub(broker.connections, folder)) {
            hub.route(LANE, target);
            // When
            send(hot(100));
            awaitDrained();
            // Then
            assertThat(target.mostOpen()).isOne();
        }
    }

    @Test
    void rowsBehindADeadOneAreDeliveredInOrderAtTheirFirstAttempt() throws Exception {
        // Given
        Map<Integer, Integer> attempts = new ConcurrentHashMap<>();
        target.fails(call -> {
            attempts.put(call.number(), call.attempt());
            return call.number() % 50 == 7 ? Optional.of(failure(REFUSED)) : Optional.empty();
        });
        try (LineTarget line = new LineTarget(target, LATENCY, false);
                LaneHub hub = hub(line)) {
            hub.route(LANE, line);
            // When
            List<UUID> ids = send(hot(500));
            awaitDrained();
            // Then
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 490, Outcome.DEAD, 10));
            assertThat(target.effects("hot")).isSorted().hasSize(490);
            assertThat(attempts.values()).containsOnly(1);
        }
    }

    @Test
    void nothingOvertakesARowThatIsTriedAgain() throws Exception {
        // Given
        target.fails(
                call -> call.number() == 30 && call.attempt() < 3 ? Optional.of(failure(TRANSIENT)) : Optional.empty());
        try (LineTarget line = new LineTarget(target, LATENCY, false);
                LaneHub hub = hub(line)) {
            hub.route(LANE, line);
            // When
            send(hot(300));
            awaitDrained();
            // Then
            assertThat(target.effects("hot")).isEqualTo(numbers(300));
        }
    }

    @Test
    void rowsBehindAParkedOneAreParkedBehindIt() throws Exception {
        // Given
        target.fails(call -> call.number() == 30 ? Optional.of(FakeTarget.missingParent()) : Optional.empty());
        try (LineTarget line = new LineTarget(target, LATENCY, false);
                LaneHub hub = hub(line)) {
            hub.route(LANE, line);
            List<UUID> ids = send(hot(200));
            await().atMost(SOON).until(() -> parkDepth() == 170);
            // When
            target.accepts();
            awaitDrained();
            // Then
            assertThat(target.effects("hot")).isEqualTo(numbers(200));
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 200));
        }
    }

    @Test
    void aDeadLetterHoldsTheRowsThatWereUnderWayBehindIt() throws Exception {
        // Given
        target.fails(call -> call.number() == 30 ? Optional.of(failure(REFUSED)) : Optional.empty());
        try (LineTarget line = new LineTarget(target, LATENCY, false);
                LaneHub hub = hub(line)) {
            hub.route(LANE + "&afterDeadLetter=hold-key", line);
            // When
            send(hot(200));
            // Then: 169 rows and the marker of the letter
            await().atMost(SOON).until(() -> parkDepth() == 170 && workDepth() == 0);
            assertThat(target.effects("hot")).isEqualTo(numbers(30));
        }
    }

    @Test
    void aPauseInTheMiddleOfAHotKeyKeepsItsOrder() throws Exception {
        // Given
        target.fails(call -> call.number() % 60 == 30 && call.attempt() == 1
                ? Optional.of(FakeTarget.throttled(Duration.ofMillis(100)))
                : Optional.empty());
        try (LineTarget line = new LineTarget(target, LATENCY, false);
                LaneHub hub = hub(line)) {
            hub.route(LANE, line);
            // When
            List<UUID> ids = send(hot(300));
            awaitDrained();
            // Then
            assertThat(target.effects("hot")).isEqualTo(numbers(300));
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 300));
        }
    }

    @Test
    void aRowThatFailsBeforeTheTargetHoldsBackThoseBehindIt() throws Exception {
        // Given
        Map<String, Integer> tries = new ConcurrentHashMap<>();
        try (LineTarget line = new LineTarget(target, LATENCY, false);
                LaneHub hub = hub(line)) {
            hub.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from(LANE)
                            .process(exchange -> {
                                String body = exchange.getIn().getBody(String.class);
                                if (body.endsWith("7") && tries.merge(body, 1, Integer::sum) == 1) {
                                    throw new FakeTarget.Refusal(failure(TRANSIENT));
                                }
                            })
                            .process(line);
                }
            });
            // When
            send(hot(40));
            awaitDrained();
            // Then
            assertThat(target.effects("hot")).isEqualTo(numbers(40));
        }
    }

    @Test
    void aStopWithAHotKeyUnderWaySettlesEachRowOnce() throws Exception {
        // Given
        List<UUID> ids = send(hot(3_000));
        try (LineTarget line = new LineTarget(target, LATENCY, false)) {
            // When
            for (int life = 1; life <= 3; life++) {
                int enough = life * 500;
                try (LaneHub hub = hub(line)) {
                    hub.route(LANE, line);
                    await().atMost(SOON).until(() -> target.applied() > enough);
                }
            }
            try (LaneHub hub = hub(line)) {
                hub.route(LANE, line);
                awaitDrained();
            }
            // Then
            assertThat(target.effects("hot")).isEqualTo(numbers(3_000));
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 3_000));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whateverFailsEveryKeyIsAppliedInOrder(long seed) throws Exception {
        // Given
        Map<String, Integer> calls = new ConcurrentHashMap<>();
        target.fails(call -> {
            String name = call.key() + "/" + call.number();
            boolean first = calls.merge(name, 1, Integer::sum) == 1;
            int kind = new Random(seed * 31 + name.hashCode()).nextInt(200);
            return !first
                    ? Optional.empty()
                    : switch (kind) {
                        case 0, 1, 2 -> Optional.of(failure(TRANSIENT));
                        case 3 -> Optional.of(FakeTarget.missingParent());
                        case 4 -> Optional.of(FakeTarget.throttled(Duration.ofMillis(50)));
                        default -> Optional.empty();
                    };
        });
        List<HubMessage> messages = new ArrayList<>();
        int[] numbers = new int[5];
        for (int n = 0; n < 1_500; n++) {
            int key = n % 10 < 3 ? 0 : n % 4 + 1;
            messages.add(message("key-" + key, numbers[key]++));
        }
        try (LineTarget line = new LineTarget(target, Duration.ofMillis(2), seed == 2);
                LaneHub hub = hub(line)) {
            hub.route(LANE, line);
            // When
            List<UUID> ids = send(messages);
            awaitDrained();
            // Then
            for (int key = 0; key < 5; key++) {
                assertThat(target.effects("key-" + key)).as("key-" + key).isEqualTo(numbers(numbers[key]));
            }
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 1_500));
        }
    }

    @Test
    void aWrongSetUpInTheMiddleOfAHotKeyLosesNothing() throws Exception {
        // Given
        target.fails(call -> call.number() == 130 ? Optional.of(failure(MISCONFIGURED)) : Optional.empty());
        try (LineTarget line = new LineTarget(target, LATENCY, false);
                LaneHub hub = hub(line)) {
            hub.route(LANE, line);
            List<UUID> ids = send(hot(300));
            await().atMost(SOON).until(() -> hub.status(INTEGRATION).state() == LaneStatus.State.SUSPENDED);
            // When
            target.accepts();
            hub.runtime.control(INTEGRATION).orElseThrow().resume();
            awaitDrained();
            // Then
            assertThat(target.effects("hot")).isEqualTo(numbers(300));
            assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 300));
        }
    }
}
