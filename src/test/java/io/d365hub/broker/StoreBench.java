package io.d365hub.broker;

import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.WorkQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures how many durable 1 KiB messages a second the work queue stores for a number of callers that each wait for
 * their answer. Nothing takes them
 * out again, so that a long run measures paging. Arguments: callers, seconds. Not a test: run its main.
 */
public final class StoreBench {

    private StoreBench() {}

    public static void main(String[] args) throws Exception {
        int callers = args.length > 0 ? Integer.parseInt(args[0]) : 256;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 8;
        Path folder = Files.createTempDirectory("store-bench");
        LongAdder stored = new LongAdder();
        LongAdder refused = new LongAdder();
        try (TestBroker broker = new TestBroker(folder)) {
            Integration integration = broker.integration("bench", Integration.DEFAULT_PARTITIONS);
            Integrations integrations = new Integrations();
            integrations.register(integration);
            try (BrokerWorkQueue queue =
                    new BrokerWorkQueue(broker.connections, integrations, WorkQueueSettings.defaults())) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
                String body = "x".repeat(1024);
                for (int i = 0; i < callers; i++) {
                    again(queue, integration, "key-" + i, body, end, stored, refused);
                }
                long before = 0;
                for (int s = 0; s < seconds; s++) {
                    TimeUnit.SECONDS.sleep(1);
                    long now = stored.sum();
                    System.out.printf("%d/s%n", now - before);
                    before = now;
                }
                System.out.printf("%d callers: %d stored, %d refused%n", callers, stored.sum(), refused.sum());
            }
        }
    }

    private static void again(
            WorkQueue queue,
            Integration integration,
            String key,
            String body,
            long end,
            LongAdder stored,
            LongAdder refused) {
        if (System.nanoTime() > end) {
            return;
        }
        HubMessage message = TestBroker.message(integration, key, body);
        var unused = queue.store(message, null).handle((result, failure) -> {
            (failure == null ? stored : refused).increment();
            again(queue, integration, key, body, end, stored, refused);
            return null;
        });
    }
}
