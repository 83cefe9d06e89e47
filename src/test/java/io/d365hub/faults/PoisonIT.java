package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that ends the virtual machine, in a hub that is started again each time. */
class PoisonIT {

    private static final int HEALTHY = 300;
    private static final int MOST_STARTS = 6;
    private static final Duration LOOK = Duration.ofMillis(200);

    @TempDir
    Path folder;

    @Test
    void aMessageThatHaltsTheHubIsADeadLetterAfterItsThirdCrashAndAllOthersAreDeliveredOnce() throws Exception {
        isADeadLetterAfterItsThirdCrash(Witness.HALT, Witness.HALTED);
    }

    /** As {@code ./hub} starts it. */
    @Test
    void aMessageWhoseMappingAllocatesWithoutEndIsADeadLetterAfterItsThirdCrash() throws Exception {
        isADeadLetterAfterItsThirdCrash(Witness.MEMORY, Witness.OUT_OF_MEMORY);
    }

    private void isADeadLetterAfterItsThirdCrash(String poisonous, int exitCode) throws Exception {
        try (HubProcess hub = FaultHub.in(folder)
                .withOption("-Xmx300m")
                .withOption("-XX:+ExitOnOutOfMemoryError")
                .start()) {
            // Given
            FaultHub.suspend(hub);
            Set<String> healthy = new HashSet<>();
            for (int i = 0; i < HEALTHY / 2; i++) {
                healthy.add(FaultHub.accepted(hub, FaultHub.message("K-" + i, i)));
            }
            String poison =
                    FaultHub.accepted(hub, "{\"account\":\"K-9999\"," + poisonous + ",\"value\":1,\"name\":\"x\"}");
            for (int i = HEALTHY / 2; i < HEALTHY; i++) {
                healthy.add(FaultHub.accepted(hub, FaultHub.message("K-" + i, i)));
            }

            // When
            resume(hub);
            int crashes = 0;
            while (crashes < MOST_STARTS && crashed(hub, exitCode)) {
                crashes++;
                launchAgain(hub);
            }

            // Then
            assertThat(crashes).isEqualTo(3);
            Map<String, String> states = FaultHub.states(hub);
            assertThat(states.remove(poison)).isEqualTo("DEAD");
            assertThat(states).containsOnlyKeys(healthy).allSatisfy((id, state) -> assertThat(state)
                    .isEqualTo("DELIVERED"));
            JsonNode letters = hub.admin("dead-letters", null).path("deadLetters");
            assertThat(letters).hasSize(1);
            assertThat(letters.path(0).path("kind").asText()).isEqualTo("QUARANTINED");
            assertThat(letters.path(0).path("message").asText()).isEqualTo(poison);
        }
    }

    private static void resume(HubProcess hub) throws InterruptedException {
        try {
            FaultHub.resume(hub);
        } catch (IOException e) {
            assertThat(hub.endsWithin(FaultHub.PATIENCE))
                    .as("the answer was lost because the hub halted")
                    .isTrue();
        }
    }

    /** Waits until the hub has halted, or has worked off everything: twice, as what the broker counts may be too low for a moment. */
    private static boolean crashed(HubProcess hub, int exitCode) throws Exception {
        boolean drained = false;
        long end = System.nanoTime() + FaultHub.PATIENCE.toNanos();
        while (hub.isAlive()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("It has neither halted nor worked off everything.\n" + HubReport.of(hub));
            }
            try {
                boolean drainedBefore = drained;
                drained = FaultHub.isDrained(FaultHub.balance(hub));
                if (drained && drainedBefore) {
                    return false;
                }
            } catch (IOException e) {
                // It has halted, or does so just now.
            }
            if (hub.endsWithin(LOOK)) {
                break;
            }
        }
        assertThat(hub.awaitExit(FaultHub.PATIENCE)).as(hub.output()).isEqualTo(exitCode);
        return true;
    }

    /** Starts the hub, which may halt before it is ready. */
    private static void launchAgain(HubProcess hub) throws Exception {
        hub.launch("run").exceptionally(halted -> null).get();
    }
}
