package io.d365hub.virtual.guard;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.TableSource.WriteOutcome;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.key.GuidKeys;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.TableQuery;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One table behind its protection. Thread-safe; nothing here blocks its caller. Futures end on a thread of the table's
 * source, or on the caller's when the answer was here; they fail with a {@link SourceException} only.
 */
public final class TableGuard implements AutoCloseable {

    private final VirtualTable table;
    private final TableSource source;
    private final GuidKeys keys;
    private final JudgedSource judged;
    private final SourceCalls calls;
    /** What was asked since the last write; empty when the table is not cached. */
    private final Optional<AsyncCache<Question, Object>> cache;

    /** Goes up with each write, so that an answer read before it is never given after it. */
    private final AtomicLong generation = new AtomicLong();

    private final Runnable others;

    /**
     * Does nothing yet. The source is closed with the guard, the threads are not.
     *
     * @param others tells the other hub processes that rows may have changed; must neither block nor throw
     */
    public TableGuard(
            VirtualTable table,
            TableSource source,
            GuidKeys keys,
            GuardSettings settings,
            GuardThreads threads,
            MeterRegistry meters,
            Runnable others) {
        this.others = others;
        this.table = table;
        this.source = source;
        this.keys = keys;
        this.judged = new JudgedSource(table, source, keys);
        this.calls = new SourceCalls(table, settings, threads, meters);
        this.cache = table.cacheTime().isZero()
                ? Optional.empty()
                : Optional.of(Caffeine.newBuilder()
                        .expireAfterWrite(table.cacheTime())
                        .maximumWeight(settings.cacheRows())
                        .weigher((Question question, Object answer) -> weight(answer))
                        .buildAsync());
    }

    /** Equal ones have equal answers until the next write. */
    private record Question(long generation, Object what) {}

    /** In the place of an answer while it is shared: the cache logs futures that fail, and failures are no news to it. */
    private record Failure(Throwable why) {}

    /** A question for one row. */
    private record RowQuestion(Object key, Set<VirtualColumn> columns) {}

    public VirtualTable table() {
        return table;
    }

    /**
     * Reads a page.
     *
     * @throws SourceException when the source cannot answer it exactly
     */
    public CompletableFuture<TablePage> read(TableQuery query, Departure caller) throws SourceException {
        source.check(query);
        return cached(query, caller, () -> calls.run(call -> judged.read(query, call)));
    }

    /** Reads one row by its natural key. */
    public CompletableFuture<Optional<TableRow>> find(Object key, Set<VirtualColumn> columns, Departure caller) {
        return cached(new RowQuestion(key, columns), caller, () -> calls.run(call -> judged.find(key, columns, call)));
    }

    /**
     * Counts.
     *
     * @param query of which only the filter matters
     * @throws SourceException when the source cannot answer it exactly
     */
    public CompletableFuture<Long> count(TableQuery query, Departure caller) throws SourceException {
        source.check(query);
        Filter filter = query.filter();
        return cached(filter, caller, () -> calls.run(call -> source.count(filter, call)));
    }

    public CompletableFuture<TableRow> create(Map<VirtualColumn, Object> values) {
        return written(calls.run(call -> judged.create(values, call)));
    }

    public CompletableFuture<WriteOutcome> update(
            Object key, Map<VirtualColumn, Object> values, Optional<Object> version) {
        return written(calls.run(call -> source.update(key, values, version, call)));
    }

    public CompletableFuture<WriteOutcome> delete(Object key, Optional<Object> version) {
        return written(calls.run(call -> source.delete(key, version, call)));
    }

    /**
     * Somebody says that a row has changed in its source: nothing read before is given again. May block.
     *
     * @param key its natural key as text
     * @return its GUID, which can be read back for good
     * @throws IllegalArgumentException when it can be no key of the table
     */
    public UUID changed(String key) {
        VirtualColumn column = table.key();
        Object natural = GuidKeys.naturalKey(table, key);
        if (GuidKeys.mayBeNamed(column)) {
            keys.remember(table, column, List.of(natural));
        }
        forget();
        tellOthers();
        return GuidKeys.guid(table, column, natural);
    }

    /** Nothing read before is given again. */
    public void forget() {
        generation.incrementAndGet();
    }

    private void tellOthers() {
        if (cache.isPresent()) {
            others.run();
        }
    }

    /** Also when it failed: a write whose answer was lost may have been done. */
    private <T> CompletableFuture<T> written(Asked<T> write) {
        // Whoever asked for it: a write that is given up half-way helps nobody.
        return write.answer().whenComplete((done, failed) -> {
            forget();
            tellOthers();
        });
    }

    private <T> CompletableFuture<T> cached(Object what, Departure caller, Supplier<Asked<T>> ask) {
        if (cache.isEmpty()) {
            Asked<T> asked = ask.get();
            caller.then(asked.giveUp());
            return asked.answer();
        }
        return shared(new Question(generation.get(), what), caller, ask);
    }

    @SuppressWarnings("unchecked") // what is asked decides the type of the answer
    private <T> CompletableFuture<T> shared(Question question, Departure caller, Supplier<Asked<T>> ask) {
        CompletableFuture<Object> asked = joined(question, caller, ask);
        return asked.thenCompose(answer -> {
            if (answer instanceof Failure failure) {
                cache.orElseThrow().asMap().remove(question, asked);
                return CompletableFuture.failedFuture(failure.why());
            }
            return CompletableFuture.completedFuture((T) answer);
        });
    }

    private <T> SharedAnswer joined(Question question, Departure caller, Supplier<Asked<T>> ask) {
        while (true) {
            SharedAnswer asked = (SharedAnswer) cache.orElseThrow().get(question, (key, executor) -> shared(ask.get()));
            if (asked.admit()) {
                caller.then(asked::leave);
                return asked;
            }
            // Those who asked have all left at this moment.
            cache.orElseThrow().asMap().remove(question, asked);
        }
    }

    private static <T> SharedAnswer shared(Asked<T> asked) {
        CompletableFuture<Object> told =
                asked.answer().handle((answer, failed) -> failed == null ? answer : new Failure(failed));
        return new SharedAnswer(new Asked<>(told, asked.giveUp()));
    }

    private static int weight(Object answer) {
        if (answer instanceof TablePage page) {
            return 1 + page.rows().size();
        }
        return answer instanceof Collection<?> rows ? 1 + rows.size() : 1;
    }

    /** Ends what is under way and closes the source. */
    @Override
    public void close() {
        calls.close();
        source.close();
    }
}
