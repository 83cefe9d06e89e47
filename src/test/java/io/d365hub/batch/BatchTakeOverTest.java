package io.d365hub.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes with the same batch over one PostgreSQL: one of them has the run. */
class BatchTakeOverTest {

    private static final int ROWS = 5_000;

    @TempDir
    Path folder;

    private final KeptRows rows = new KeptRows();
    private final Queue<Long> writtenHere = new ConcurrentLinkedQueue<>();
    private final Queue<Long> writtenThere = new ConcurrentLinkedQueue<>();
    private final CountDownLatch goOn = new CountDownLatch(1);

    private static long number(Exchange exchange) {
        return exchange.getMessage().getBody(JsonNode.class).path("number").asLong();
    }

    private BatchHub here(DatabaseSettings database) throws Exception {
        return new BatchHub(database, false, new ScriptedSource().rows(ROWS), rows)
                .route(
                        "",
                        route -> route.process(exchange -> {
                            if (number(exchange) > 1_000) {
                                goOn.await(30, TimeUnit.SECONDS);
                            }
                            writtenHere.add(number(exchange));
                        }));
    }

    private BatchHub there(DatabaseSettings database) throws Exception {
        return new BatchHub(database, false, new ScriptedSource().rows(ROWS), rows)
                .route("", route -> route.process(exchange -> writtenThere.add(number(exchange))));
    }

    @Test
    void aRunIsRefusedWhileAnotherProcessHasOneAndTakenOverWhenThatOneIsSilent() throws Exception {
        DatabaseSettings database = TestDatabases.POSTGRESQL.settings(folder);
        try (BatchHub here = here(database);
                BatchHub there = there(database)) {
            // Given
            here.start();
            await().atMost(BatchHub.PATIENCE)
                    .until(() -> there.status().counts().written() >= 512);
            assertThatThrownBy(there::start).hasMessageContaining("is under way in test");
            there.batches.goOn();
            assertThat(there.status().state()).isEqualTo(RunState.RUNNING);

            // When
            here.database().close();
            there.database()
                    .jdbi()
                    .useHandle(handle ->
                            handle.execute("update batch_run set heartbeat_at = heartbeat_at - interval '1' minute"));
            there.batches.goOn();
            RunStatus run = there.awaitState(RunState.COMPLETED);
            goOn.countDown();

            // Then
            assertThat(run.counts().written()).isEqualTo(ROWS);
            assertThat(run.resumed()).isEqualTo(1);
            assertThat(writtenThere)
                    .doesNotHaveDuplicates()
                    .contains((long) ROWS)
                    .doesNotContain(1L);
        }
    }
}
