package io.d365hub.batch.schedule;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs that last until a test ends them. */
final class TestRuns implements BatchStarts {

    /** Names of the batches whose runs were started, one after another. */
    final List<String> started = new CopyOnWriteArrayList<>();

    private final InstantSource clock;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<String, Instant> running = new ConcurrentHashMap<>();
    private final Map<String, Instant> starts = new ConcurrentHashMap<>();
    private final Map<String, Instant> goodEnds = new ConcurrentHashMap<>();

    TestRuns(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Started start(String batch, String because) {
        if (running.containsKey(batch)) {
            return Started.notStarted("A run is under way.");
        }
        running.put(batch, clock.instant());
        starts.put(batch, clock.instant());
        started.add(batch);
        return new Started("run-" + ids.incrementAndGet(), "");
    }

    synchronized void endsWell(String batch) {
        running.remove(batch);
        goodEnds.put(batch, clock.instant());
    }

    synchronized void fails(String batch) {
        running.remove(batch);
    }

    @Override
    public Optional<Instant> lastGoodEnd(String batch) {
        return Optional.ofNullable(goodEnds.get(batch));
    }

    @Override
    public Optional<Instant> lastStart(String batch) {
        return Optional.ofNullable(starts.get(batch));
    }
}
