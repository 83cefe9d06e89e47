package io.d365hub.mapping;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One run of a mapping with one message, which somebody else may give up. What counts is the processor time of its thread, so that
 * neither a busy machine nor a step that waits for an answer makes a mapping endless.
 */
final class MappingRun implements Runnable {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What is run. */
    interface Task {

        /** @param done to be called once, also later and by another thread; not at all when it throws */
        void run(Runnable done);
    }

    /** Gets to know how it ended, once. */
    interface Ending {

        /** @param failure null when all is well */
        void ended(Throwable failure);
    }

    private enum State {
        WAITING,
        COMPUTING,
        RETURNED,
        ENDED,
        GIVEN_UP
    }

    private final WatchedMapping mapping;
    private final Task task;
    private final Ending ending;
    private final Consumer<MappingRun> atReturn;

    // All below under the lock of this.
    private State state = State.WAITING;
    private Thread thread;
    private long cpuAtStart;
    private boolean asked;
    private long askedAt;
    private boolean done;

    /** @param atReturn called when the thread is free again, however that came */
    MappingRun(WatchedMapping mapping, Task task, Ending ending, Consumer<MappingRun> atReturn) {
        this.mapping = mapping;
        this.task = task;
        this.ending = ending;
        this.atReturn = atReturn;
    }

    WatchedMapping mapping() {
        return mapping;
    }

    @Override
    public void run() {
        begin();
        Throwable thrown = null;
        try {
            MappingThreads.watched(() -> task.run(this::taskDone));
        } catch (Throwable e) { // Groovy throws what nobody has declared, as an interrupt
            thrown = e;
        }
        boolean wanted = returned(thrown);
        atReturn.accept(this);
        if (wanted) {
            ending.ended(wasAsked() ? mapping.endless() : thrown);
        }
    }

    private synchronized void begin() {
        thread = Thread.currentThread();
        cpuAtStart = THREADS.getCurrentThreadCpuTime();
        state = State.COMPUTING;
    }

    private synchronized boolean wasAsked() {
        return asked;
    }

    /** Whether the message may go on now. */
    private synchronized boolean returned(Throwable thrown) {
        if (asked) {
            Thread.interrupted(); // was meant for the mapping alone
        }
        if (state != State.COMPUTING) {
            return false;
        }
        state = State.RETURNED;
        return finished(done || thrown != null);
    }

    /** A step in Java may say so later, from another thread. */
    private void taskDone() {
        boolean wanted;
        synchronized (this) {
            done = true;
            wanted = state == State.RETURNED && finished(true);
        }
        if (wanted) {
            ending.ended(wasAsked() ? mapping.endless() : null);
        }
    }

    private boolean finished(boolean now) {
        if (now) {
            state = State.ENDED;
        }
        return now;
    }

    /** Whether it has computed longer than it may; false when it has ended or waits for something. */
    synchronized boolean isOverdue() {
        return state == State.COMPUTING
                && THREADS.getThreadCpuTime(thread.getId()) - cpuAtStart
                        > mapping.limit().toNanos();
    }

    /** Whether its thread waits for something. */
    synchronized boolean isIdle() {
        return state == State.COMPUTING && thread.getState() != Thread.State.RUNNABLE;
    }

    /** Asks it to stop; a mapping that looks at interrupts does. */
    synchronized void ask() {
        if (asked || state != State.COMPUTING) {
            return;
        }
        asked = true;
        askedAt = System.nanoTime();
        thread.interrupt();
    }

    /** Whether it has been asked, and has not obeyed in that time. */
    synchronized boolean isDeaf(Duration patience) {
        return asked && System.nanoTime() - askedAt > patience.toNanos();
    }

    /** Ends its message with a failure and leaves the thread to itself; false when it has ended meanwhile. */
    boolean giveUp() {
        synchronized (this) {
            if (state != State.COMPUTING) {
                return false;
            }
            state = State.GIVEN_UP;
            mapping.ranAway(); // before it can come back
        }
        ending.ended(mapping.endless());
        return true;
    }

    synchronized boolean isGivenUp() {
        return state == State.GIVEN_UP;
    }
}
