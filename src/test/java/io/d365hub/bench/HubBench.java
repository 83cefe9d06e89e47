package io.d365hub.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubProcess;
import io.d365hub.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** A whole hub: event push of single rows end to end, and a single event on an idle hub. */
final class HubBench {

    private static final long WARM_UP_MILLIS = 8_000;
    /** Until the compiler of the virtual machine has come to rest; on few cores it takes one of them for so long. */
    private static final long LONG_WARM_UP_MILLIS = 25_000;

    private static final long MILLIS = 15_000;
    private static final int LINES = 100;
    private static final int ROWS = 1_000;
    private static final int IDLE_EVENTS = 300;
    /** Events a second, so that both machines are warm and nothing is left waiting. */
    private static final double WARM_UP_RATE = 300;

    private HubBench() {}

    /** Rows a second from POST to the simulator, joined and one by one. */
    static void push(SimulatorControl simulator) throws Exception {
        Table.head("Event push of single rows end to end; 20 ms a request, no limits");
        simulator.limits(0, 0, 0, 300);
        simulator.latency(20, 0);
        Path data = Files.createTempDirectory("hub-bench");
        try (HubProcess hub = hub(data, simulator.url()).start()) {
            endToEnd(hub, simulator, "joined", LONG_WARM_UP_MILLIS);
            double joined = endToEnd(hub, simulator, "joined", MILLIS);
            Table.row("group commit", joined, "rows/s", joined >= 8_000, "8,000 (hoped for: 20,000)");
            endToEnd(hub, simulator, "single", WARM_UP_MILLIS);
            double single = endToEnd(hub, simulator, "single", MILLIS);
            Table.row("one PATCH for each message, at most 52 at once", single, "rows/s");
            Table.row("  ratio", joined / single, "times", joined >= 5 * single, "5");
        } finally {
            delete(data);
        }
    }

    /** Posts for a while, 100 rows a request, then waits until all of them are in the simulator. */
    private static double endToEnd(HubProcess hub, SimulatorControl simulator, String integration, long millis)
            throws Exception {
        simulator.forgetStatistics();
        LongFunction<byte[]> requests = lines(integration, hub.apiKey());
        long start = System.nanoTime();
        HttpLoad.Result result = new HttpLoad(hub.httpPort(), 4, requests).closedLoop(millis);
        long accepted = Math.round(result.perSecond() * millis / 1000) * LINES;
        long written = simulator.written("salesorders");
        while (written < accepted && System.nanoTime() - start < TimeUnit.MINUTES.toNanos(3)) {
            TimeUnit.MILLISECONDS.sleep(50);
            written = simulator.written("salesorders");
        }
        return written * 1e9 / (System.nanoTime() - start);
    }

    private static LongFunction<byte[]> lines(String integration, String apiKey) {
        String note = "n".repeat(160);
        return n -> {
            StringBuilder body = new StringBuilder();
            for (int i = 0; i < LINES; i++) {
                String number = Math.floorMod(n, 1_000_000_000L) + "-" + i;
                body.append("{\"order_number\":\"")
                        .append(number)
                        .append("\",\"name\":\"#")
                        .append(number)
                        .append("\",\"note\":\"")
                        .append(note)
                        .append("\"}\n");
            }
            return request(integration, apiKey, "application/x-ndjson", body.toString());
        };
    }

    private static byte[] request(String integration, String apiKey, String type, String body) {
        return ("POST /push/" + integration + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: " + apiKey
                        + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** From POST to the arrival of the row's own call at Dataverse: all that the hub adds before the call. */
    static void idle(SimulatorControl simulator) throws Exception {
        Table.head("A single event on an idle hub, from POST to the arrival of its call at Dataverse");
        BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
        int port = HubProcess.freePort();
        simulator.limits(0, 0, 0, 300);
        simulator.latency(0, 0);
        Path data = Files.createTempDirectory("hub-bench");
        try (NullDataverse target =
                        new NullDataverse(port, 1, simulator.url(), path -> arrivals.add(System.nanoTime()));
                HubProcess hub =
                        hub(data, URI.create("http://127.0.0.1:" + port)).start()) {
            HttpLoad load = new HttpLoad(hub.httpPort(), 8, Orders.requests("joined", hub.apiKey(), false));
            load.openLoop(WARM_UP_MILLIS, WARM_UP_RATE);
            quiet(arrivals);
            Latencies latencies = new Latencies();
            for (int i = 0; i < IDLE_EVENTS; i++) {
                TimeUnit.MILLISECONDS.sleep(20);
                long start = System.nanoTime();
                hub.push("joined", order(i));
                Long arrived = arrivals.poll(30, TimeUnit.SECONDS);
                if (arrived == null) {
                    throw new IllegalStateException("an event did not arrive:\n" + hub.output());
                }
                latencies.add(arrived - start);
            }
            double p50 = latencies.millis(0.5);
            Table.row("p50", p50, "ms", p50 < 5, "< 5 ms");
            Table.row("p99", latencies.millis(0.99), "ms");
        } finally {
            delete(data);
        }
    }

    /** One of a thousand rows is refused: the others are delivered, and its message is the only dead letter. */
    static void badRow(SimulatorControl simulator) throws Exception {
        Table.head("One bad row among 1,000 pushed to a hub, 40 ms a request and 2 ms a row");
        simulator.limits(0, 0, 0, 300);
        simulator.latency(40, 2);
        Path data = Files.createTempDirectory("hub-bench");
        try (HubProcess hub = hub(data, simulator.url()).start()) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < ROWS; i++) {
                // An order's name has at most 300 characters.
                String name = i == ROWS / 2 ? "n".repeat(400) : "#" + i;
                lines.append("{\"order_number\":\"bad-%d\",\"name\":\"%s\",\"note\":\"n\"}\n".formatted(i, name));
            }
            hub.push("joined", lines.toString(), "Content-Type", "application/x-ndjson");
            JsonNode ledger = settled(hub, "joined");
            int delivered = ledger.path("delivered").asInt();
            int dead = ledger.path("dead").asInt();
            Table.row("messages delivered", delivered, "", delivered == ROWS - 1, String.valueOf(ROWS - 1));
            Table.row("dead letters", dead, "", dead == 1, "1");
        } finally {
            delete(data);
        }
    }

    private static JsonNode settled(HubProcess hub, String integration) throws Exception {
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.MINUTES.toNanos(1)) {
            for (JsonNode line : hub.admin("ledger", null).path("integrations")) {
                if (line.path("name").asText().equals(integration)
                        && line.path("delivered").asInt() + line.path("dead").asInt() == ROWS) {
                    return line;
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("the rows were not settled:\n" + hub.output());
    }

    private static String order(int number) {
        return "{\"order_number\":\"idle-" + number + "\",\"name\":\"#1\",\"note\":\"n\"}";
    }

    private static void quiet(BlockingQueue<Long> arrivals) throws InterruptedException {
        while (arrivals.poll(2, TimeUnit.SECONDS) != null) {
            arrivals.clear();
        }
    }

    private static HubProcess hub(Path data, URI dataverse) throws IOException {
        return new HubProcess(data)
                .with("HUB_ROUTES", "bench/routes-dataverse")
                .with("HUB_SIMULATOR_ENABLED", "false")
                // What the service allows one user: the best that a request for each row can do.
                .with("HUB_DATAVERSE_CONCURRENCY", "52")
                .with("HUB_DATAVERSE_URL", dataverse.toString())
                .with("HUB_DATAVERSE_TOKEN_URL", dataverse + "/{tenant}/oauth2/v2.0/token")
                .with("HUB_DATAVERSE_TENANT_ID", SimulatorSettings.DEFAULT_TENANT_ID)
                .with("HUB_DATAVERSE_CLIENT_ID", SimulatorSettings.DEFAULT_CLIENT_ID)
                .with("HUB_DATAVERSE_CLIENT_SECRET", SimulatorSettings.DEFAULT_CLIENT_SECRET);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
