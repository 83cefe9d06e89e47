package io.d365hub.lane;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What a lane does later, on its own thread. Used by the lane's thread only. */
final class Timetable {

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::due));
    private final LaneTime time;
    private final Mailbox mailbox;
    private long alarm = Long.MAX_VALUE;

    Timetable(LaneTime time, Mailbox mailbox) {
        this.time = time;
        this.mailbox = mailbox;
    }

    private record Entry(long due, Runnable task) {}

    void after(Duration delay, Runnable task) {
        at(time.nanoTime() + delay.toNanos(), task);
    }

    void at(long due, Runnable task) {
        entries.add(new Entry(due, task));
        setAlarm();
    }

    private void setAlarm() {
        Entry next = entries.peek();
        if (next != null && next.due() < alarm) {
            alarm = next.due();
            time.after(Math.max(0, next.due() - time.nanoTime()), () -> mailbox.put(this::run));
        }
    }

    private void run() {
        long now = time.nanoTime();
        if (alarm <= now) {
            alarm = Long.MAX_VALUE;
        }
        while (!entries.isEmpty() && entries.peek().due() <= now) {
            entries.remove().task().run();
        }
        setAlarm();
    }
}
