package io.d365hub.bench;

import io.d365hub.bench.BatchRuns.Run;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of {@code bench/batch} beside the first load: under limits, a second run, the way back, and the heap. */
final class BatchPartsBench {

    private static final int ROWS = Integer.getInteger("bench.rows", 1_000_000);
    private static final int PARALLEL = 4;
    private static final Pattern NEXT = Pattern.compile("\"@odata\\.nextLink\"\\s*:\\s*\"([^\"]+)\"");

    private static final double WINDOW = 30;
    private static final int REQUESTS = 600;
    private static final double EXECUTION = 120;
    private static final double REQUEST_MILLIS = 40;
    private static final double ROW_MILLIS = 2;
    private static final int MEASURED_SECONDS = 90;

    private final SimulatorControl simulator;
    private final Path folder;

    BatchPartsBench(SimulatorControl simulator, Path folder) {
        this.simulator = simulator;
        this.folder = folder;
    }

    private static String toDataverse(Path drop, String options) {
        return """
                - route:
                    id: customers
                    from:
                      uri: batch-file:customers
                      parameters:
                        recordKey: /number
                        directory: %s
                        settle: 0s
                        %s
                      steps:
                        - to: jslt:file:bench/routes-batch/customer.jslt
                        - to: dataverse:accounts?operation=upsert&key=accountnumber
                """.formatted(drop, options);
    }

    private Path drop(String name, int rows) throws IOException {
        Path drop = Files.createDirectories(folder.resolve(name).resolve("drop"));
        BatchBench.writeCsv(drop.resolve("customers.csv"), rows);
        return drop;
    }

    /** A second run over the same rows, of which none is sent. */
    void again() throws Exception {
        Table.head(String.format(
                Locale.ROOT, "The same %,d rows of a CSV file again, with skipUnchanged; hub with 256 MB", ROWS));
        simulator.limits(0, 0, 0, 300);
        simulator.latency(40, 0.02);
        Path drop = drop("again", ROWS);
        try (BatchRuns hub =
                new BatchRuns(simulator, folder.resolve("again"), PARALLEL, toDataverse(drop, "skipUnchanged: true"))) {
            Run first = hub.whole(false);
            tell("first run", first);
            BatchBench.writeCsv(drop.resolve("customers.csv"), ROWS);
            Run second = hub.whole(true);
            tell("second run, " + second.told().path("unchanged").asLong() + " unchanged", second);
            double times = first.seconds() / second.seconds();
            Table.row("  times faster", times, "", times >= 5, "5");
            Table.row("  times less processor time", first.cpuSeconds() / second.cpuSeconds(), "");
        }
    }

    private static void tell(String what, Run run) {
        Table.row(what, run.rowsPerSecond(), "rows/s");
        Table.row(
                "  processor time a row",
                run.cpuSeconds() * 1e6 / run.told().path("read").asDouble(),
                "µs");
        Table.row("  most heap after a collection", (double) run.peakMegabytes(), "MB");
    }

    /** The heap of a short and of a long run. */
    void heap() throws Exception {
        Table.head("Heap after collections; hub with 256 MB");
        simulator.limits(0, 0, 0, 300);
        simulator.latency(40, 0.02);
        long small = peak("heap-small", ROWS / 10);
        long large = peak("heap-large", ROWS);
        Table.row("  large to small", (double) large / small, "", large <= 1.15 * small, "1.15");
    }

    private long peak(String name, int rows) throws Exception {
        try (BatchRuns hub =
                new BatchRuns(simulator, folder.resolve(name), PARALLEL, toDataverse(drop(name, rows), "chunk: 1"))) {
            Run run = hub.whole(false);
            tell(String.format(Locale.ROOT, "%,d rows", rows), run);
            return run.peakMegabytes();
        }
    }

    /** Changed rows of Dataverse to a file, against a client that reads the pages and throws them away. */
    void reverse() throws Exception {
        Table.head(String.format(
                Locale.ROOT, "%,d rows of Dataverse to an NDJSON file; no latency; hub with 256 MB", ROWS));
        simulator.limits(0, 0, 0, 300);
        simulator.latency(0, 0);
        fill();
        Path out = Files.createDirectories(folder.resolve("reverse"));
        pages();
        Pages bare = pages();
        Table.row("a client that reads the pages", bare.rows / bare.seconds, "rows/s");
        try (BatchRuns hub = new BatchRuns(simulator, out, PARALLEL, """
                - route:
                    id: customers
                    from:
                      uri: kamelet:dataverse-changes-source
                      parameters:
                        batch: customers
                        table: accounts
                        select: accountnumber,name,emailaddress1,telephone1,websiteurl,address1_line1,address1_city,address1_postalcode,address1_country,description
                        recordKey: /accountid
                      steps:
                        - to:
                            uri: kamelet:ndjson-file-sink
                            parameters: {directory: %s}
                """.formatted(out.resolve("out")))) {
            Run run = hub.whole(false);
            tell("the hub, first run", run);
            Table.row(
                    "  part of the client",
                    run.rowsPerSecond() / (bare.rows / bare.seconds),
                    "",
                    run.rowsPerSecond() >= 0.8 * bare.rows / bare.seconds,
                    "0.8");
            Run warm = hub.whole(true);
            tell("the hub, a full reload in the same process", warm);
            Table.row("  part of the client", warm.rowsPerSecond() / (bare.rows / bare.seconds), "");
        }
    }

    private void fill() throws Exception {
        simulator.client("bench-fill", BenchClient.SECRET);
        BatchBench prepared = new BatchBench(simulator, folder, false);
        String token = simulator.token("bench-fill");
        int calls = ROWS / BatchBench.ROWS_A_CALL;
        for (int call = 0; call < calls; call++) {
            send(prepared.body(call), token);
        }
    }

    private void send(byte[] body, String token) throws IOException, InterruptedException {
        HttpResponse<Void> answer = HTTP.send(
                HttpRequest.newBuilder(simulator
                                .url()
                                .resolve("/api/data/v9.2/accounts/Microsoft.Dynamics.CRM.UpsertMultiple"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() >= 300) {
            throw new IOException("UpsertMultiple was answered " + answer.statusCode());
        }
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private record Pages(long rows, double seconds) {}

    private Pages pages() throws Exception {
        simulator.client("bench-pages", BenchClient.SECRET);
        String token = simulator.token("bench-pages");
        URI next = simulator
                .url()
                .resolve("/api/data/v9.2/accounts?$select=accountnumber,name,emailaddress1,telephone1,websiteurl,"
                        + "address1_line1,address1_city,address1_postalcode,address1_country,description");
        long rows = 0;
        long start = System.nanoTime();
        while (next != null) {
            String page = HTTP.send(
                            HttpRequest.newBuilder(next)
                                    .header("Authorization", "Bearer " + token)
                                    .header("Prefer", "odata.track-changes,odata.maxpagesize=5000")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            for (int at = page.indexOf("\"@odata.etag\""); at >= 0; at = page.indexOf("\"@odata.etag\"", at + 1)) {
                rows++;
            }
            Matcher link = NEXT.matcher(page);
            next = link.find() ? onThisHost(link.group(1)) : null;
        }
        return new Pages(rows, (System.nanoTime() - start) / 1e9);
    }

    /** Links name the organization's own host. */
    private URI onThisHost(String link) {
        return simulator.url().resolve(link.substring(link.indexOf("/api/")).replace("\\u0026", "&"));
    }

    /** Which part of what the limits allow arrives through the whole batch path. */
    void limits() throws Exception {
        Table.head(String.format(
                Locale.ROOT,
                "Under the limits scaled to %.0f s (%d requests, %.0f s of execution), 40 ms a request and 2 ms a row",
                WINDOW,
                REQUESTS,
                EXECUTION));
        // The first windows teach the limits; what counts is what comes afterwards.
        int rows = (int) (EXECUTION / WINDOW * 1000 / ROW_MILLIS * (MEASURED_SECONDS + 4 * WINDOW));
        simulator.limits(REQUESTS, EXECUTION, 52, WINDOW);
        simulator.latency(REQUEST_MILLIS, ROW_MILLIS);
        try (BatchRuns hub =
                new BatchRuns(simulator, folder.resolve("limits"), 52, toDataverse(drop("limits", rows), "chunk: 1"))) {
            hub.begin(false);
            TimeUnit.MILLISECONDS.sleep((long) (2 * WINDOW * 1000));
            simulator.forgetStatistics();
            long before = simulator.written("accounts");
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(MEASURED_SECONDS);
            double seconds = (System.nanoTime() - start) / 1e9;
            double rate = (simulator.written("accounts") - before) / seconds;
            long refused = simulator.refused429();
            long calls = simulator.calls();
            // What the budget of execution time allows with calls of 1,000 rows.
            double budget = EXECUTION / WINDOW * 1000 / (ROW_MILLIS + REQUEST_MILLIS / BatchBench.ROWS_A_CALL);
            Table.row("the batch", rate, "rows/s");
            Table.row("  part of the budget", rate / budget, "", rate >= 0.95 * budget, "0.95");
            Table.row("  429s of its calls", 100.0 * refused / calls, "%");
            if (!hub.run().path("state").asText().equals("running")) {
                throw new IllegalStateException("The run ended while it was measured: " + hub.run());
            }
        }
    }
}
