package io.d365hub.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run in this process, on a thread of its own: takes rows from the reading thread, has them started, judges them, and saves
 * position, counters and sign of life once a second.
 */
final class RunLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);

    private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Below the 15 s after which another process may take the run: by then nothing of it may start here. */
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final Run run;
    private final RunStore store;
    private final InstantSource clock;
    private final Bell bell;
    private final SourceReading reading;
    private final RouteWorkers workers;
    private final SideRows side;
    private final RowFlow flow;
    private final Progress progress;
    private final CompletableFuture<RunState> over = new CompletableFuture<>();

    /** Asked for from outside: how the run is to end. */
    private volatile RunState asked;

    private volatile boolean lost;
    private volatile Failure error;

    // The run's thread's.
    private boolean sourceEnded;
    private Optional<Position> end = Optional.empty();
    private ObjectNode states;
    private RunCounts savedCounts;
    private Segment barrier;
    private long savedAt;
    private long lookedAt;
    private boolean saveFailing;

    /** What a run needs of its process. */
    record Parts(RunStore store, SingleRows rows, InstantSource clock, int processors) {}

    RunLoop(Run run, BatchRuntime.Declared batch, Parts parts) {
        this.run = run;
        this.store = parts.store();
        this.clock = parts.clock();
        this.bell = new Bell();
        this.reading = new SourceReading(run, batch.source(), bell);
        this.workers =
                new RouteWorkers(task -> daemon(task, "batch-" + run.batch().name() + "-route"), parts.processors());
        this.side = new SideRows(run, parts.rows(), parts.clock());
        this.flow = new RowFlow(
                run,
                batch.route(),
                bell,
                workers,
                side,
                new RowFates(run.batch().integration(), run.request().dryRun(), parts.clock()));
        this.progress = new Progress(run.row().counts(), run.nanoTime());
        this.states = run.row().participants();
        this.savedCounts = run.row().counts();
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    // --- From outside

    /** Keys whose rows take the lane from the start. */
    SideRows side() {
        return side;
    }

    /** Ends the run in that state once what has started is settled; returns at once. */
    void stop(RunState state) {
        asked = state;
        bell.ring();
    }

    /** The run's thread could not wait for what has started: it is withdrawn, and nothing more is saved. */
    void abandon() {
        lost = true;
        bell.ring();
    }

    /** The run could not begin. */
    void fail(Failure failure) {
        error = failure;
        over.complete(end(RunState.FAILED));
    }

    /** How the run ended in this process. */
    CompletableFuture<RunState> over() {
        return over;
    }

    RunStatus status() {
        RunRow row = run.row();
        RunCounts counts = progress.counts();
        var total = reading.total();
        var share = progress.share(total, reading.share());
        return new RunStatus(
                row.id(),
                row.batch(),
                RunState.RUNNING,
                row.request(),
                row.startedAt(),
                Optional.empty(),
                counts,
                progress.rowsPerSecond(),
                total,
                share,
                progress.left(total, share),
                waiting(),
                Optional.ofNullable(error),
                row.owner(),
                row.resumed());
    }

    private Optional<Failure> waiting() {
        return Stream.of(
                        Optional.ofNullable(flow.waiting()),
                        Optional.ofNullable(side.waiting()),
                        Optional.ofNullable(reading.waiting()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    // --- The run's thread

    @Override
    public void run() {
        RunState state = RunState.INTERRUPTED;
        try {
            daemon(reading, "batch-" + run.batch().name() + "-read").start();
            savedAt = run.nanoTime();
            state = work();
        } catch (Exception | Error e) {
            LOG.warn(
                    "Run {} of batch '{}' met an error of its own and ends",
                    run.id(),
                    run.batch().name(),
                    e);
            error = run.classify(e);
            state = RunState.FAILED;
        }
        RunState ended = end(state);
        over.complete(ended);
    }

    private RunState work() throws Exception {
        while (true) {
            long now = run.nanoTime();
            boolean worked = flow.judge(now);
            Optional<RunState> ending = ending();
            if (lost || ending.isPresent()) {
                return finishStarted(ending.orElse(RunState.INTERRUPTED));
            }
            worked |= takeRows();
            if (now - savedAt < SILENT_NANOS) {
                worked |= flow.start(barrier, now);
            }
            if (side.isDue(now)
                    || ((sourceEnded || reading.isAtEnd())
                            && flow.isIdle()
                            && !side.isEmpty()
                            && side.waiting() == null)) {
                flow.storeSideRows();
                worked = true;
            }
            if (reading.isAtEnd() && flow.isSettled() && side.isEmpty()) {
                reading.restIsSettled();
            }
            if (sourceEnded && flow.isSettled()) {
                return complete();
            }
            keepUp(now);
            if (!worked) {
                bell.await(untilNext(now));
            }
        }
    }

    private long untilNext(long now) {
        long due = flow.dueAt().map(at -> at - now).orElse(LOOK_NANOS);
        return Math.max(100_000, Math.min(due, LOOK_NANOS));
    }

    private boolean takeRows() {
        boolean any = false;
        while (flow.hasRoom()) {
            Bundle bundle = reading.poll();
            if (bundle == null) {
                break;
            }
            any = true;
            flow.take(bundle);
            if (bundle.end().isPresent()) {
                sourceEnded = true;
                end = bundle.end().get();
            }
            if (bundle.failure() != null) {
                error = bundle.failure();
                asked = RunState.FAILED;
            }
        }
        return any;
    }

    /** How the run has to end before its time; empty while it need not. */
    private Optional<RunState> ending() {
        if (flow.endsRun() != null) {
            error = flow.endsRun();
            return Optional.of(RunState.FAILED);
        }
        if (asked == null && tooManyRejects()) {
            return Optional.of(RunState.STOPPED_BY_REJECTS);
        }
        return Optional.ofNullable(asked);
    }

    /** Of what this process has settled: a run that is resumed gets a new chance. */
    private boolean tooManyRejects() {
        RunCounts before = run.row().counts();
        RunCounts counts = flow.live();
        long settled = counts.settled() - before.settled();
        long rejected = counts.rejected() - before.rejected();
        double most = run.batch().rejectShare();
        if (run.request().dryRun() || settled < run.batch().rejectRows() || rejected <= most * settled) {
            return false;
        }
        Failure last = flow.lastRejection();
        error = Failure.of(
                FailureKind.REFUSED,
                "too-many-rejects",
                "Batch '%s' stopped by itself.".formatted(run.batch().name()),
                "%d of %d rows were rejected, more than %d %%. The last reason: %s %s"
                        .formatted(rejected, settled, Math.round(most * 100), last.what(), last.why()),
                "See ./hub dead-letters, mend the cause, and resume the batch; or set rejectShare for data of this kind.");
        return true;
    }

    /** What is done from time to time. */
    private void keepUp(long now) throws Exception {
        if (now - lookedAt >= LOOK_NANOS) {
            lookedAt = now;
            workers.look();
            if (progress.isDue(now)) {
                progress.sample(flow.live(), now);
            }
        }
        if (barrier != null && flow.isCovered(barrier)) {
            barrier = null;
            save(true);
        } else if (now - savedAt >= SAVE_NANOS) {
            boolean quiet = run.participants().needQuiet();
            if (quiet && barrier == null) {
                barrier = flow.lastSegment();
            }
            save(!quiet);
        }
    }

    /**
     * Saves that the run lives and, with {@code position}, how far it is.
     *
     * <p>A position is read before the participants flush: rows that are settled meanwhile are not covered by it.
     */
    private void save(boolean position) throws Exception {
        if (!position) {
            save(new RunStore.Save(Optional.empty(), savedCounts, reading.total(), states, shownError(), List.of()));
            return;
        }
        Position reached = flow.position();
        RunCounts counts = flow.covered();
        states = run.participants().flush();
        savedCounts = counts;
        save(new RunStore.Save(
                Optional.ofNullable(reached).map(Position::toJson),
                counts,
                reading.total(),
                states,
                shownError(),
                List.copyOf(side.unsaved())));
    }

    private Optional<Failure> shownError() {
        return Optional.ofNullable(error == null ? flow.lastRejection() : error);
    }

    private void save(RunStore.Save saved) throws Exception {
        try {
            Optional<Boolean> stopAsked =
                    store.save(run.row(), saved, handle -> run.participants().saving(handle, run));
            savedAt = run.nanoTime();
            saveFailing = false;
            if (!saved.handed().isEmpty()) {
                side.saved();
            }
            if (stopAsked.isEmpty()) {
                lost = true;
            } else if (stopAsked.get() && asked == null) {
                asked = RunState.STOPPED;
            }
        } catch (Exception e) {
            // Nothing new starts after a while without it; what is under way goes on.
            if (!saveFailing) {
                saveFailing = true;
                LOG.warn(
                        "The position of batch '{}' cannot be saved; trying again until it can. {}",
                        run.batch().name(),
                        e.toString());
            }
            savedAt += SAVE_NANOS / 2;
        }
    }

    /** Lets what has started come back; what has not is left for the next time. */
    private RunState finishStarted(RunState state) throws Exception {
        reading.stop();
        flow.dropWaiting();
        while (!flow.isIdle()) {
            if (lost) {
                flow.withdrawStarted();
                return RunState.INTERRUPTED;
            }
            bell.await(LOOK_NANOS);
            flow.judge(run.nanoTime());
            flow.dropWaiting();
            keepUp(run.nanoTime());
        }
        while (!side.isEmpty() && !lost) {
            flow.storeSideRows();
            if (!side.isEmpty()) {
                bell.await(LOOK_NANOS);
                keepUp(run.nanoTime());
            }
        }
        if (!lost && barrierIsQuiet()) {
            save(true);
        }
        return lost ? RunState.INTERRUPTED : state;
    }

    /** Whether a position may be saved now although some rows behind it are settled too. */
    private boolean barrierIsQuiet() {
        return !run.participants().needQuiet() || flow.isSettled();
    }

    private RunState complete() throws Exception {
        Position last = end.orElse(flow.position());
        progress.sample(flow.live(), run.nanoTime());
        states = run.participants().flush();
        savedCounts = flow.live();
        RunStore.Save save = new RunStore.Save(
                Optional.ofNullable(last).map(Position::toJson),
                savedCounts,
                reading.total(),
                states,
                shownError(),
                List.copyOf(side.unsaved()));
        for (save(save); saveFailing && !lost && asked == null; save(save)) {
            bell.await(SAVE_NANOS / 2);
        }
        if (lost || saveFailing) {
            reading.stop();
            return RunState.INTERRUPTED;
        }
        return tellSource();
    }

    /** All rows are settled and that is saved: the source may archive its file. */
    private RunState tellSource() throws Exception {
        CompletableFuture<Void> told = reading.settled(flow.live());
        while (true) {
            try {
                told.get(SAVE_NANOS, TimeUnit.NANOSECONDS);
                return RunState.COMPLETED;
            } catch (TimeoutException e) {
                save(false);
                if (lost) {
                    return RunState.INTERRUPTED;
                }
            } catch (ExecutionException e) {
                error = run.classify(e.getCause());
                return RunState.FAILED;
            }
        }
    }

    private RunState end(RunState state) {
        reading.stop();
        workers.close();
        progress.sample(flow.live(), run.nanoTime());
        RunState ended = lost ? RunState.INTERRUPTED : state;
        run.participants().end(ended);
        if (lost) {
            return ended;
        }
        Optional<Optional<ObjectNode>> next =
                ended == RunState.COMPLETED && run.request().movesOn()
                        ? Optional.of(end.map(Position::toJson))
                        : Optional.empty();
        try {
            store.end(run.row(), ended, clock.instant(), next, shownError());
        } catch (RuntimeException e) {
            LOG.warn(
                    "The end of run {} of batch '{}' could not be noted; it will look interrupted. {}",
                    run.id(),
                    run.batch().name(),
                    e.toString());
        }
        return ended;
    }
}
