package io.d365hub.bench;

import io.d365hub.HubProcess;
import io.d365hub.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** {@code bench/push}: what a durable 202 costs, against a platform-http route that answers 202 and does nothing. */
public final class PushBench {

    private static final long WARM_UP = 8_000;
    private static final long MEASURE = 8_000;
    private static final long SUSTAINED = 20_000;
    private static final String INTEGRATION = "bench";

    private PushBench() {}

    /** @param arguments {@code end-to-end} leaves everything else out */
    public static void main(String[] arguments) throws Exception {
        if (!List.of(arguments).contains("end-to-end")) {
            againstNoOp();
        }
        endToEnd();
    }

    private static void againstNoOp() throws Exception {
        double noOp64;
        double noOp256;
        int port = HubProcess.freePort();
        try (BenchProcess server =
                BenchProcess.start(NoOpServer.class, String.valueOf(port)).awaitPort(port)) {
            LongFunction<byte[]> orders = Orders.requests(INTEGRATION, "none", false);
            new HttpLoad(port, 64, orders).closedLoop(WARM_UP);
            noOp64 = row("no-op platform-http route, 64 connections", new HttpLoad(port, 64, orders), 0);
            noOp256 = row("no-op platform-http route, 256 connections", new HttpLoad(port, 256, orders), 0);
        }
        port = HubProcess.freePort();
        try (BenchProcess server =
                BenchProcess.start(ChecksServer.class, String.valueOf(port)).awaitPort(port)) {
            LongFunction<byte[]> orders = Orders.requests(INTEGRATION, ChecksServer.API_KEY, false);
            new HttpLoad(port, 64, orders).closedLoop(WARM_UP);
            row("key, size, JSON, record key checked; stored nowhere, 64", new HttpLoad(port, 64, orders), noOp64);
            row("the same, 256", new HttpLoad(port, 256, orders), noOp256);
        }
        durable(noOp64, noOp256);
    }

    private static void durable(double noOp64, double noOp256) throws Exception {
        Path data = Files.createTempDirectory("hub-bench");
        try (HubProcess hub = hub(data).start()) {
            hub.admin("integrations/" + INTEGRATION + "/suspend", "{}");
            LongFunction<byte[]> orders = Orders.requests(INTEGRATION, hub.apiKey(), false);
            new HttpLoad(hub.httpPort(), 64, orders).closedLoop(WARM_UP);
            double rate = row("durable push, all checks, 64", new HttpLoad(hub.httpPort(), 64, orders), noOp64);
            double rate256 = row("durable push, all checks, 256", new HttpLoad(hub.httpPort(), 256, orders), noOp256);
            halfLoad("the same at half of that rate, 64", hub.httpPort(), 64, orders, rate / 2);
            halfLoad("the same at half of that rate, 256", hub.httpPort(), 256, orders, rate256 / 2);
            LongFunction<byte[]> keyed = Orders.requests(INTEGRATION, hub.apiKey(), true);
            row("and an Idempotency-Key for each, 64", new HttpLoad(hub.httpPort(), 64, keyed), noOp64);
            row("and an Idempotency-Key for each, 256", new HttpLoad(hub.httpPort(), 256, keyed), noOp256);
        } finally {
            delete(data);
        }
    }

    private static void endToEnd() throws Exception {
        Path data = Files.createTempDirectory("hub-bench");
        try (HubProcess other = new HubProcess(data.resolve("simulator"))) {
            int simulator = other.simulatorPort();
            other.launch("simulator").get(30, TimeUnit.SECONDS);
            // The documented limits, 20 requests a second, would be all that is measured.
            other.simulator("PUT", "limits", "{\"requests\":0,\"executionSeconds\":0,\"concurrency\":0}");
            try (HubProcess hub = hub(data.resolve("hub"))
                    .with("HUB_SIMULATOR_ENABLED", "false")
                    .with("HUB_DATAVERSE_URL", "http://127.0.0.1:" + simulator)
                    .with("HUB_DATAVERSE_TOKEN_URL", "http://127.0.0.1:" + simulator + "/{tenant}/oauth2/v2.0/token")
                    .with("HUB_DATAVERSE_TENANT_ID", SimulatorSettings.DEFAULT_TENANT_ID)
                    .with("HUB_DATAVERSE_CLIENT_ID", SimulatorSettings.DEFAULT_CLIENT_ID)
                    .with("HUB_DATAVERSE_CLIENT_SECRET", SimulatorSettings.DEFAULT_CLIENT_SECRET)
                    .start()) {
                LongFunction<byte[]> orders = Orders.requests(INTEGRATION, hub.apiKey(), false);
                new HttpLoad(hub.httpPort(), 64, orders).closedLoop(WARM_UP);
                long before = delivered(hub);
                long start = System.nanoTime();
                HttpLoad.Result result = new HttpLoad(hub.httpPort(), 64, orders).closedLoop(SUSTAINED);
                double seconds = (System.nanoTime() - start) / 1e9;
                print("end to end, 64: accepted while posting", result.perSecond(), 0, result);
                print("end to end, 64: delivered meanwhile", (delivered(hub) - before) / seconds, 0, null);
                long drain = System.nanoTime();
                while (queued(hub) > 0 && System.nanoTime() - drain < TimeUnit.MINUTES.toNanos(5)) {
                    TimeUnit.MILLISECONDS.sleep(200);
                }
                System.out.printf(Locale.ROOT, "%-62s %9.1f s%n", "drained after", (System.nanoTime() - drain) / 1e9);
            }
        } finally {
            delete(data);
        }
    }

    private static HubProcess hub(Path data) {
        return new HubProcess(data).with("HUB_ROUTES", "bench/routes").withOption("-Xmx256m");
    }

    private static long delivered(HubProcess hub) throws IOException, InterruptedException {
        return hub.admin("ledger", null)
                .path("integrations")
                .path(0)
                .path("delivered")
                .asLong();
    }

    private static long queued(HubProcess hub) throws IOException, InterruptedException {
        return hub.admin("ledger", null)
                .path("integrations")
                .path(0)
                .path("queued")
                .asLong();
    }

    private static double row(String what, HttpLoad load, double baseline) throws InterruptedException {
        HttpLoad.Result result = load.closedLoop(MEASURE);
        print(what, result.perSecond(), baseline, result);
        return result.perSecond();
    }

    private static void halfLoad(String what, int port, int connections, LongFunction<byte[]> requests, double rate)
            throws InterruptedException {
        HttpLoad.Result result = new HttpLoad(port, connections, requests).openLoop(MEASURE, rate);
        print(what, result.perSecond(), 0, result);
    }

    private static void print(String what, double perSecond, double baseline, HttpLoad.Result result) {
        System.out.printf(
                Locale.ROOT,
                "%-62s %9.0f /s %8s %s%n",
                what,
                perSecond,
                baseline == 0 ? "" : String.format(Locale.ROOT, "x %.2f", perSecond / baseline),
                result == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "p50 %6.2f ms  p99 %6.2f ms%s",
                                result.latencies().millis(0.5),
                                result.latencies().millis(0.99),
                                result.refused() == 0 ? "" : "  refused " + result.refused()));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
