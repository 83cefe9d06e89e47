package io.d365hub.bench;

import io.d365hub.throttle.GovernorSettings;
import io.d365hub.throttle.Priority;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** Goodput under the service protection limits: a client that knows them, ours which learns them, and plain PATCH calls. */
final class LimitsBench {

    private static final double REQUEST_MILLIS = 40;
    private static final double ROW_MILLIS = 2;
    private static final double DOCUMENTED_WINDOW = 300;
    private static final int REQUESTS = 6_000;
    private static final double EXECUTION_SECONDS = 1_200;
    private static final int CONCURRENCY = 52;
    private static final int[] FIXED_SIZES = {100, 250, 500, 1000};
    /** Eight lanes of 250 started rows, twice. */
    private static final int STARTED = 4_000;

    private static final double KNOWN_MARGIN = 0.985;
    private static final int PAUSE_SECONDS = 4;

    private final SimulatorControl simulator;
    private final double window;

    LimitsBench(SimulatorControl simulator, double windowSeconds) {
        this.simulator = simulator;
        this.window = windowSeconds;
    }

    private void limit() throws Exception {
        double scale = window / DOCUMENTED_WINDOW;
        simulator.limits((int) (REQUESTS * scale), EXECUTION_SECONDS * scale, CONCURRENCY, window);
        simulator.latency(REQUEST_MILLIS, ROW_MILLIS);
    }

    /** Sets the limits, and measures the client that knows them, for others who are compared with it; rows a second. */
    double yardstick() throws Exception {
        limit();
        return known();
    }

    void run() throws Exception {
        limit();
        double scale = window / DOCUMENTED_WINDOW;
        Table.head(String.format(
                java.util.Locale.ROOT,
                "Service protection limits, window %.0f s: %d requests, %.0f s of execution, %d at once; 40 ms a request"
                        + " and 2 ms a row",
                window,
                (int) (REQUESTS * scale),
                EXECUTION_SECONDS * scale,
                CONCURRENCY));
        double known = known();
        double ours = ours(known);
        plain(ours);
    }

    /** The best fixed size, at exactly the rate that the limits allow. */
    private double known() throws Exception {
        simulator.client("bench-known", BenchClient.SECRET);
        String token = simulator.token("bench-known");
        int best = 0;
        double bestRate = 0;
        for (int size : FIXED_SIZES) {
            double rate = callRate(size) * size;
            if (rate > bestRate) {
                bestRate = rate;
                best = size;
            }
        }
        LongFunction<byte[]> requests = requests(best, token);
        HttpLoad load = new HttpLoad(simulator.url().getPort(), 16, requests);
        simulator.forgetStatistics();
        HttpLoad.Result result = load.openLoop((long) (2 * window * 1000), callRate(best) * KNOWN_MARGIN);
        double rows = result.perSecond() * best;
        Table.row("a client that knows the limits, UpsertMultiple of " + best, rows, "rows/s");
        Table.row("  429 of its calls", 100.0 * result.refused() / (double) Math.max(1, simulator.calls()), "%");
        return rows;
    }

    private static double callRate(int size) {
        double seconds = (REQUEST_MILLIS + ROW_MILLIS * size) / 1000;
        return Math.min(REQUESTS / DOCUMENTED_WINDOW, EXECUTION_SECONDS / DOCUMENTED_WINDOW / seconds);
    }

    private LongFunction<byte[]> requests(int size, String token) {
        return n -> {
            StringBuilder targets = new StringBuilder("{\"Targets\":[");
            for (int i = 0; i < size; i++) {
                targets.append(i == 0 ? "" : ",")
                        .append("{\"@odata.type\":\"Microsoft.Dynamics.CRM.salesorder\",\"@odata.id\":\"salesorders("
                                + "ordernumber='K")
                        .append(Math.floorMod(n, 1_000L) * size + i)
                        .append("')\",\"name\":\"Web order\",\"freightamount\":12}");
            }
            byte[] body = targets.append("]}").toString().getBytes(StandardCharsets.UTF_8);
            byte[] head = ("POST /api/data/v9.2/salesorders/Microsoft.Dynamics.CRM.UpsertMultiple HTTP/1.1\r\nHost: "
                            + simulator.url().getAuthority() + "\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] request = java.util.Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, request, head.length, body.length);
            return request;
        };
    }

    /** Told the length of the window and nothing else: how much fits into it is learnt. */
    private GovernorSettings governor() {
        return GovernorSettings.DEFAULT.withWindow(Duration.ofMillis((long) (window * 1000)));
    }

    private double ours(double known) throws Exception {
        simulator.client("bench-ours", BenchClient.SECRET);
        URI url = simulator.url();
        try (BenchClient client = new BenchClient(url, simulator.tokenUrl(), "bench-ours", governor())) {
            try (SteadyRows rows = new SteadyRows(
                    client.writes(), Priority.BATCH, STARTED, n -> BenchClient.row("O" + n % 1_000_000))) {
                seconds(window);
                simulator.forgetStatistics();
                long before = rows.done();
                seconds(2 * window);
                double rate = (double) (rows.done() - before) / (2 * window);
                double refused = 100.0 * simulator.refused() / (double) Math.max(1, simulator.calls());
                Table.row("ours, which learns them, " + STARTED + " rows started", rate, "rows/s");
                Table.row("  part of the one that knows them", rate / known, "", rate >= 0.95 * known, "0.95");
                Table.row("  429 of its calls in steady state", refused, "%", refused < 0.1, "< 0.1 %");
                Table.row(
                        "  rows of a call",
                        (double) (rows.done() - before) / (double) Math.max(1, simulator.calls()),
                        "");
                Table.row("  rows refused", (double) rows.refused(), "", rows.refused() == 0, "0");
                double resumed = resumption(rows);
                Table.row("  resumption after the end of a pause", resumed, "s", resumed < 2, "< 2 s");
                return rate;
            }
        }
    }

    /** From the end of a pause that the service asked for to the next row that is done. */
    private double resumption(SteadyRows rows) throws Exception {
        long before = simulator.refused429();
        simulator.refuseOnce(PAUSE_SECONDS);
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(2L * PAUSE_SECONDS);
        while (simulator.refused429() == before && System.nanoTime() < limit) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PAUSE_SECONDS);
        // Calls that were out when the pause began are long back by its end.
        TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
        long done = rows.done();
        while (rows.done() == done && System.nanoTime() - end < TimeUnit.SECONDS.toNanos(30)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return (System.nanoTime() - end) / 1e9;
    }

    private void plain(double ours) throws Exception {
        simulator.client("bench-plain", BenchClient.SECRET);
        simulator.forgetStatistics();
        try (PatchRoute route = new PatchRoute(simulator.url(), simulator.token("bench-plain"), CONCURRENCY)) {
            seconds(window);
            simulator.forgetStatistics();
            long before = route.done();
            seconds(2 * window);
            double rate = (double) (route.done() - before) / (2 * window);
            Table.row("camel-http PATCH, exponential backoff, " + CONCURRENCY + " at once", rate, "rows/s");
            Table.row("  429 of its calls", 100.0 * simulator.refused() / (double) Math.max(1, simulator.calls()), "%");
            Table.row("  ours against it", ours / Math.max(rate, 1e-9), "times");
        }
    }

    private static void seconds(double time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep((long) (time * 1000));
    }
}
