package io.d365hub.bench;

import io.d365hub.HubProcess;
import io.d365hub.virtual.source.Bookshop;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** {@code bench/virtual}: virtual tables over PostgreSQL, against plain JDBC and against SAP CAP. */
public final class VirtualBench {

    private static final long LARGE = Long.getLong("bench.large", 10_000_000);
    private static final int ROWS = Integer.getInteger("bench.rows", 20_000);
    private static final long MEASURE = Integer.getInteger("bench.seconds", 10) * 1_000L;
    /** Until the compiler of the virtual machine has come to rest; on few cores it takes one of them for so long. */
    private static final long WARM_UP = 3 * MEASURE;

    private static final int CONNECTIONS = 32;
    /** Requests a second at which latencies are compared: both sides have time to spare. */
    private static final int RATE = 1_000;

    private static final int BURST = 500;
    private static final int PAGE = 100;
    private static final double MORE_P50 = 1;
    private static final double MORE_P99 = 5;
    private static final int PAGES = 1_000;
    private static final double TIMES_CAP = 2;

    private final HubProcess hub;
    private final VirtualRows rows;

    private VirtualBench(HubProcess hub, VirtualRows rows) {
        this.hub = hub;
        this.rows = rows;
    }

    /** @param arguments {@code row}, {@code pages}, {@code burst}, {@code hang}; all of them when there are none; {@code large} */
    public static void main(String[] arguments) throws Exception {
        List<String> parts = arguments.length == 0 ? List.of("row", "pages", "burst", "hang") : List.of(arguments);
        Path folder = Files.createTempDirectory("virtual-bench");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            DataSource database = postgres.getPostgresDatabase();
            VirtualRows rows = new VirtualRows(database, ROWS);
            rows.fill();
            String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
            if (parts.contains("large")) {
                rows.fillLarge(LARGE);
            }
            try (HubProcess hub = hub(folder, url, parts.contains("large") ? "-Xmx256m" : "-Xmx512m")
                    .start()) {
                VirtualBench bench = new VirtualBench(hub, rows);
                for (String part : parts) {
                    bench.run(part);
                }
                // Not killed: a recording that its options ask for is written at the end.
                int unused = hub.stop();
            }
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private static HubProcess hub(Path data, String url, String heap) {
        HubProcess hub = new HubProcess(data)
                .with("HUB_ROUTES", "bench/routes")
                .with("HUB_VIRTUAL_FOLDER", "bench/virtual-tables")
                .with("HUB_VIRTUAL_REQUESTS_PER_SECOND", "1000000")
                .withOption(heap);
        for (String option : System.getProperty("bench.options", "").split(" ", -1)) {
            if (!option.isEmpty()) {
                hub.withOption(option);
            }
        }
        for (String name : List.of("ERP", "HANGING")) {
            hub.with("HUB_DATASOURCE_" + name + "_URL", url)
                    .with("HUB_DATASOURCE_" + name + "_USER", "postgres")
                    .with("HUB_DATASOURCE_" + name + "_CONNECTIONS", String.valueOf(CONNECTIONS));
        }
        return hub;
    }

    private void run(String part) throws Exception {
        switch (part) {
            case "row" -> row();
            case "pages" -> pages();
            case "burst" -> burst();
            case "hang" -> hang();
            case "large" -> new LargeTableBench(hub, LARGE).run();
            default -> throw new IllegalArgumentException("No part '" + part + "': row, pages, burst, hang or large.");
        }
    }

    // --- One row

    private void row() throws Exception {
        Table.head("One row of %,d by its key, from PostgreSQL, %d connections".formatted(ROWS, CONNECTIONS));
        JdbcLoad jdbc = new JdbcLoad(rows, CONNECTIONS);
        HttpLoad load = new HttpLoad(hub.httpPort(), CONNECTIONS, rowRequests());
        jdbc.run(MEASURE, 0);
        load.closedLoop(WARM_UP);
        compare("at %,d a second: ".formatted(RATE), jdbc.run(MEASURE, RATE), load.openLoop(MEASURE, RATE));
        HttpLoad.Result direct = jdbc.run(MEASURE, 0);
        compare("as fast as they can: ", direct, spent("row", () -> load.closedLoop(MEASURE)));
    }

    /** A load that is measured. */
    @FunctionalInterface
    private interface Load {
        HttpLoad.Result run() throws InterruptedException;
    }

    /** Runs a load and tells what it cost the hub: on a machine with other work that says more than a rate. */
    private HttpLoad.Result spent(String each, Load load) throws InterruptedException {
        long before = hub.cpuNanos();
        HttpLoad.Result result = load.run();
        Table.row(
                "processor time of the hub a " + each,
                (hub.cpuNanos() - before) / 1e6 / Math.max(1, result.latencies().count()),
                "ms");
        return result;
    }

    private static void compare(String how, HttpLoad.Result jdbc, HttpLoad.Result served) {
        refuseRefusals(served);
        Table.row(how + "plain JDBC", jdbc.perSecond(), "rows/s");
        Table.row(how + "the hub", served.perSecond(), "rows/s");
        more(how + "p50 above plain JDBC", jdbc, served, 0.5, MORE_P50);
        more(how + "p99 above plain JDBC", jdbc, served, 0.99, MORE_P99);
    }

    private static void more(String what, HttpLoad.Result jdbc, HttpLoad.Result served, double share, double goal) {
        double more = served.latencies().millis(share) - jdbc.latencies().millis(share);
        Table.row(what, more, "ms", more <= goal, "%.0f ms".formatted(goal));
    }

    // --- Pages

    private void pages() throws Exception {
        Table.head("Pages of %d rows, each another one, no cache, %d connections".formatted(PAGE, CONNECTIONS));
        HttpLoad load = pages(hub.httpPort(), "/virtual/bench/Items", key());
        load.closedLoop(WARM_UP);
        double served = accepted(spent("page", () -> load.closedLoop(MEASURE)));
        double cap;
        try (Bookshop bookshop = Bookshop.start(Map.of("ITEMS", Integer.toString(ROWS)))) {
            HttpLoad other = pages(bookshop.root().getPort(), bookshop.root().getPath() + "Items", "");
            other.closedLoop(WARM_UP);
            cap = accepted(other.closedLoop(MEASURE));
        }
        Table.row("SAP CAP over SQLite", cap, "pages/s");
        Table.row("the hub over PostgreSQL", served, "pages/s", served >= PAGES, "%,d".formatted(PAGES));
        Table.row("  times SAP CAP", served / cap, "", served >= TIMES_CAP * cap, "2");
    }

    private static HttpLoad pages(int port, String set, String header) {
        return new HttpLoad(
                port,
                CONNECTIONS,
                n -> get(set + "?$orderby=ID&$top=" + PAGE + "&$skip=" + VirtualRows.spread(n, ROWS - PAGE), header));
    }

    private static double accepted(HttpLoad.Result result) {
        refuseRefusals(result);
        return result.perSecond();
    }

    // --- Protection

    private void burst() throws Exception {
        Table.head("%d callers ask the same again and again, answers may be a minute old".formatted(BURST));
        byte[] request = get("/virtual/bench/CachedItems?$filter=quantity%20lt%2050&$top=50&$count=true", key());
        double before = calls("bench/CachedItems");
        HttpLoad.Result result = new HttpLoad(hub.httpPort(), BURST, n -> request).closedLoop(MEASURE);
        refuseRefusals(result);
        double calls = calls("bench/CachedItems") - before;
        Table.row("answers", result.perSecond(), "/s");
        Table.row("calls of the source", calls, "", calls <= 1, "1");
    }

    /** How often the hub asked a source: the database itself tells too late. */
    private double calls(String table) throws IOException, InterruptedException {
        return Metrics.sum(hub.managementPort(), "hub_virtual_source_seconds_count", "table=\"" + table + "\"");
    }

    private void hang() throws Exception {
        Table.head("One row by its key at %,d a second, while the source of another table hangs".formatted(RATE));
        HttpLoad load = new HttpLoad(hub.httpPort(), CONNECTIONS, rowRequests());
        load.closedLoop(MEASURE);
        double alone = load.openLoop(MEASURE, RATE).latencies().millis(0.99);
        Thread hanging = new Thread(this::hangingLoad, "hanging");
        hanging.start();
        double beside = load.openLoop(MEASURE, RATE).latencies().millis(0.99);
        hanging.join();
        Table.row("p99 alone", alone, "ms");
        // What one run differs from the next by.
        double most = alone * 1.25 + 0.5;
        Table.row("p99 beside it", beside, "ms", beside <= most, String.format(Locale.ROOT, "%.3f ms", most));
    }

    private void hangingLoad() {
        try {
            byte[] request = get("/virtual/bench/HangingItems?$top=1", key());
            HttpLoad.Result unused = new HttpLoad(hub.httpPort(), 2 * CONNECTIONS, n -> request).closedLoop(MEASURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // --- Requests

    private LongFunction<byte[]> rowRequests() throws IOException {
        String key = key();
        return n -> get("/virtual/bench/Items(" + VirtualRows.id(VirtualRows.spread(n, ROWS)) + ")", key);
    }

    private String key() throws IOException {
        return "X-API-Key: " + hub.apiKey() + "\r\n";
    }

    private static byte[] get(String path, String header) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void refuseRefusals(HttpLoad.Result result) {
        if (result.refused() > 0 || result.perSecond() == 0) {
            throw new IllegalStateException(
                    result.refused() + " requests were refused: nothing was measured that means anything.");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
