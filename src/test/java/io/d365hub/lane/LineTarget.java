package io.d365hub.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * A target that keeps lines: takes up to 100 rows of a line with one request, in order, and none behind one that it has
 * failed at. What it does with a row is up to a {@link FakeTarget}. Its answers come in disorder.
 */
final class LineTarget extends AsyncProcessorSupport implements OrderedTarget, AutoCloseable {

    private static final int MOST_ROWS = 100;
    private static final String PLACE = "place";

    private final FakeTarget rows;
    private final Duration latency;
    private final boolean onOtherThread;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final AtomicInteger requests = new AtomicInteger();

    /** @param onOtherThread whether a row is put in line on a thread of the target, and not on the lane's */
    LineTarget(FakeTarget rows, Duration latency, boolean onOtherThread) {
        this.rows = rows;
        this.latency = latency;
        this.onOtherThread = onOtherThread;
    }

    private record Place(Rows line, Runnable inLine) {}

    private record Call(Exchange exchange, AsyncCallback callback) {}

    @Override
    public boolean ends(Route route) {
        return true;
    }

    @Override
    public Line line() {
        Rows line = new Rows();
        return (exchange, inLine) -> exchange.setProperty(PLACE, new Place(line, inLine));
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Place place = exchange.getProperty(PLACE, new Place(new Rows(), () -> {}), Place.class);
        Call call = new Call(exchange, callback);
        if (onOtherThread) {
            threads.execute(() -> place.line().add(call, place.inLine()));
        } else {
            place.line().add(call, place.inLine());
        }
        return false;
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private final class Rows {

        private final Deque<Call> waiting = new ArrayDeque<>();
        private boolean busy;
        private boolean broken;

        void add(Call call, Runnable inLine) {
            synchronized (this) {
                waiting.add(call);
                send();
            }
            inLine.run();
        }

        private synchronized void send() {
            if (!busy && !waiting.isEmpty()) {
                busy = true;
                requests.incrementAndGet();
                List<Call> request = new ArrayList<>();
                while (!waiting.isEmpty() && request.size() < MOST_ROWS) {
                    request.add(waiting.poll());
                }
                Future<?> unused = threads.schedule(() -> work(request), latency.toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        private void work(List<Call> request) {
            synchronized (this) {
                for (Call call : request) {
                    if (broken) {
                        call.exchange().setException(new IllegalStateException("withdrawn"));
                    } else {
                        rows.process(call.exchange(), doneSync -> {});
                        broken = call.exchange().getException() != null;
                    }
                }
                busy = false;
                send();
            }
            Collections.reverse(request);
            request.forEach(call -> call.callback().done(false));
        }
    }
}
