package io.d365hub.lane;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * A target for benchmarks: answers every row after the same time, rows whose record key begins with {@code slow} after
 * four seconds, with one thread for each of the two, so that it costs next to nothing.
 */
final class SteadyTarget extends AsyncProcessorSupport {

    private static final long SLOW_NANOS = Duration.ofSeconds(4).toNanos();

    private final long nanos;
    private final LinkedBlockingQueue<Answer> usual = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Answer> slow = new LinkedBlockingQueue<>();
    final AtomicInteger usualDone = new AtomicInteger();
    final AtomicInteger slowDone = new AtomicInteger();

    private record Answer(long due, AsyncCallback callback) {}

    SteadyTarget(Duration latency) {
        this.nanos = latency.toNanos();
        answering(usual, usualDone, "usual");
        answering(slow, slowDone, "slow");
    }

    private static void answering(LinkedBlockingQueue<Answer> answers, AtomicInteger done, String name) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            Answer answer = answers.take();
                            for (long left = answer.due() - System.nanoTime();
                                    left > 0;
                                    left = answer.due() - System.nanoTime()) {
                                LockSupport.parkNanos(left);
                            }
                            done.incrementAndGet();
                            answer.callback().done(false);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "target-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        boolean slowly = exchange.getIn()
                .getHeader(LaneConstants.RECORD_KEY, String.class)
                .startsWith("slow");
        (slowly ? slow : usual).add(new Answer(System.nanoTime() + (slowly ? SLOW_NANOS : nanos), callback));
        return false;
    }
}
