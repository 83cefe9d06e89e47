package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.simulator.limits.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many callers at once. */
class ConcurrencyTest {

    private static final int CALLERS = 8;
    private static final int KEYS = 20;

    @RegisterExtension
    final SimulatorFixture dataverse =
            SimulatorFixture.with(SimulatorSettings.defaults().withLimits(Limits.none()));

    @Test
    void manyUpsertsOfFewKeysMakeOneRowForEachKey() throws InterruptedException, ExecutionException {
        // Given
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        // When
        List<Future<?>> running = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            running.add(callers.submit(() -> {
                for (int key = 0; key < KEYS; key++) {
                    dataverse.site("K-" + key, "x");
                }
            }));
        }
        for (Future<?> call : running) {
            call.get();
        }
        callers.shutdown();
        // Then
        assertThat(dataverse.simulator().count("bld_sites")).isEqualTo(KEYS);
        assertThat(dataverse.get("bld_sites").json().path("value")).hasSize(KEYS);
    }
}
