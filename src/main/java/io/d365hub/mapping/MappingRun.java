package io.d365hub.mapping;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;

/**
 * One run of a mapping with one message, which somebody else may give up. What counts is the processor time of its thread, so that
 * neither a busy machine nor a step that waits for an answer makes a mapping endless.
 */
final class MappingRun implements Runnable {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private enum State {
        WAITING,
        COMPUTING,
        RETURNED,
        ENDED,
        GIVEN_UP
    }

    private final String mapping;
    private final Duration limit;
    private final AsyncProcessor step;
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final Consumer<MappingRun> atReturn;

    // All below under the lock of this.
    private State state = State.WAITING;
    private Thread thread;
    private long cpuAtStart;
    private boolean asked;
    private long askedAt;
    private boolean done;

    /** @param atReturn called when the thread is free again, however that came */
    MappingRun(
            String mapping,
            Duration limit,
            AsyncProcessor step,
            Exchange exchange,
            AsyncCallback callback,
            Consumer<MappingRun> atReturn) {
        this.mapping = mapping;
        this.limit = limit;
        this.step = step;
        this.exchange = exchange;
        this.callback = callback;
        this.atReturn = atReturn;
    }

    String mapping() {
        return mapping;
    }

    @Override
    public void run() {
        begin();
        Throwable thrown = null;
        try {
            step.process(exchange, sync -> stepDone());
        } catch (RuntimeException | Error e) {
            thrown = e;
        }
        boolean wanted = returned(thrown);
        atReturn.accept(this);
        if (wanted) {
            callback.done(false);
        }
    }

    private synchronized void begin() {
        thread = Thread.currentThread();
        cpuAtStart = THREADS.getCurrentThreadCpuTime();
        state = State.COMPUTING;
    }

    /** Whether the exchange may go on now. */
    private synchronized boolean returned(Throwable thrown) {
        if (asked) {
            Thread.interrupted(); // was meant for the mapping alone
        }
        if (state != State.COMPUTING) {
            return false;
        }
        state = State.RETURNED;
        if (asked) {
            exchange.setException(new EndlessMappingException(mapping, limit));
        } else if (thrown != null) {
            exchange.setException(thrown);
        }
        return finished(done || thrown != null);
    }

    /** A step in Java may say so later, from another thread. */
    private void stepDone() {
        boolean wanted;
        synchronized (this) {
            done = true;
            wanted = state == State.RETURNED && finished(true);
        }
        if (wanted) {
            callback.done(false);
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
        return state == State.COMPUTING && THREADS.getThreadCpuTime(thread.getId()) - cpuAtStart > limit.toNanos();
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
            exchange.setException(new EndlessMappingException(mapping, limit));
        }
        callback.done(false);
        return true;
    }

    synchronized boolean isGivenUp() {
        return state == State.GIVEN_UP;
    }
}
