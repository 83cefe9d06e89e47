package io.d365hub.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** {@code bench/backlog}: a million messages wait in a hub with a heap of 256 MB, and are worked off. */
public final class BacklogBench {

    private static final String INTEGRATION = "backlog";
    private static final int DEFAULT_MESSAGES = 1_000_000;
    private static final int PARTS = 4;
    private static final int CONNECTIONS = 64;
    private static final long SLICE_MILLIS = 1_000;
    private static final long LONGEST_DRAIN_NANOS = TimeUnit.MINUTES.toNanos(15);

    private BacklogBench() {}

    /** @param arguments how many messages; a million when not said */
    public static void main(String[] arguments) throws Exception {
        long messages = arguments.length == 0 ? DEFAULT_MESSAGES : Long.parseLong(arguments[0]);
        Path data = Files.createTempDirectory("hub-bench");
        CollectorLog collector = new CollectorLog(data.resolve("gc.log"));
        try (HubProcess hub = new HubProcess(data.resolve("hub"))
                .with("HUB_ROUTES", "bench/backlog-routes")
                .withOption("-Xmx256m")
                .withOption("-XX:+ExitOnOutOfMemoryError")
                .withOption(collector.option())
                .start()) {
            hub.admin("integrations/" + INTEGRATION + "/suspend", "{}");
            System.out.printf(
                    "%-28s %10s %8s %22s %20s %10s%n",
                    "", "messages", "/s", "heap after GC, MiB", "pauses, longest", "RSS, MiB");
            long accepted = 0;
            for (int part = 1; part <= PARTS; part++) {
                long wanted = messages * part / PARTS;
                int line = collector.lines();
                long before = accepted;
                long start = System.nanoTime();
                accepted = fill(hub, wanted);
                print("queued", accepted, (accepted - before) / seconds(start), collector.since(line), start, hub);
            }
            hub.admin("integrations/" + INTEGRATION + "/resume", "{}");
            long begin = System.nanoTime();
            for (int part = 1; part <= PARTS; part++) {
                long wanted = accepted * part / PARTS;
                int line = collector.lines();
                long before = count(hub, "delivered");
                long start = System.nanoTime();
                while (count(hub, "delivered") < wanted && System.nanoTime() - begin < LONGEST_DRAIN_NANOS) {
                    TimeUnit.MILLISECONDS.sleep(200);
                }
                long delivered = count(hub, "delivered");
                print("delivered", delivered, (delivered - before) / seconds(start), collector.since(line), start, hub);
            }
            System.out.println("ledger: " + ledger(hub));
        } finally {
            try (var files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static long fill(HubProcess hub, long wanted) throws Exception {
        LongFunction<byte[]> orders = Orders.requests(INTEGRATION, hub.apiKey(), false);
        long queued = count(hub, "queued");
        while (queued < wanted) {
            HttpLoad.Result result = new HttpLoad(hub.httpPort(), CONNECTIONS, orders).closedLoop(SLICE_MILLIS);
            if (result.refused() > 0) {
                throw new IllegalStateException("Posts were refused: " + result.refused());
            }
            queued = count(hub, "queued");
        }
        return queued;
    }

    private static JsonNode ledger(HubProcess hub) throws Exception {
        return hub.admin("ledger", null).path("integrations").path(0);
    }

    private static long count(HubProcess hub, String state) throws Exception {
        return ledger(hub).path(state).asLong();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(
            String what, long messages, double rate, CollectorLog.Phase phase, long start, HubProcess hub)
            throws Exception {
        System.out.printf(
                Locale.ROOT,
                "%-28s %10d %8.0f %22s %20s %10d%n",
                what,
                messages,
                rate,
                phase.leastAfter() + " to " + phase.mostAfter(),
                String.format(
                        Locale.ROOT,
                        "%.1f %%, %.0f ms",
                        100 * phase.pauseSeconds() / seconds(start),
                        phase.longestMillis()),
                residentMebibytes(hub.pid()));
    }

    static long residentMebibytes(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
