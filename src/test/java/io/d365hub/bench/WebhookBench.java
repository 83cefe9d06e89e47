package io.d365hub.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** {@code bench/webhooks}: Dataverse's events in, signed webhooks out. */
public final class WebhookBench {

    private static final int CONNECTIONS = 64;
    private static final int FEW = 4;
    private static final String SECRET = "bench-hook-secret";
    private static final String SIGNING = "whsec_aHViLWV4YW1wbGUtc2VjcmV0LTI0LWJ5dGUhISEhISE=";

    private final long millis;

    private WebhookBench(long millis) {
        this.millis = millis;
    }

    /** @param arguments in, fan-out or many, everything without; then milliseconds of each measurement, 8,000 without */
    public static void main(String[] arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(arguments));
        String what = !words.isEmpty() && !Character.isDigit(words.get(0).charAt(0)) ? words.remove(0) : "all";
        long millis = words.isEmpty() ? 8_000 : Long.parseLong(words.get(0));
        if (what.equals("all") || what.equals("in")) {
            new WebhookBench(millis).run();
        }
        if (what.equals("all") || what.equals("fan-out")) {
            within(new FanOutBench(millis)::ten);
        }
        if (what.equals("all") || what.equals("many")) {
            within(new FanOutBench(millis)::thousand);
        }
    }

    private interface Measurement {
        void in(Path data) throws Exception;
    }

    private static void within(Measurement measurement) throws Exception {
        Path data = Files.createTempDirectory("hub-bench");
        try {
            measurement.in(data);
        } finally {
            delete(data);
        }
    }

    private void run() throws Exception {
        int receiver = HubProcess.freePort();
        Path data = Files.createTempDirectory("hub-bench");
        try (BenchProcess server = BenchProcess.start(NoOpServer.class, String.valueOf(receiver))
                        .awaitPort(receiver);
                HubProcess hub = new HubProcess(data)
                        .with("HUB_ROUTES", "bench/routes-webhooks")
                        .with("HUB_HOOK_SECRETS", SECRET)
                        .with("HUB_RECEIVERS_BENCH_SECRETS", SIGNING)
                        .with("BENCH_RECEIVER", "http://127.0.0.1:" + receiver)
                        .withOption("-Xmx512m")
                        .start()) {
            in(hub);
            out(hub);
        } finally {
            delete(data);
        }
    }

    /** Both doors with everything behind them at rest. */
    private void in(HubProcess hub) throws Exception {
        Table.head("Dataverse webhooks in, against POST /push; 64 connections, bodies of 1 KiB");
        hub.admin("integrations/bench/suspend", "{}");
        hub.admin("integrations/bench-events/suspend", "{}");
        LongFunction<byte[]> pushes = Orders.requests("bench", hub.apiKey(), false);
        LongFunction<byte[]> events = events();
        new HttpLoad(hub.httpPort(), CONNECTIONS, pushes).closedLoop(millis);
        new HttpLoad(hub.httpPort(), CONNECTIONS, events).closedLoop(millis);
        double start = FanOutBench.cpuSeconds(hub);
        double push = new HttpLoad(hub.httpPort(), CONNECTIONS, pushes)
                .closedLoop(millis)
                .perSecond();
        double between = FanOutBench.cpuSeconds(hub);
        HttpLoad.Result hook = new HttpLoad(hub.httpPort(), CONNECTIONS, events).closedLoop(millis);
        double end = FanOutBench.cpuSeconds(hub);
        Table.row("POST /push, durable", push, "/s");
        Table.row("  processor time of the hub for each", (between - start) * 1e9 / millis / push, "us");
        Table.row("POST /hooks/dataverse/events, durable", hook.perSecond(), "/s");
        Table.row("  processor time of the hub for each", (end - between) * 1e9 / millis / hook.perSecond(), "us");
        double ratio = hook.perSecond() / push;
        Table.row("  ratio", ratio, "times", ratio >= 0.9, "0.9");
        Table.row("  refused", (double) hook.refused(), "", hook.refused() == 0, "0");
        HttpLoad.Result half = new HttpLoad(hub.httpPort(), CONNECTIONS, events).openLoop(millis, hook.perSecond() / 2);
        double p99 = half.latencies().millis(0.99);
        Table.row("  p50 at half of that rate", half.latencies().millis(0.5), "ms");
        Table.row("  p99 at half of that rate", p99, "ms", p99 < 50, "< 50 ms");
    }

    private void out(HubProcess hub) throws Exception {
        Table.head("Signed webhooks to one healthy receiver, each a durable message of its own");
        LongFunction<byte[]> pushes = Orders.requests("bench-out", hub.apiKey(), false);
        new HttpLoad(hub.httpPort(), FEW, pushes).closedLoop(millis);
        awaitIdle(hub);
        hub.admin("integrations/bench-out/suspend", "{}");
        long before = count(hub, "delivered");
        new HttpLoad(hub.httpPort(), CONNECTIONS, pushes).closedLoop(millis);
        long start = System.nanoTime();
        hub.admin("integrations/bench-out/resume", "{}");
        awaitIdle(hub);
        double seconds = (System.nanoTime() - start) / 1e9;
        Table.row(
                "deliveries, from a full queue until it is empty", (count(hub, "delivered") - before) / seconds, "/s");
        Table.row("dead letters", (double) count(hub, "dead"), "", count(hub, "dead") == 0, "0");
    }

    private static void awaitIdle(HubProcess hub) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (count(hub, "queued") > 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Messages still wait after 5 minutes:\n" + hub.output());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static long count(HubProcess hub, String what) throws IOException, InterruptedException {
        for (JsonNode line : hub.admin("ledger", null).path("integrations")) {
            if (line.path("name").asText().equals("bench-out")) {
                return line.path(what).asLong();
            }
        }
        throw new IllegalStateException("bench-out does not run:\n" + hub.output());
    }

    /** As large as the bodies of {@link Orders}, and as cheap to make. */
    private static LongFunction<byte[]> events() {
        String id = "00000000-0000-4000-8000-" + Orders.MARK;
        String head = "{\"MessageName\":\"Update\",\"PrimaryEntityName\":\"account\",\"PrimaryEntityId\":\"" + id
                + "\",\"Mode\":1,\"Depth\":1,\"OperationId\":\"" + id
                + "\",\"OwningExtension\":{\"Id\":\"77777777-0000-4000-8000-0000000000d1\"},\"InputParameters\":"
                + "[{\"key\":\"Target\",\"value\":{\"LogicalName\":\"account\",\"Attributes\":"
                + "[{\"key\":\"description\",\"value\":\"";
        String tail = "\"}]}}]}";
        String body = head + "n".repeat(Orders.BODY_BYTES - head.length() - tail.length()) + tail;
        return Orders.numbered("POST /hooks/dataverse/events HTTP/1.1\r\nHost: 127.0.0.1\r\nx-hub-key: " + SECRET
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
