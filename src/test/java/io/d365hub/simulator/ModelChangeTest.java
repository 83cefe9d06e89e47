package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows are written and read while tables change. */
class ModelChangeTest {

    private static final int CHANGES = 50;
    private static final String ATTRIBUTES = "EntityDefinitions(LogicalName='bld_site')/Attributes";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @Test
    void noRequestFailsWhileColumnsAndKeysComeAndGo() throws Exception {
        // Given
        dataverse.control("PUT", "metadata", "{\"keyIndexSeconds\":0}");
        AtomicBoolean stopped = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(2);
        List<Future<List<Integer>>> writing = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
            String prefix = "W" + writer + "-";
            writing.add(writers.submit(() -> write(prefix, stopped)));
        }
        // When
        for (int i = 0; i < CHANGES; i++) {
            String name = "new_C" + i;
            dataverse.post(ATTRIBUTES, Definitions.column("String", name, ""));
            dataverse.post("EntityDefinitions(LogicalName='bld_site')/Keys", Definitions.key("new_K" + i, "new_c" + i));
            dataverse.delete("EntityDefinitions(LogicalName='bld_site')/Keys(LogicalName='new_k" + i + "')");
            dataverse.delete(ATTRIBUTES + "(LogicalName='new_c" + i + "')");
        }
        stopped.set(true);
        // Then
        int written = 0;
        for (Future<List<Integer>> statuses : writing) {
            assertThat(statuses.get()).isNotEmpty().containsOnly(204, 200);
            written += statuses.get().size() / 2;
        }
        writers.shutdown();
        assertThat(dataverse.simulator().count("bld_sites")).isEqualTo(written);
    }

    /** Creates rows by key and reads each back, until it is stopped. */
    private List<Integer> write(String prefix, AtomicBoolean stopped) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; !stopped.get(); i++) {
            String row = "bld_sites(bld_code='" + prefix + i + "')";
            statuses.add(dataverse.patch(row, "{\"bld_name\":\"x\"}").status());
            statuses.add(dataverse.get(row).status());
        }
        return statuses;
    }
}
