package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} under load and restart on the same data, again and again: promise 2 (every accepted message in exactly
 * one state) and promise 4 (the row's final state).
 *
 * <p>{@code -Dhub.kills=20} kills more often, {@code -Dhub.kills.seed=...} repeats the moments of a run as far as
 * processes can be repeated.
 */
class KillIT {

    private static final int KILLS = Integer.getInteger("hub.kills", 5);
    private static final long SEED = Long.getLong("hub.kills.seed", System.nanoTime());
    private static final int LONGEST_LIFE_MILLIS = 3000;

    @TempDir
    Path folder;

    @Test
    void theLedgerBalancesAndEachRowEndsWithItsLastValueHoweverOftenTheHubIsKilled() throws Exception {
        Path witness = folder.resolve("witness");
        Random random = new Random(SEED);
        Load load = new Load(random);
        try (SimulatorProcess simulator = new SimulatorProcess(folder.resolve("simulator")).start();
                HubProcess hub = simulator.serve(FaultHub.in(folder)).withOption("-D" + Witness.FILE + "=" + witness)) {
            // Given
            for (int kill = 0; kill < KILLS; kill++) {
                hub.start();
                load.start(hub);
                boolean ended = hub.endsWithin(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)));
                assertThat(ended).as(hub.output()).isFalse();
                hub.kill();
                load.stop();
            }

            // When
            hub.start();
            load.start(hub);
            Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            load.stop();
            load.finish(hub);
            JsonNode balance = FaultHub.awaitDrained(hub);

            // Then
            String run = "seed " + SEED + ", " + balance;
            Map<String, String> states = FaultHub.states(hub);
            assertThat(states.keySet()).as(run).containsAll(load.accepted());
            assertThat(states.size() - load.accepted().size())
                    .as("surplus, %s", run)
                    .isLessThanOrEqualTo(load.unanswered());
            assertBalanced(balance, states, run);
            assertThat(FaultHub.count(states, "DEAD"))
                    .as("some were refused, %s", run)
                    .isPositive();
            assertThat(new WitnessFile(witness).disorder()).as(run).isEmpty();
            assertThat(rows(simulator, load.values().keySet())).as(run).isEqualTo(load.values());
        }
    }

    @Test
    void theLedgerBalancesAfterAKillWhileReceiptsAreFolded() throws Exception {
        try (SimulatorProcess simulator = new SimulatorProcess(folder.resolve("simulator")).start();
                HubProcess hub = simulator.serve(FaultHub.in(folder)).start()) {
            // Given
            FaultHub.suspend(hub);
            Set<String> accepted = new HashSet<>();
            for (int i = 0; i < 2000; i++) {
                String name = i % 50 == 0 ? "x".repeat(200) : "good";
                accepted.add(FaultHub.accepted(hub, FaultHub.message("K-" + i, i, name)));
            }

            // When
            FaultHub.resume(hub);
            List<Long> folded = new ArrayList<>();
            for (int kill = 0; kill < 3; kill++) {
                folded.add(killOnceMoreIsFolded(hub, folded.isEmpty() ? 0 : folded.get(folded.size() - 1)));
                hub.start();
            }
            JsonNode balance = FaultHub.awaitDrained(hub);

            // Then
            String run = "folded at the kills: " + folded + ", " + balance;
            Map<String, String> states = FaultHub.states(hub);
            assertThat(states).as(run).containsOnlyKeys(accepted);
            assertThat(FaultHub.count(states, "DEAD")).as(run).isEqualTo(40);
            assertBalanced(balance, states, run);
        }
    }

    /** Returns how many verdicts the ledger had just before the kill. */
    private static long killOnceMoreIsFolded(HubProcess hub, long before) throws Exception {
        long folded = Awaitility.await("the ledger moves")
                .atMost(FaultHub.PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> folded(hub), now -> now > before || now == 2000);
        hub.kill();
        return folded;
    }

    private static long folded(HubProcess hub) throws IOException, InterruptedException {
        JsonNode balance = FaultHub.balance(hub);
        return balance.path("delivered").asLong() + balance.path("dead").asLong();
    }

    private static void assertBalanced(JsonNode balance, Map<String, String> states, String run) {
        Map<String, Long> counted = new HashMap<>();
        Map<String, Long> told = new HashMap<>();
        for (String state : List.of("delivered", "filtered", "dead", "discarded")) {
            counted.put(state, FaultHub.count(states, state.toUpperCase(Locale.ROOT)));
            told.put(state, balance.path(state).asLong());
        }
        counted.put("accepted", (long) states.size());
        told.put("accepted", balance.path("accepted").asLong());
        assertThat(told).as("counters against export, %s", run).isEqualTo(counted);
    }

    private static Map<String, Integer> rows(SimulatorProcess simulator, Set<String> keys) throws Exception {
        Map<String, Integer> rows = new HashMap<>();
        for (String key : keys) {
            rows.put(key, Integer.valueOf(simulator.description(key).orElse("-1")));
        }
        return rows;
    }
}
