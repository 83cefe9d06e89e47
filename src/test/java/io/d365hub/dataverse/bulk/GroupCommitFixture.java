package io.d365hub.dataverse.bulk;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.client.ClientCredentials;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.DataverseSettings;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowRef;
import io.d365hub.dataverse.client.RowResult;
import io.d365hub.failure.Failure;
import io.d365hub.failure.KnownFailure;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import io.d365hub.simulator.control.Fault;
import io.d365hub.simulator.control.Latency;
import io.d365hub.simulator.limits.Limits;
import io.d365hub.simulator.operation.OperationKind;
import io.d365hub.throttle.GovernorSettings;
import io.d365hub.throttle.Governors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A simulator that takes a moment for each request, and a group commit that writes to it. */
final class GroupCommitFixture implements BeforeEachCallback, AfterEachCallback {

    static final double REQUEST_MILLIS = 50;

    /** Long enough for a whole loop of writes to be waiting before the first answer, on a slow machine too. */
    private static final long BUSY_MILLIS = 700;

    private static final int CALLS_AT_ONCE = 4;

    private static final long PATIENCE_SECONDS = 20;

    final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withPort(0));
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private DataverseClient client;
    GroupCommit writes;

    @Override
    public void beforeEach(ExtensionContext context) {
        simulator.limits(new Limits(0, 0, 0, 300, 52));
        DataverseSettings settings =
                DataverseSettings.of(simulator.url()).withCallTimeLimit(Duration.ofSeconds(PATIENCE_SECONDS / 2));
        client = DataverseClient.open(
                settings,
                new ClientCredentials(
                        simulator.tokenUrl(),
                        SimulatorSettings.DEFAULT_CLIENT_ID,
                        SimulatorSettings.DEFAULT_CLIENT_SECRET,
                        settings.scope()),
                new Governors(InstantSource.system(), System::nanoTime)
                        .of(settings.environment(), "test", GovernorSettings.DEFAULT));
        writes = with(GroupCommitSettings.DEFAULT);
        // The token is there before anything is measured.
        client.whoAmI().join();
        simulator.latency(new Latency(REQUEST_MILLIS, 0));
    }

    GroupCommit with(GroupCommitSettings settings) {
        return new GroupCommit(client, settings, new Deliveries(workers), System::nanoTime);
    }

    /** Keeps all calls of the group of sales orders by number busy, so that what is written next gathers. */
    List<CompletableFuture<RowResult>> occupied() {
        simulator.latency(new Latency(BUSY_MILLIS, 0));
        try {
            List<CompletableFuture<RowResult>> busy =
                    List.of(upsert("busy-1"), upsert("busy-2"), upsert("busy-3"), upsert("busy-4"));
            // Rows that were joined need fewer calls: then the first half of the time is enough.
            long give = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUSY_MILLIS / 2);
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> number("running") >= CALLS_AT_ONCE || System.nanoTime() - give > 0);
            return busy;
        } finally {
            simulator.latency(new Latency(REQUEST_MILLIS, 0));
        }
    }

    /** How many requests were at work at the same moment since {@link #forgetStatistics}. */
    int mostAtOnce() {
        return number("mostRunning");
    }

    void forgetStatistics() {
        simulator.forgetStatistics();
    }

    private int number(String statistic) {
        return ((Number) simulator.statistics().get(statistic)).intValue();
    }

    /** Lets the group learn the names of its table: then, and not before, rows travel in bulk messages. */
    void learnNames() {
        simulator.latency(new Latency(1, 0));
        await().until(() -> {
            IntStream.range(0, 50).mapToObj(i -> upsert("learn-" + i)).toList().forEach(GroupCommitFixture::join);
            return calls(OperationKind.UPSERTMULTIPLE) > 0;
        });
        simulator.latency(new Latency(REQUEST_MILLIS, 0));
    }

    CompletableFuture<RowResult> upsert(String number) {
        return upsert(number, "Order");
    }

    CompletableFuture<RowResult> upsert(String number, String name) {
        return writes.write(RowChange.upsert(order(number), columns("name", name), Map.of()), () -> true);
    }

    static RowRef order(String number) {
        return RowRef.byKey("salesorders", Map.of("ordernumber", number));
    }

    static ObjectNode columns(String... namesAndValues) {
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            columns.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return columns;
    }

    /** A row that the simulator refuses: the text is longer than its column. */
    CompletableFuture<RowResult> bad(String number) {
        return upsert(number, "x".repeat(5000));
    }

    String name(String number) {
        return client.retrieve(order(number), List.of("name"))
                .join()
                .map(row -> row.path("name").asText())
                .orElse("");
    }

    void fault(OperationKind on, int times, Integer status, String code, String message, boolean drop) {
        simulator.fault(new Fault(on, times, 0, status, code, message, null, drop, false, false, null, null));
    }

    /** The first row with this text is answered 429. */
    void throttle(String text) {
        simulator.fault(new Fault(
                OperationKind.UPSERT,
                1,
                0,
                429,
                "0x80072322",
                "Too many requests.",
                "1",
                false,
                false,
                false,
                text,
                null,
                null,
                false,
                null,
                null));
    }

    @SuppressWarnings("unchecked")
    int calls(OperationKind kind) {
        Map<String, Object> calls = (Map<String, Object>) simulator.statistics().get("calls");
        Map<String, Object> byStatus = (Map<String, Object>) calls.getOrDefault(kind.text(), Map.of());
        return byStatus.values().stream()
                .mapToInt(count -> ((Number) count).intValue())
                .sum();
    }

    static <T> T join(CompletableFuture<T> result) {
        try {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("no verdict within " + PATIENCE_SECONDS + " s", e);
        }
    }

    static Failure failure(CompletableFuture<?> result) {
        try {
            join(result);
        } catch (CompletionException e) {
            if (e.getCause() instanceof KnownFailure known) {
                return known.failure();
            }
            throw e;
        }
        throw new AssertionError("the operation succeeded");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        client.close();
        workers.shutdownNow();
        simulator.close();
    }
}
