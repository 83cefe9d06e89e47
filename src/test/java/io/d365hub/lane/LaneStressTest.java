package io.d365hub.lane;

import static io.d365hub.failure.FailureKind.REFUSED;
import static io.d365hub.failure.FailureKind.TRANSIENT;
import static io.d365hub.lane.FakeTarget.failure;
import static io.d365hub.lane.FakeTarget.missingParent;
import static io.d365hub.lane.FakeTarget.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.broker.QueueNames;
import io.d365hub.failure.Failure;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything at once, from a seed: failures of all kinds, parking, dead letters that hold keys, replays, restarts. */
class LaneStressTest extends LaneTestBase {

    private static final int KEYS = 30;
    private static final int EACH = 40;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final VirtualTime time = new VirtualTime();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    private void misbehave(long seed) {
        target.latency(call -> Duration.ofMillis((call.number() + call.key().hashCode()) & 3));
        target.fails(call -> {
            String name = call.key() + "/" + call.number();
            int before = calls.merge(name, 1, Integer::sum) - 1;
            Random random = new Random(seed * 31 + name.hashCode());
            int kind = random.nextInt(100);
            int times = 1 + random.nextInt(8);
            return kind < 8 && before < times
                    ? Optional.of(failure(TRANSIENT))
                    : kind < 12 && before < times
                            ? Optional.of(missingParent())
                            : kind < 18 && before == 0
                                    ? Optional.of(refused(name))
                                    : kind < 20 && before == 0
                                            ? Optional.of(throttled(Duration.ofMillis(200)))
                                            : Optional.empty();
        });
    }

    /** Each with a code of its own, so that they do not suspend the integration. */
    private static Failure refused(String code) {
        Failure plain = failure(REFUSED);
        return Failure.of(plain.kind(), code, plain.what(), plain.why(), plain.mend());
    }

    private LaneHub hub() throws Exception {
        return new LaneHub(broker.connections, folder, time, LaneSettings.DEFAULTS, OwnedPartitions.ALL)
                .route(LANE + "&afterDeadLetter=hold-key&started=20", target);
    }

    private List<UUID> sendAll() throws Exception {
        List<HubMessage> messages = new ArrayList<>();
        for (int n = 0; n < EACH; n++) {
            for (int key = 0; key < KEYS; key++) {
                messages.add(message("key-" + key, n));
            }
        }
        return send(messages);
    }

    /** Replays the letters that are there, as an operator would, and lets time go by. */
    private int operate(ClientSession session, ClientConsumer letters) throws Exception {
        int replayed = 0;
        time.advance(Duration.ofMillis(100));
        ClientMessage message = letters.receive(2);
        while (message != null) {
            DeadLetterCodec.Dying letter = DeadLetterCodec.decode(message);
            message.acknowledge();
            session.commit();
            send(List.of(letter.message().asReplay(new HubMessage.Replay(letter.letter(), UUID.randomUUID()))));
            replayed++;
            message = letters.receiveImmediate();
        }
        return replayed;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whateverHappensEachKeyIsAppliedWholeAndInOrder(long seed) throws Exception {
        // Given
        misbehave(seed);
        List<UUID> ids = sendAll();
        int letters = 0;
        LaneHub hub = hub();
        // When
        try (BrokerConnection connection = broker.connections.service();
                ClientSession session = connection.transactedSession();
                ClientConsumer consumer = session.createConsumer(QueueNames.DEAD_LETTERS)) {
            session.start();
            long from = System.nanoTime();
            int restarts = 0;
            while (target.applied() < KEYS * EACH && System.nanoTime() - from < LIMIT_NANOS) {
                letters += operate(session, consumer);
                if (target.applied() > (restarts + 1) * KEYS * EACH / 4 && restarts < 3) {
                    hub.close();
                    hub = hub();
                    restarts++;
                }
            }
        } finally {
            hub.close();
        }
        // Then
        for (int key = 0; key < KEYS; key++) {
            assertThat(target.effects("key-" + key))
                    .as("key-" + key)
                    .isEqualTo(IntStream.range(0, EACH).boxed().toList());
        }
        int died = letters;
        assertThat(entries())
                .filteredOn(entry -> entry.outcome() == Outcome.DEAD)
                .hasSize(died);
        assertThat(entries().stream()
                        .filter(entry -> entry.outcome() == Outcome.DELIVERED)
                        .count())
                .isEqualTo(ids.size());
    }
}
