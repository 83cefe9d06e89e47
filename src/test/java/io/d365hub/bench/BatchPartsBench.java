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

    private static final Pattern DELTA = Pattern.compile("\"@odata\\.deltaLink\"\\s*:\\s*\"([^\"]+)\"");
    private static final String COLUMNS = "accountnumber,name,emailaddress1,telephone1,websiteurl,address1_line1,"
            + "address1_city,address1_postalcode,address1_country,description";

    private static final double WINDOW = 30;
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

    /**
     * The same rows twice, all of them sent: once by a hub that has just started, and once by one that is as warm as the client.
     *
     * @param bare what the client does, rows a second
     */
    void load(double bare) throws Exception {
        Path drop = drop("load", ROWS);
        try (BatchRuns hub =
                new BatchRuns(simulator, folder.resolve("load"), PARALLEL, toDataverse(drop, "chunk: 1"))) {
            Run first = hub.whole(false);
            tell("the hub, first run after its start", first);
            Table.row("  part of the client", first.rowsPerSecond() / bare, "");
            BatchBench.writeCsv(drop.resolve("customers.csv"), ROWS);
            simulator.forgetStatistics();
            Run next = hub.whole(true);
            tell("the hub, the next run", next);
            Table.row("  rows a call", ROWS / (double) Math.max(1, simulator.calls()), "");
            Table.row(
                    "  part of the client", next.rowsPerSecond() / bare, "", next.rowsPerSecond() >= 0.8 * bare, "0.8");
        }
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

    /** Changed rows of Dataverse to a file, against a client that reads the same pages and throws them away. */
    void reverse() throws Exception {
        Table.head(String.format(
                Locale.ROOT, "%,d changed rows of Dataverse to an NDJSON file; no latency; hub with 256 MB", ROWS));
        simulator.limits(0, 0, 0, 300);
        simulator.latency(0, 0);
        Path out = Files.createDirectories(folder.resolve("reverse"));
        try (BatchRuns hub = new BatchRuns(simulator, out, PARALLEL, """
                - route:
                    id: customers
                    from:
                      uri: kamelet:dataverse-changes-source
                      parameters:
                        batch: customers
                        table: accounts
                        select: %s
                        recordKey: /accountid
                        chunk: 1000
                      steps:
                        - to:
                            uri: kamelet:ndjson-file-sink
                            parameters: {directory: %s}
                """.formatted(COLUMNS, out.resolve("out")))) {
            // What is there already is no change: both begin behind it.
            hub.whole(false);
            simulator.client("bench-pages", BenchClient.SECRET);
            URI changes = pages(table()).delta();
            fill();
            Run first = hub.whole(false);
            // Changed once more, for runs of client and hub that are warm.
            fill();
            pages(changes);
            Pages bare = pages(changes);
            Table.row("a client that reads the pages", bare.rows / bare.seconds, "rows/s");
            tell("the hub, first run after its start", first);
            Table.row("  part of the client", first.rowsPerSecond() / (bare.rows / bare.seconds), "");
            Run warm = hub.whole(false);
            tell("the hub, the next run", warm);
            Table.row(
                    "  part of the client",
                    warm.rowsPerSecond() / (bare.rows / bare.seconds),
                    "",
                    warm.rowsPerSecond() >= 0.8 * bare.rows / bare.seconds,
                    "0.8");
            if (warm.told().path("written").asLong() != ROWS || bare.rows != ROWS) {
                throw new IllegalStateException(bare.rows + " and " + warm.told());
            }
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

    /** @param delta where later changes are found */
    private record Pages(long rows, double seconds, URI delta) {}

    private URI table() {
        return simulator.url().resolve("/api/data/v9.2/accounts?$select=" + COLUMNS);
    }

    private Pages pages(URI from) throws Exception {
        String token = simulator.token("bench-pages");
        URI next = from;
        URI delta = null;
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
            delta = link(DELTA, page);
            next = link(NEXT, page);
        }
        return new Pages(rows, (System.nanoTime() - start) / 1e9, delta);
    }

    private URI link(Pattern pattern, String page) {
        Matcher link = pattern.matcher(page);
        return link.find() ? onThisHost(link.group(1)) : null;
    }

    /** Links name the organization's own host. */
    private URI onThisHost(String link) {
        return simulator.url().resolve(link.substring(link.indexOf("/api/")).replace("\\u0026", "&"));
    }

    /** What arrives through the whole batch path, against a client that knows the limits. */
    void limits() throws Exception {
        Table.head(String.format(
                Locale.ROOT,
                "Under the limits scaled to %.0f s (%.0f s of execution), %.0f ms a request and %.0f ms a row",
                WINDOW,
                EXECUTION,
                REQUEST_MILLIS,
                ROW_MILLIS));
        double known = new LimitsBench(simulator, WINDOW).yardstick();
        // The first windows teach the limits; what counts is what comes afterwards.
        int rows = (int) (EXECUTION / WINDOW * 1000 / ROW_MILLIS * (MEASURED_SECONDS + 4 * WINDOW));
        try (BatchRuns hub = new BatchRuns(
                simulator, folder.resolve("limits"), 52, toDataverse(drop("limits", rows), "chunk: 1"), (int) WINDOW)) {
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
            Table.row("  part of the client that knows the limits", rate / known, "", rate >= 0.95 * known, "0.95");
            Table.row("  part of the whole budget", rate / budget, "");
            Table.row("  rows a call", rate * seconds / calls, "");
            Table.row("  429s of its calls", 100.0 * refused / calls, "%");
            if (!hub.run().path("state").asText().equals("running")) {
                throw new IllegalStateException("The run ended while it was measured: " + hub.run());
            }
        }
    }
}
