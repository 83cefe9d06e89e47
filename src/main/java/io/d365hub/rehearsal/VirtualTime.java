package io.d365hub.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** Time that stands still until somebody moves it, so that half a minute passes in no time. Thread-safe. */
public final class VirtualTime implements InstantSource {

    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::due).thenComparingLong(Alarm::number));
    private final Instant origin;
    private long nanos;
    private long numbers;

    private record Alarm(long due, long number, Runnable task) {}

    /** @param origin what the time of day is at first */
    public VirtualTime(Instant origin) {
        this.origin = origin;
    }

    /** Nanoseconds since its beginning. */
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized Instant instant() {
        return origin.plusNanos(nanos);
    }

    /** Runs a task once so many nanoseconds have passed, on the thread that lets them pass. */
    public synchronized void after(long delay, Runnable task) {
        alarms.add(new Alarm(nanos + Math.max(0, delay), numbers++, task));
    }

    /** How many nanoseconds are left until the next task; empty when there is none. */
    synchronized OptionalLong untilNext() {
        return alarms.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, alarms.peek().due() - nanos));
    }

    /** Lets time pass, and runs what is due by then. */
    public void pass(Duration distance) {
        List<Runnable> due = new ArrayList<>();
        synchronized (this) {
            nanos += distance.toNanos();
            while (!alarms.isEmpty() && alarms.peek().due() <= nanos) {
                due.add(alarms.remove().task());
            }
        }
        due.forEach(Runnable::run);
    }
}
