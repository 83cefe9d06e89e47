package io.d365hub.ledger;

import static io.d365hub.ledger.LedgerFixture.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to messages, and however often and in whatever portions the receipts come: the ledger balances. */
class LedgerPropertyTest {

    private static final int MESSAGES = 300;
    private static final int STEPS = 3000;
    private static final long SEED = 20260105;

    private final Random random = new Random(SEED);

    /** The lives of the messages as lanes and operators make them. */
    private final Map<Integer, MessageState> truth = new HashMap<>();

    /** The queue of receipts. */
    private final List<Receipt> queue = new ArrayList<>();

    private int acknowledged;
    private LedgerFixture hub;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void theLedgerBalancesWheneverItIsDrained(TestDatabases kind) throws Exception {
        // Given
        try (LedgerFixture fixture = new LedgerFixture(kind, folder)) {
            hub = fixture;
            // When
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1 -> ingest();
                    case 2 -> operate();
                    default -> work();
                }
            }
            while (acknowledged < queue.size()) {
                ingest();
            }
            // Then
            assertThat(differences()).as("seed %d", SEED).isEmpty();
            assertThat(hub.balance())
                    .as("seed %d", SEED)
                    .isEqualTo(new Balance(
                            ORDERS,
                            truth.size() - count(MessageState.PARKED),
                            count(MessageState.REPLAYING),
                            count(MessageState.DELIVERED),
                            count(MessageState.FILTERED),
                            count(MessageState.DEAD),
                            count(MessageState.DISCARDED),
                            0));
        }
    }

    /** A lane has verdicts for some messages that are queued, each at most once in a commit. */
    private void work() {
        Map<Integer, Receipt.Entry> entries = new HashMap<>();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            int message = 1 + random.nextInt(MESSAGES);
            MessageState state = truth.get(message);
            boolean queued = state == null || state == MessageState.PARKED || state == MessageState.REPLAYING;
            if (queued && !entries.containsKey(message)) {
                Outcome outcome = List.of(Outcome.DELIVERED, Outcome.FILTERED, Outcome.DEAD, Outcome.PARKED)
                        .get(random.nextInt(4));
                entries.put(message, hub.entry(message, outcome));
                if (state != MessageState.REPLAYING || outcome != Outcome.PARKED) {
                    truth.put(message, MessageState.of(outcome));
                }
            }
        }
        if (!entries.isEmpty()) {
            queue.add(hub.receipt(entries.values().toArray(Receipt.Entry[]::new)));
        }
    }

    /** An operator knows of a dead letter, whether or not the receipt of that death has been folded. */
    private void operate() throws Exception {
        int message = 1 + random.nextInt(MESSAGES);
        if (truth.get(message) == MessageState.DEAD) {
            if (random.nextInt(4) == 0) {
                hub.discard(message);
                truth.put(message, MessageState.DISCARDED);
            } else {
                hub.replaying(message);
                truth.put(message, MessageState.REPLAYING);
            }
        }
    }

    /** Folds what is there, or a part; every other time the acknowledgement is lost. */
    private void ingest() throws Exception {
        int waiting = queue.size() - acknowledged;
        if (waiting > 0) {
            int taken = 1 + random.nextInt(waiting);
            hub.fold.store(queue.subList(acknowledged, acknowledged + taken));
            if (random.nextBoolean()) {
                acknowledged += taken;
            }
        }
    }

    private Map<Integer, MessageState> differences() {
        Map<Integer, MessageState> states = states();
        Map<Integer, MessageState> wrong = new HashMap<>(states);
        wrong.entrySet().removeAll(truth.entrySet());
        truth.forEach((message, state) -> {
            if (!states.containsKey(message)) {
                wrong.put(message, null);
            }
        });
        return wrong;
    }

    private Map<Integer, MessageState> states() {
        Map<Integer, MessageState> states = new HashMap<>();
        hub.ledger.forEach(ORDERS, (id, state) -> states.put((int) id.getLeastSignificantBits(), state));
        return states;
    }

    private long count(MessageState state) {
        return truth.values().stream().filter(state::equals).count();
    }
}
