package io.d365hub.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.HubProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** {@code bench/webhooks fan-out} and {@code bench/webhooks many}: subscriptions to webhooks. */
final class FanOutBench {

    private static final int CONNECTIONS = 64;
    private static final int RECEIVERS = 10;
    private static final int SUBSCRIPTIONS = 1_000;
    private static final int EVENTS = 100;
    private static final int ROUNDS = 5;
    private static final long START_SECONDS = 90;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long millis;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int receiver = HubProcess.freePort();

    FanOutBench(long millis) {
        this.millis = millis;
    }

    private HubProcess hub(Path data, Path folder) {
        return new HubProcess(data)
                .with("HUB_ROUTES", "bench/routes-webhooks")
                .with("HUB_WEBHOOK_FOLDER", folder.toString())
                .with("HUB_SIMULATOR_ENABLED", "false")
                .with("HUB_DATAVERSE_URL", "http://127.0.0.1:9")
                .with("HUB_DATAVERSE_TENANT_ID", "t")
                .with("HUB_DATAVERSE_CLIENT_ID", "00000000-0000-0000-0000-000000000000")
                .with("HUB_DATAVERSE_CLIENT_SECRET", "s");
    }

    /** With options of the command line, say for a log of collections. */
    private static HubProcess watched(HubProcess hub) {
        System.getProperty("bench.hub.options", "").lines().forEach(hub::withOption);
        return hub;
    }

    private void declare(Path folder, String name, String path) throws IOException {
        Files.writeString(
                folder.resolve(name + ".yaml"),
                "url: http://127.0.0.1:%d/%s\nevents: order.changed\n".formatted(receiver, path));
    }

    // --- Ten receivers

    void ten(Path data) throws Exception {
        Path none = Files.createDirectories(data.resolve("webhooks"));
        try (BenchProcess server = receivers();
                HubProcess hub = watched(hub(data, none).withOption("-Xmx512m")).start()) {
            for (int n = 0; n < RECEIVERS; n++) {
                hub.admin("webhooks", subscription("receiver-" + n, "ok/" + n));
            }
            Table.head("Fan-out: each push goes to 10 receivers, each delivery durable and signed; 1 KiB");
            fast(hub);
            fast(hub);
            double rate = fast(hub);
            steady(hub, rate / 2);
        }
    }

    private String subscription(String name, String path) {
        return "{\"name\":\"%s\",\"url\":\"http://127.0.0.1:%d/%s\",\"events\":[\"order.changed\"],\"retries\":[\"2s\"]}"
                .formatted(name, receiver, path);
    }

    private BenchProcess receivers() throws Exception {
        return BenchProcess.start(ReceiverServer.class, String.valueOf(receiver))
                .awaitPort(receiver);
    }

    /** As fast as it goes: from the first push until the receivers that work have everything. Returns events a second. */
    private double fast(HubProcess hub) throws Exception {
        reset();
        long start = System.nanoTime();
        double before = cpuSeconds(hub);
        HttpLoad.Result pushed = new HttpLoad(
                        hub.httpPort(), CONNECTIONS, Orders.requests("bench-fan-out", hub.apiKey(), false))
                .closedLoop(millis);
        awaitDrained(hub);
        double seconds = (System.nanoTime() - start) / 1e9;
        long healthy = paths("/ok/");
        Table.row("pushes accepted while they were delivered", pushed.perSecond(), "/s");
        Table.row(
                "deliveries to receivers that work, from the first push to the last one",
                sum("/ok/", "ids") / seconds,
                "/s",
                sum("/ok/", "ids") / seconds >= 5_000.0 * healthy / RECEIVERS,
                "5,000 of ten");
        long twice = sum("/ok/", "calls") - sum("/ok/", "ids");
        Table.row("  of which twice", (double) twice, "");
        if (twice > 0) {
            tellOfFailures(hub);
        }
        Table.row(
                "  processor time of the hub for each, intake included",
                (cpuSeconds(hub) - before) * 1e6 / sum("/ok/", "ids"),
                "us");
        return sum("/ok/", "ids") / seconds / healthy;
    }

    /** A call whose answer was lost or late is made again: the hub has noted each; and a lane that lost the broker says so. */
    private static void tellOfFailures(HubProcess hub) throws Exception {
        for (int n = 0; n < RECEIVERS; n++) {
            for (JsonNode attempt : hub.admin("webhooks/receiver-" + n + "/attempts?limit=50", null)
                    .path("attempts")) {
                System.out.println("    receiver-" + n + " " + attempt);
            }
        }
        hub.output().lines().filter(line -> line.contains(" WARN ")).forEach(line -> System.out.println("    " + line));
    }

    /**
     * Ten healthy ones and eight beside two bad ones in turn, so that what else the machine does meets both. The worst of
     * eight hangs on some 60 late events, half a tenth of a second of one round, so the middle one of several rounds counts.
     */
    private void steady(HubProcess hub, double rate) throws Exception {
        Table.head("At half of that rate, in turn: ten healthy ones; one of them hangs and one answers 503");
        List<Steady> healthy = new ArrayList<>();
        List<Steady> beside = new ArrayList<>();
        long badCalls = 0;
        for (int round = 0; round < ROUNDS; round++) {
            reset();
            healthy.add(steadyRound(hub, rate));
            bad(hub, "receiver-8", "hang/8");
            bad(hub, "receiver-9", "away/9");
            reset();
            beside.add(steadyRound(hub, rate));
            badCalls += sum("/hang/", "calls") + sum("/away/", "calls");
            bad(hub, "receiver-8", "ok/8");
            bad(hub, "receiver-9", "ok/9");
            awaitDrained(hub);
            System.out.printf(
                    "    round %d: p99 of the worst of the eight %.1f ms, with the two %.1f ms%n",
                    round + 1, healthy.get(round).worstP99(), beside.get(round).worstP99());
        }
        double before = median(healthy, Steady::perSecond);
        double p99 = median(healthy, Steady::worstP99);
        double after = median(beside, Steady::perSecond);
        double p99After = median(beside, Steady::worstP99);
        Table.row("events a second at each of the eight", before, "/s");
        Table.row("  p99 from acceptance to receiver, the worst of the eight", p99, "ms");
        Table.row("events a second at each of the eight, with the two", after, "/s", after >= 0.95 * before, "95 %");
        Table.row("  p99, the worst of the eight", p99After, "ms", p99After <= p99 / 0.95, "95 %");
        Table.row("calls of the two in that time", (double) badCalls, "");
    }

    private record Steady(double perSecond, double worstP99) {}

    private Steady steadyRound(HubProcess hub, double rate) throws Exception {
        int watched = RECEIVERS - 2;
        new HttpLoad(hub.httpPort(), CONNECTIONS, Orders.requests("bench-fan-out", hub.apiKey(), false))
                .openLoop(millis, rate);
        await("the eight have everything", ignored -> queued(hub, "bench-fan-out") == 0);
        TimeUnit.SECONDS.sleep(2);
        return new Steady(sum(watched, "ids") / (millis / 1e3) / watched, worst(watched));
    }

    private static double median(List<Steady> rounds, ToDoubleFunction<Steady> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
    }

    /** A subscription of the same name is made to point elsewhere: the receiver turns bad while events come. */
    private void bad(HubProcess hub, String name, String path) throws Exception {
        hub.admin("webhooks/" + name, subscription(name, path));
    }

    // --- A thousand

    void thousand(Path data) throws Exception {
        Path folder = Files.createDirectories(data.resolve("webhooks"));
        for (int n = 0; n < SUBSCRIPTIONS; n++) {
            declare(folder, "receiver-" + n, "ok/" + n);
        }
        Table.head(
                "1,000 subscriptions, 100,000 deliveries that wait; messages of 0.2 KiB, heap of 1 GiB; no receiver answers at first");
        try (HubProcess hub = hub(data, folder).with("HUB_JAVA_OPTS", "-Xmx1g")) {
            long start = System.nanoTime();
            startAsPeopleDo(hub);
            Table.row("first start, which makes 2,000 queues", (System.nanoTime() - start) / 1e9, "s");
            memory(hub, "at rest");
            queue(hub, 0, EVENTS / 2);
            memory(hub, "with 50,000 queued");
            queue(hub, EVENTS / 2, EVENTS);
            memory(hub, "with 100,000 queued");
            hub.kill();
            try (BenchProcess server = receivers()) {
                start = System.nanoTime();
                long startedAt = System.currentTimeMillis();
                startAsPeopleDo(hub);
                Table.row("from the start after kill -9 to ready", (System.nanoTime() - start) / 1e9, "s");
                await("all receivers have had a call", ignored -> paths("/ok/") == SUBSCRIPTIONS);
                LongSummaryStatistics first = firstCalls();
                double resumed = (first.getMin() - startedAt) / 1e3;
                Table.row("until the first delivery", resumed, "s", resumed <= 5, "5 s");
                Table.row(
                        "until each of the 1,000 receivers has had its first event",
                        (first.getMax() - startedAt) / 1e3,
                        "s");
                awaitDrained(hub);
                double seconds = (System.nanoTime() - start) / 1e9;
                Table.row("until all 100,000 are delivered", seconds, "s");
                Table.row(
                        "  delivered",
                        (double) sum("/ok/", "ids"),
                        "",
                        sum("/ok/", "ids") == SUBSCRIPTIONS * EVENTS,
                        "100,000");
                Table.row("  of which twice", (double) (sum("/ok/", "calls") - sum("/ok/", "ids")), "");
                memory(hub, "at the end");
            }
        }
    }

    /** With {@code ./hub run}, which uses an archive of classes, and makes it the first time. */
    private static void startAsPeopleDo(HubProcess hub) throws Exception {
        hub.launchScript(Path.of("hub").toAbsolutePath().toString(), "run").get(START_SECONDS, TimeUnit.SECONDS);
    }

    private LongSummaryStatistics firstCalls() throws Exception {
        LongSummaryStatistics first = new LongSummaryStatistics();
        counts().properties()
                .forEach(path -> first.accept(path.getValue().path("firstAt").asLong()));
        return first;
    }

    private static void queue(HubProcess hub, int from, int to) throws Exception {
        for (int n = from; n < to; n++) {
            hub.push("bench-fan-out", "{\"order_number\":\"" + n + "\",\"note\":\"" + "n".repeat(200) + "\"}");
        }
        await("all events are queued", ignored -> queued(hub, "webhook.") == (long) SUBSCRIPTIONS * to);
    }

    /** Says more than a rate on a machine that does other things, too. */
    static double cpuSeconds(HubProcess hub) {
        return ProcessHandle.of(hub.pid())
                        .orElseThrow()
                        .info()
                        .totalCpuDuration()
                        .orElseThrow()
                        .toMillis()
                / 1e3;
    }

    private static void memory(HubProcess hub, String when) throws Exception {
        jcmd(hub, "GC.run");
        long used = jcmd(hub, "GC.heap_info")
                .lines()
                .filter(line -> line.contains("used") && !line.contains("Metaspace") && !line.contains("class space"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*used (\\d+)K.*", "$1")))
                .sum();
        Table.row("heap in use " + when, used / 1024.0, "MiB");
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(hub.pid()), "status"))) {
            lines.filter(line -> line.startsWith("VmRSS") || line.startsWith("Threads"))
                    .forEach(line -> System.out.println("    " + line.replaceAll("\\s+", " ")));
        }
    }

    private static String jcmd(HubProcess hub, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder("jcmd", String.valueOf(hub.pid()), command)
                .redirectErrorStream(true)
                .start();
        String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return answer;
    }

    private static long queued(HubProcess hub, String prefix) throws Exception {
        long queued = 0;
        for (JsonNode line : hub.admin("ledger", null).path("integrations")) {
            queued += line.path("name").asText().startsWith(prefix)
                    ? line.path("queued").asLong()
                    : 0;
        }
        return queued;
    }

    // --- What the receivers tell

    private interface Condition {
        boolean holds(Object ignored) throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!condition.holds("")) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Not within 5 minutes: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void awaitDrained(HubProcess hub) throws Exception {
        try {
            await("the hub has drained", ignored -> queued(hub, "") == 0);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(hub.output(), e);
        }
    }

    private JsonNode counts() throws Exception {
        return JSON.readTree(http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver + "/counts"))
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }

    private void reset() throws Exception {
        http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver + "/counts"))
                        .DELETE()
                        .build(),
                BodyHandlers.discarding());
    }

    private long paths(String prefix) throws Exception {
        return total(path -> path.startsWith(prefix), calls -> 1);
    }

    private long sum(String prefix, String what) throws Exception {
        return total(path -> path.startsWith(prefix), calls -> calls.path(what).asLong());
    }

    private long sum(int first, String what) throws Exception {
        return total(path -> number(path) < first, calls -> calls.path(what).asLong());
    }

    private double worst(int first) throws Exception {
        double worst = 0;
        for (var field : counts().properties()) {
            if (number(field.getKey()) < first) {
                worst = Math.max(worst, field.getValue().path("p99").asDouble());
            }
        }
        return worst;
    }

    private static int number(String path) {
        return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }

    private interface Figure {
        long of(JsonNode calls);
    }

    private long total(Predicate<String> wanted, Figure figure) throws Exception {
        long total = 0;
        for (var field : counts().properties()) {
            total += wanted.test(field.getKey()) ? figure.of(field.getValue()) : 0;
        }
        return total;
    }
}
