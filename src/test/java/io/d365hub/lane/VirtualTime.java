package io.d365hub.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Time that stands still until a test moves it. */
final class VirtualTime implements LaneTime {

    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::due));
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private long nanos = 1_000_000_000L;

    private record Alarm(long due, Runnable task) {}

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void after(long delay, Runnable task) {
        alarms.add(new Alarm(nanos + delay, task));
    }

    /** Moves on and rings what is due. */
    void advance(Duration by) {
        List<Runnable> due = new ArrayList<>();
        synchronized (this) {
            nanos += by.toNanos();
            now = now.plus(by);
            while (!alarms.isEmpty() && alarms.peek().due() <= nanos) {
                due.add(alarms.remove().task());
            }
        }
        due.forEach(Runnable::run);
    }
}
