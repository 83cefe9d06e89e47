package io.d365hub.batch;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the source of a run on a thread of its own, a little ahead of the route. When the source is closed for a while it waits
 * and opens it again at the last position that it handed out.
 */
final class SourceReading implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceReading.class);

    private static final int BUNDLE_ROWS = 256;
    private static final int BUNDLE_BYTES = 1 << 20;
    private static final int BUNDLES_AHEAD = 6;
    private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration[] PAUSES = {
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60)
    };

    private final Run run;
    private final BatchSource source;
    private final Bell bell;
    private final BlockingQueue<Bundle> ahead = new ArrayBlockingQueue<>(BUNDLES_AHEAD);
    private final CountDownLatch stop = new CountDownLatch(1);
    /** What became of the run's rows, once all are settled; null when the run ends otherwise. */
    private final CompletableFuture<RunCounts> settled = new CompletableFuture<>();
    /** Ends when the source has heard of it; fails when it could not do what it had to do then. */
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** Ends when all rows of the source are settled. */
    private final CountDownLatch restSettled = new CountDownLatch(1);

    private volatile boolean atEnd;
    private volatile RowReader reader;
    private volatile Failure waiting;
    private volatile long total = -1;
    private volatile double share = -1;

    // The reading thread's.
    private StartPoint from;
    /** Rows behind it come again when the source is opened anew. */
    private Position reached;

    private Segment segment;
    private List<RowTask> tasks = new ArrayList<>(BUNDLE_ROWS);
    private int bytes;
    private long ordinal;
    private long askedAt;

    SourceReading(Run run, BatchSource source, Bell bell) {
        this.run = run;
        this.source = source;
        this.bell = bell;
        this.from = run.row().from();
        this.ordinal = run.row().counts().read();
        this.segment = new Segment(0, ordinal);
    }

    // --- For the run's thread

    /** What comes next; null when nothing is there. */
    Bundle poll() {
        return ahead.poll();
    }

    /** Why nothing comes just now; null when the source is not closed. */
    Failure waiting() {
        return waiting;
    }

    OptionalLong total() {
        return total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
    }

    /** Negative when unknown. */
    double share() {
        return share;
    }

    /** Whether all rows of the source are there and it is of interest when they are settled. */
    boolean isAtEnd() {
        return atEnd && ahead.isEmpty();
    }

    void restIsSettled() {
        restSettled.countDown();
    }

    /** Everything that was handed out is settled and saved; the source may act on it. */
    CompletableFuture<Void> settled(RunCounts counts) {
        settled.complete(counts);
        return closed;
    }

    /** Reads no more; returns at once. */
    void stop() {
        stop.countDown();
        settled.complete(null);
        RowReader open = reader;
        if (open != null) {
            open.cancel();
        }
        ahead.clear();
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    // --- The reading thread

    @Override
    public void run() {
        int failures = 0;
        long failingSince = 0;
        while (!isStopped()) {
            long before = ordinal;
            try {
                readToTheEnd();
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception | StackOverflowError e) {
                if (isStopped()) {
                    break;
                }
                boolean progressed = ordinal != before;
                failures = progressed ? 1 : failures + 1;
                failingSince = failures == 1 ? run.nanoTime() : failingSince;
                if (!mayPass(e, failures, Duration.ofNanos(run.nanoTime() - failingSince))) {
                    return;
                }
            }
        }
        closed.complete(null);
    }

    /** Waits when the failure is one that passes; else tells the run. */
    private boolean mayPass(Throwable thrown, int failures, Duration failing) {
        Failure failure = run.classify(thrown);
        boolean passes = failure.kind() == FailureKind.THROTTLED
                || (failure.kind() == FailureKind.TRANSIENT
                        && failing.compareTo(run.batch().integration().patience()) < 0);
        try {
            if (!passes) {
                LOG.debug("The source of batch {} failed", run.batch().name(), thrown);
                put(Bundle.failed(segment, failure));
                closed.complete(null);
                return false;
            }
            put(Bundle.voiding(segment));
            ordinal = segment.before;
            segment = new Segment(segment.number + 1, ordinal);
            tasks = new ArrayList<>(BUNDLE_ROWS);
            bytes = 0;
            if (reached != null) {
                from = StartPoint.withinRun(reached.toJson());
            }
            waiting = failure;
            Duration pause = failure.retryAfter().orElse(PAUSES[Math.min(failures - 1, PAUSES.length - 1)]);
            boolean stopped = stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            waiting = stopped ? failure : null;
            return !stopped;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void readToTheEnd() throws Exception {
        try (RowReader opened = source.open(from, run.request())) {
            reader = opened;
            readAll(opened);
            Optional<Position> end = opened.end();
            flush(null);
            awaitSettled();
            for (RowReader more : run.participants().rowsAfter()) {
                try (more) {
                    readAll(more);
                }
            }
            flush(null);
            put(Bundle.last(segment, end));
            RunCounts counts = settled.get();
            if (counts != null) {
                try {
                    opened.settled(counts);
                } catch (Exception e) {
                    closed.completeExceptionally(e);
                }
            }
        } finally {
            reader = null;
        }
        closed.complete(null);
    }

    /** What follows the source's rows may depend on what became of them. */
    private void awaitSettled() throws InterruptedException {
        atEnd = true;
        while (!isStopped() && !restSettled.await(100, TimeUnit.MILLISECONDS)) {
            bell.ring();
        }
        if (isStopped()) {
            throw new InterruptedException();
        }
    }

    private void readAll(RowReader opened) throws Exception {
        for (SourceRow row = opened.next(); row != null && !isStopped(); row = opened.next()) {
            add(row);
            ask(opened);
        }
    }

    private void ask(RowReader opened) {
        long now = run.nanoTime();
        if (now - askedAt > ASK_NANOS) {
            askedAt = now;
            total = opened.total().orElse(-1);
            share = opened.share();
        }
    }

    private void add(SourceRow row) throws InterruptedException {
        RowTask task = task(row);
        tasks.add(task);
        bytes += task.size;
        Position position = row.position();
        boolean full = tasks.size() >= BUNDLE_ROWS || bytes >= BUNDLE_BYTES;
        boolean whole = position != null && ordinal - segment.before >= BUNDLE_ROWS;
        if (full || whole || (bell.isAwaited() && ahead.isEmpty())) {
            flush(position);
        }
    }

    private RowTask task(SourceRow row) {
        ordinal++;
        Optional<Failure> failure = row.failure();
        if (failure.isPresent()) {
            return new RowTask(withoutKey(row), segment, row.size(), failure.get());
        }
        int size = row.size();
        return run.keys()
                .of(row)
                .map(key -> new RowTask(new BatchRow(ordinal, key, true, row), segment, size, null))
                .orElseGet(() ->
                        new RowTask(withoutKey(row), segment, size, run.keys().missing()));
    }

    private BatchRow withoutKey(SourceRow row) {
        return new BatchRow(ordinal, RowKeys.standIn(row, ordinal), false, row);
    }

    private void flush(Position position) throws InterruptedException {
        if (tasks.isEmpty()) {
            return;
        }
        run.participants().upcoming(tasks);
        put(Bundle.rows(segment, tasks, position));
        tasks = new ArrayList<>(BUNDLE_ROWS);
        bytes = 0;
        if (position != null) {
            reached = position;
            segment = new Segment(segment.number + 1, ordinal);
        }
    }

    private void put(Bundle bundle) throws InterruptedException {
        while (!isStopped() && !ahead.offer(bundle, 100, TimeUnit.MILLISECONDS)) {
            bell.ring();
        }
        bell.ring();
    }
}
