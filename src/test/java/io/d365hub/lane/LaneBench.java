package io.d365hub.lane;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.BrokerSettings;
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
    private static final long MEMORY_BYTES = 1L << 30;
    private static final int OTHERS = 8_000;
    private static final Duration LATENCY = Duration.ofMillis(20);

    private final TestBroker broker;
    private final Path folder;
    private final byte[] body = new byte[1000];

    private LaneBench(BrokerSettings settings, Path folder) {
        this.folder = folder;
        this.broker = new TestBroker(settings);
        broker.queues.ensure(INTEGRATION, PARTITIONS);
    }

    public static void main(String[] arguments) throws Exception {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        Path folder = Files.createTempDirectory("lane-bench");
        System.out.printf(
                "%d cores, %d partitions x 250, target %d ms, 1,000-byte bodies, %,d rows%n",
                Runtime.getRuntime().availableProcessors(), PARTITIONS, LATENCY.toMillis(), rows);
        try {
            BrokerSettings usual = TestBroker.settings(folder.resolve("paging"));
            LaneBench memory = new LaneBench(inMemory(TestBroker.settings(folder.resolve("memory"))), folder);
            try {
                memory.throughput("warm-up", rows / 2);
                memory.throughput("from memory", rows);
                memory.oneSlowRow();
            } finally {
                memory.broker.close();
            }
            LaneBench paging = new LaneBench(usual, folder);
            try {
                paging.throughput("from page files", rows);
            } finally {
                paging.broker.close();
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
        System.exit(0);
    }

    /** What waits stays in memory: page files are the broker's figure, not the lanes'. */
    private static BrokerSettings inMemory(BrokerSettings settings) {
        return new BrokerSettings(
                settings.folder(),
                settings.host(),
                settings.port(),
                settings.hubUser(),
                settings.hubPassword(),
                settings.diskLimitPercent(),
                settings.diskCheckPeriod(),
                MEMORY_BYTES,
                MEMORY_BYTES,
                settings.pageBytes(),
                settings.maxMessageBytes(),
                settings.journalBufferTimeout(),
                settings.journalDatasync());
    }

    private void throughput(String from, int rows) throws Exception {
        send("key", rows);
        long heapBefore = usedHeap();
        SteadyTarget target = new SteadyTarget(LATENCY);
        long start = System.nanoTime();
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
            seconds = (System.nanoTime() - start - pause) / 1e9;
            cores = (cpuNanos() - cpuFrom - cpuPause) / 1e9 / seconds;
        }
        long commits = broker.broker.state().depth(QueueNames.RECEIPTS) - receiptsBefore;
        line(
                from + ": rows a second (to reach: 30,000 from memory)",
                "%,.0f".formatted(rows / seconds)
                        + ", %,d a commit, %.1f cores with broker and target"
                                .formatted(rows / Math.max(1, commits), cores));
        line(from + ": heap with all queued / half way, MiB", (heapBefore >> 20) + " / " + (heapMiddle >> 20));
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
