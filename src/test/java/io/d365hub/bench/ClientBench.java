package io.d365hub.bench;

import io.d365hub.HubProcess;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.ReadyRow;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowResult;
import io.d365hub.dataverse.client.TypeNames;
import io.d365hub.failure.KnownFailure;
import io.d365hub.throttle.GovernorSettings;
import io.d365hub.throttle.Priority;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The client and its group commit without Camel: into a null server, with one bad row, beside a large batch. */
final class ClientBench {

    private static final int ROWS = 1_000;
    private static final int SENDERS = 4;

    private ClientBench() {}

    /** Rows a second that the client writes with UpsertMultiple of 1,000 rows into a server that does nothing. */
    static void alone() throws Exception {
        Table.head("The client alone, UpsertMultiple of 1,000 rows of 250 bytes into a null server");
        int port = HubProcess.freePort();
        try (BenchProcess server =
                BenchProcess.start(NullDataverse.class, String.valueOf(port)).awaitPort(port)) {
            URI url = URI.create("http://127.0.0.1:" + port);
            try (BenchClient client = new BenchClient(url, url.resolve("/token"), "bench", GovernorSettings.DEFAULT)) {
                rowsPerSecond(client.client(), 8);
                double rate = rowsPerSecond(client.client(), 8);
                Table.row("rows made, written as JSON and sent", rate, "rows/s", rate >= 300_000, "300,000");
            }
        }
    }

    private static double rowsPerSecond(DataverseClient client, int seconds) throws Exception {
        TypeNames names = client.joint().names("salesorders").join();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong done = new AtomicLong();
        AtomicLong number = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Thread thread = new Thread(() -> {
                while (!stop.get()) {
                    List<ReadyRow> rows = new ArrayList<>(ROWS);
                    for (int row = 0; row < ROWS; row++) {
                        rows.add(client.joint()
                                .ready(BenchClient.row("E" + number.getAndIncrement()))
                                .orElseThrow());
                    }
                    List<RowResult> results = client.joint()
                            .turn(Priority.EVENT)
                            .thenCompose(turn -> turn.multiple(names, rows))
                            .join();
                    done.addAndGet(results.size());
                }
            });
            thread.start();
            threads.add(thread);
        }
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        double rate = done.get() * 1e9 / (System.nanoTime() - start);
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        return rate;
    }

    /** One bad row among 1,000 that wait at the same moment. */
    static void badRow(SimulatorControl simulator) throws Exception {
        Table.head("One bad row among 1,000 concurrent ones, 40 ms a request and 2 ms a row");
        // So large that nothing is refused, but execution time is counted and told.
        simulator.limits(1_000_000, 100_000, 1_000, 300);
        simulator.latency(40, 2);
        simulator.client("bench-bad", BenchClient.SECRET);
        try (BenchClient client =
                new BenchClient(simulator.url(), simulator.tokenUrl(), "bench-bad", GovernorSettings.DEFAULT)) {
            concurrent(client, -1);
            concurrent(client, -1);
            double clean = execution(simulator, client, -1);
            double withBad = execution(simulator, client, ROWS / 2);
            double failedCall = 0.040 + 0.002 * simulator.batchParts();
            Table.row("execution time without a bad row", clean, "s");
            Table.row("execution time with one", withBad, "s");
            Table.row(
                    "  extra, in times of the failed call",
                    (withBad - clean) / failedCall,
                    "",
                    withBad - clean <= 3 * failedCall,
                    "at most 3");
            List<Integer> outcome = concurrent(client, ROWS / 3);
            Table.row("rows done", outcome.get(0), "", outcome.get(0) == ROWS - 1, "999");
            Table.row("rows refused", outcome.get(1), "", outcome.get(1) == 1, "1");
        }
    }

    /** The time that the service charges for 1,000 rows. */
    private static double execution(SimulatorControl simulator, BenchClient client, int bad) throws Exception {
        double before = simulator.executionSecondsLeft("bench-bad");
        simulator.forgetStatistics();
        concurrent(client, bad);
        return before - simulator.executionSecondsLeft("bench-bad");
    }

    private static List<Integer> concurrent(BenchClient client, int bad) {
        List<CompletableFuture<RowResult>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            RowChange row = BenchClient.row("B" + i);
            if (i == bad) {
                row.columns().put("name", "x".repeat(5_000));
            }
            rows.add(client.writes().write(row, () -> true));
        }
        int done = 0;
        int refused = 0;
        for (CompletableFuture<RowResult> row : rows) {
            try {
                row.join();
                done++;
            } catch (CompletionException e) {
                refused += e.getCause() instanceof KnownFailure ? 1 : 0;
            }
        }
        return List.of(done, refused);
    }

    /** Single rows of another table while a million rows go into the same environment. */
    static void live(SimulatorControl simulator) throws Exception {
        Table.head("Live rows, one every 10 ms, while a million-row batch runs; 20 ms a request");
        simulator.limits(0, 0, 0, 300);
        simulator.latency(20, 0);
        simulator.client("bench-live", BenchClient.SECRET);
        try (BenchClient client =
                new BenchClient(simulator.url(), simulator.tokenUrl(), "bench-live", GovernorSettings.DEFAULT)) {
            paced(client, 300);
            double alone = paced(client, 1_000).millis(0.95);
            Table.row("p95 of live rows alone", alone, "ms");
            try (SteadyRows batch =
                    new SteadyRows(client.writes(), Priority.BATCH, 4_000, n -> BenchClient.row("M" + n))) {
                paced(client, 300);
                long before = batch.done();
                long start = System.nanoTime();
                double beside = paced(client, 1_000).millis(0.95);
                double rate = (batch.done() - before) * 1e9 / (System.nanoTime() - start);
                Table.row("rows of the batch meanwhile", rate, "rows/s");
                Table.row("p95 of live rows beside it", beside, "ms", beside <= alone * 1.1, "at most 1.1 times");
            }
        }
    }

    private static Latencies paced(BenchClient client, int count) throws InterruptedException {
        Latencies latencies = new Latencies();
        List<CompletableFuture<?>> all = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + i * 10_000_000L;
            while (System.nanoTime() < due) {
                TimeUnit.MICROSECONDS.sleep(100);
            }
            RowChange row = RowChange.upsert(
                    io.d365hub.dataverse.client.RowRef.byKey("accounts", Map.of("accountnumber", "L-" + i)),
                    com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                            .objectNode()
                            .put("name", "Live"),
                    Map.of());
            all.add(client.writes().write(row, () -> true).thenRun(() -> latencies.add(System.nanoTime() - due)));
        }
        CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).join();
        return latencies;
    }
}
