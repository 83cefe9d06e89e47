package io.d365hub.lane;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.MessageCodec;
import io.d365hub.broker.QueueNames;
import io.d365hub.broker.TestBroker;
import io.d365hub.message.HubMessage;
import io.d365hub.message.RecordKeys;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** See {@code bench/lanes}. Prints a table. */
final class LaneBench {

    private static final String INTEGRATION = "orders";
    private static final int PARTITIONS = 8;
    private static final String LANE = "lane:orders?recordKey=/id&partitions=" + PARTITIONS;
    private static final int OTHERS = 8_000;
    private static final Duration LATENCY = Duration.ofMillis(20);

    private final TestBroker broker;
    private final Path folder;
    private final byte[] body = new byte[1000];

    private LaneBench(Path folder) {
        this.folder = folder;
        this.broker = new TestBroker(folder.resolve("broker"));
        broker.queues.ensure(INTEGRATION, PARTITIONS);
    }

    public static void main(String[] arguments) throws Exception {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        Path folder = Files.createTempDirectory("lane-bench");
        LaneBench bench = new LaneBench(folder);
        try {
            System.out.printf(
                    "%d cores, %d partitions x 250, target %d ms, 1,000-byte bodies%n",
                    Runtime.getRuntime().availableProcessors(), PARTITIONS, LATENCY.toMillis());
            bench.throughput(rows / 4, false);
            bench.throughput(rows, true);
            bench.oneSlowRow();
        } finally {
            bench.broker.close();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
        System.exit(0);
    }

    private void throughput(int rows, boolean shown) throws Exception {
        send("key", rows);
        long heapBefore = usedHeap();
        SteadyTarget target = new SteadyTarget(LATENCY);
        long from = System.nanoTime();
        long cpuFrom = cpuNanos();
        long receiptsBefore = broker.broker.state().depth(QueueNames.RECEIPTS);
        double seconds;
        double cores;
        long heapMiddle = 0;
        try (LaneHub hub = new LaneHub(broker.connections, folder).route(LANE, target)) {
            await(() -> target.usualDone.get() >= rows / 2);
            long pausedAt = System.nanoTime();
            long cpuPaused = cpuNanos();
            heapMiddle = usedHeap();
            long pause = System.nanoTime() - pausedAt;
            long cpuPause = cpuNanos() - cpuPaused;
            await(() -> depth() == 0);
            seconds = (System.nanoTime() - from - pause) / 1e9;
            cores = (cpuNanos() - cpuFrom - cpuPause) / 1e9 / seconds;
        }
        long commits = broker.broker.state().depth(QueueNames.RECEIPTS) - receiptsBefore;
        if (shown) {
            line("rows a second (to reach: 30,000)", "%,.0f".formatted(rows / seconds));
            line("rows a commit", "%,d".formatted(rows / Math.max(1, commits)));
            line("cores used, broker and target included", "%.1f".formatted(cores));
            line("heap with all queued / half way, MiB", (heapBefore >> 20) + " / " + (heapMiddle >> 20));
        }
    }

    private void oneSlowRow() throws Exception {
        SteadyTarget target = new SteadyTarget(LATENCY);
        try (LaneHub hub = new LaneHub(broker.connections, folder).route(LANE, target)) {
            long sent = System.nanoTime();
            send("slow", 1);
            send("key", OTHERS);
            await(() ->
                    System.nanoTime() - sent > Duration.ofMillis(2_500).toNanos() || target.usualDone.get() == OTHERS);
            long took = System.nanoTime() - sent;
            line(
                    "of 8,000 beside one row of 4 s (to reach: 7,900 in 2.5 s)",
                    "%,d in %.2f s".formatted(target.usualDone.get(), took / 1e9));
            await(() -> depth() == 0);
        }
    }

    private static void line(String what, String measured) {
        System.out.printf("%-60s %s%n", what, measured);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private long depth() {
        long depth = 0;
        for (int n = 0; n < PARTITIONS; n++) {
            depth += broker.broker.state().depth(QueueNames.work(INTEGRATION, n));
        }
        return depth;
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void send(String prefix, int count) throws Exception {
        try (BrokerConnection connection = broker.connections.lane();
                ClientSession session = connection.transactedSession();
                ClientProducer producer = session.createProducer()) {
            for (int n = 0; n < count; n++) {
                HubMessage message = new HubMessage(
                        UUID.randomUUID(),
                        INTEGRATION,
                        TestBroker.WEBSHOP,
                        prefix + "-" + n,
                        n,
                        Instant.now(),
                        "application/json",
                        Map.of(),
                        body,
                        Optional.empty());
                int partition = RecordKeys.partition(message.recordKey(), PARTITIONS);
                producer.send(QueueNames.work(INTEGRATION, partition), MessageCodec.encode(session, message));
                if (n % 1_000 == 999) {
                    session.commit();
                }
            }
            session.commit();
        }
    }
}
