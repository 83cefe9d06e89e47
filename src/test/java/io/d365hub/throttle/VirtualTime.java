package io.d365hub.throttle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** Time that passes as fast as nothing happens: events run in their order, on the thread that lets time pass. */
final class VirtualTime implements InstantSource, LongSupplier, Alarm {

    private record Event(long at, long number, Runnable task) {}

    /** The counter begins near its overflow, as System.nanoTime() may. */
    private static final long ORIGIN = Long.MAX_VALUE - Duration.ofSeconds(20).toNanos();

    private static final Instant START = Instant.parse("2026-03-02T10:30:00Z");

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparing(Event::number));
    private long now;
    private long numbers;

    /** Since the start, nanoseconds. */
    long now() {
        return now;
    }

    double seconds() {
        return now / 1e9;
    }

    @Override
    public Instant instant() {
        return START.plusNanos(now);
    }

    @Override
    public long getAsLong() {
        return ORIGIN + now;
    }

    @Override
    public void after(long nanos, Runnable task) {
        events.add(new Event(now + Math.max(0, nanos), numbers++, task));
    }

    void after(Duration time, Runnable task) {
        after(time.toNanos(), task);
    }

    void runUntil(Duration sinceStart) {
        long end = sinceStart.toNanos();
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.poll();
            now = event.at();
            event.task().run();
        }
        now = end;
    }
}
