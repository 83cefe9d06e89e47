package io.d365hub.simulator.control;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.operation.OperationKind;
import io.d365hub.simulator.store.CommitListener;
import io.d365hub.simulator.store.Row;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what was called and written. Thread-safe; a snapshot taken while calls run may be a few behind. */
public final class Statistics implements CommitListener {

    private static final int MOST_KEPT = 2_000;

    private final ConcurrentMap<OperationKind, ConcurrentMap<Integer, LongAdder>> calls = new ConcurrentHashMap<>();
    private final ConcurrentMap<OperationKind, ConcurrentMap<Integer, LongAdder>> parts = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Writes> rows = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> throttled = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final ConcurrentLinkedDeque<CallRecord> newest = new ConcurrentLinkedDeque<>();
    private final AtomicInteger kept = new AtomicInteger();

    /**
     * One request of the Web API.
     *
     * @param operation what it asked for
     * @param status what was answered; 0 when the connection was closed instead
     * @param rows how many rows it worked on
     */
    public record CallRecord(String operation, int status, int rows) {}

    /** Rows written in one table. */
    private static final class Writes {
        final LongAdder created = new LongAdder();
        final LongAdder updated = new LongAdder();
        final LongAdder deleted = new LongAdder();
    }

    public void started() {
        int now = running.incrementAndGet();
        if (now > mostRunning.get()) {
            mostRunning.accumulateAndGet(now, Math::max);
        }
    }

    /** A request was answered. */
    public void answered(OperationKind kind, int status) {
        count(calls, kind, status);
    }

    /** Keeps one request for {@link #newest}. */
    public void called(OperationKind kind, int status, int rows) {
        newest.add(new CallRecord(kind.text(), status, rows));
        if (kept.incrementAndGet() > MOST_KEPT) {
            newest.poll();
            kept.decrementAndGet();
        }
    }

    /** The newest requests, at most 2,000, in the order of their answers. */
    public List<CallRecord> newest() {
        return List.copyOf(newest);
    }

    /** A request ended, answered or not. */
    public void ended() {
        running.decrementAndGet();
    }

    /** A part of a batch was run. */
    public void part(OperationKind kind, int status) {
        count(parts, kind, status);
    }

    /** A request was refused by a limit. */
    public void throttled(String code) {
        throttled.computeIfAbsent(code, c -> new LongAdder()).increment();
    }

    /** A fault closed a connection. */
    public void dropped() {
        dropped.increment();
    }

    private static void count(
            ConcurrentMap<OperationKind, ConcurrentMap<Integer, LongAdder>> counts, OperationKind kind, int status) {
        counts.computeIfAbsent(kind, k -> new ConcurrentHashMap<>())
                .computeIfAbsent(status, s -> new LongAdder())
                .increment();
    }

    @Override
    public void committed(TableDefinition table, Row before, Row after, long version) {
        Writes writes = rows.computeIfAbsent(table.entitySetName(), t -> new Writes());
        (before == null ? writes.created : after == null ? writes.deleted : writes.updated).increment();
    }

    /** Forgets everything but the requests that are running. */
    public void reset() {
        calls.clear();
        parts.clear();
        rows.clear();
        throttled.clear();
        newest.clear();
        kept.set(0);
        dropped.reset();
        mostRunning.set(running.get());
    }

    /** The numbers now, ready for JSON. */
    public Map<String, Object> snapshot() {
        Map<String, Object> written = new TreeMap<>();
        rows.forEach((table, writes) -> written.put(
                table,
                Map.of(
                        "created", writes.created.sum(),
                        "updated", writes.updated.sum(),
                        "deleted", writes.deleted.sum())));
        Map<String, Object> refused = new TreeMap<>();
        throttled.forEach((code, count) -> refused.put(code, count.sum()));
        return Map.of(
                "calls", numbers(calls),
                "batchParts", numbers(parts),
                "rowsWritten", written,
                "throttled", refused,
                "droppedConnections", dropped.sum(),
                "running", running.get(),
                "mostRunning", mostRunning.get());
    }

    private static Map<String, Object> numbers(ConcurrentMap<OperationKind, ConcurrentMap<Integer, LongAdder>> counts) {
        Map<String, Object> byKind = new TreeMap<>();
        counts.forEach((kind, byStatus) -> {
            Map<String, Object> statuses = new TreeMap<>();
            byStatus.forEach((status, count) -> statuses.put(status.toString(), count.sum()));
            byKind.put(kind.text(), statuses);
        });
        return byKind;
    }
}
