package io.d365hub.batch;

import io.d365hub.batch.SideRows.Side;
import io.d365hub.failure.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * The rows of a run that are under way: starts those that may start, judges those that come back, and knows up to which segment
 * all are settled. Used by the run's thread.
 */
final class RowFlow {

    /**
     * Enough for a target that takes thousands of rows with each request and several requests at once; fewer in a small heap,
     * because a row under way takes some 12 KB and is copied by every collection.
     */
    private static final int MOST_ROWS =
            (int) Math.max(1_024, Math.min(8_192, Runtime.getRuntime().maxMemory() / 50_000));

    private static final int MOST_BYTES = 24 << 20;
    /** Rows that one thread starts one after another. */
    private static final int SLICE = 32;

    private final Run run;
    private final RouteCalls route;
    private final Bell bell;
    private final RouteWorkers workers;
    private final SideRows side;
    private final RowFates fates;
    private final TargetPause pause = new TargetPause();
    private final KeyLines lines = new KeyLines();
    private final Deque<RowTask> ready = new ArrayDeque<>();
    /** Of {@link #ready} those that the barrier keeps back. */
    private final Deque<RowTask> beyond = new ArrayDeque<>();

    private final Deque<RowTask> again = new ArrayDeque<>();
    private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::at));
    private final Queue<RouteCall> done = new ConcurrentLinkedQueue<>();
    private final Set<RouteCall> started = new HashSet<>();
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final Tally covered = new Tally();
    private final Tally live = new Tally();

    private Segment barrier;
    private Position position;
    private long held;
    private long heldBytes;
    private Failure endsRun;
    private Failure lastRejection;

    /** A row that is tried again at that time. */
    private record Later(RowTask task, long at) {}

    RowFlow(Run run, RouteCalls route, Bell bell, RouteWorkers workers, SideRows side, RowFates fates) {
        this.run = run;
        this.route = route;
        this.bell = bell;
        this.workers = workers;
        this.side = side;
        this.fates = fates;
        covered.add(run.row().counts());
        live.add(run.row().counts());
    }

    // --- Rows come

    boolean hasRoom() {
        return held < MOST_ROWS && heldBytes < MOST_BYTES && !side.isFull();
    }

    void take(Bundle bundle) {
        Segment segment = bundle.segment();
        if (segments.peekLast() != segment) {
            segments.addLast(segment);
        }
        segment.open += bundle.tasks().size();
        segment.tally.read(bundle.tasks().size());
        live.read(bundle.tasks().size());
        side.recognise(bundle.tasks());
        for (RowTask task : bundle.tasks()) {
            held++;
            heldBytes += task.size;
            if (task.unreadable != null) {
                reject(task, task.unreadable);
            } else if (lines.add(task)) {
                ready.addLast(task);
            }
        }
        if (bundle.voids()) {
            segment.voided = true;
            segment.closed = true;
        } else if (bundle.closes() != null || bundle.end().isPresent()) {
            segment.position = bundle.closes();
            segment.closed = true;
        }
        advance();
    }

    // --- Rows start

    /** @param upTo rows of later segments stay; null for none */
    boolean start(Segment upTo, long now) {
        if (upTo != barrier) {
            barrier = upTo;
            while (!beyond.isEmpty()) {
                ready.addFirst(beyond.removeLast());
            }
        }
        for (Later next = later.peek(); next != null && now - next.at() >= 0; next = later.peek()) {
            again.addLast(later.poll().task());
        }
        int room = pause.admits(now);
        List<RouteCall> slice = new ArrayList<>(SLICE);
        boolean any = false;
        while (room > 0) {
            List<RowTask> tasks = next(room == 1 ? 1 : run.batch().chunk());
            if (tasks.isEmpty()) {
                break;
            }
            any = true;
            room -= tasks.size();
            RouteCall call = new RouteCall(run, tasks, route, done, bell);
            tasks.forEach(task -> {
                task.begun = true;
                task.attempts++;
                pause.started(task);
            });
            started.add(call);
            slice.add(call);
            if (slice.size() == SLICE) {
                submit(slice);
                slice = new ArrayList<>(SLICE);
            }
        }
        submit(slice);
        return any;
    }

    private void submit(List<RouteCall> slice) {
        if (!slice.isEmpty()) {
            workers.submit(slice);
        }
    }

    /** Rows for the next exchange; those that have failed before go by themselves. */
    private List<RowTask> next(int chunk) {
        RowTask first = again.pollFirst();
        if (first != null) {
            return List.of(first);
        }
        List<RowTask> tasks = new ArrayList<>(chunk);
        while (tasks.size() < chunk && !ready.isEmpty()) {
            RowTask task = ready.removeFirst();
            if (barrier != null && task.segment.number > barrier.number) {
                beyond.addLast(task); // behind it may stand rows that the barrier waits for
            } else if (side.isInTrouble(task) && !run.request().dryRun()) {
                if (side.waitsAlready(task)) {
                    settle(task, RowOutcome.PARKED, null);
                } else {
                    side.handOver(task, null);
                }
            } else {
                tasks.add(task);
            }
        }
        return tasks;
    }

    // --- Rows come back

    boolean judge(long now) {
        boolean any = false;
        for (RouteCall call = done.poll(); call != null; call = done.poll()) {
            any = true;
            started.remove(call);
            List<RowTask> tasks = call.tasks();
            Failure failure = call.verdict().failure();
            if (failure != null && tasks.size() > 1) {
                split(tasks, failure, now);
            } else {
                for (RowTask task : tasks) {
                    judge(task, call.verdict(), now);
                }
            }
        }
        return any;
    }

    /** One bad row must not take the others of its chunk with it: each goes by itself. */
    private void split(List<RowTask> tasks, Failure failure, long now) {
        tasks.forEach(task -> pause.judged(task, failure, now));
        again.addAll(tasks);
    }

    private void judge(RowTask task, RowVerdict verdict, long now) {
        pause.judged(task, verdict.failure(), now);
        Failure failure = verdict.failure();
        if (failure == null) {
            settle(task, verdict.outcome(), null);
            return;
        }
        switch (fates.of(task, failure)) {
            case AGAIN -> again.addLast(task);
            case LATER ->
                later.add(
                        new Later(task, now + RowFates.pause(task).orElseThrow().toNanos()));
            case HAND_OVER -> handOver(task, failure);
            case REJECT -> reject(task, failure);
            case END_RUN -> {
                endsRun = failure;
                again.addLast(task);
            }
        }
    }

    private void reject(RowTask task, Failure failure) {
        lastRejection = RowMessages.placed(task, failure);
        if (run.request().dryRun()) {
            settle(task, RowOutcome.REJECTED, failure);
        } else {
            side.reject(task, failure);
        }
    }

    private void handOver(RowTask task, Failure failure) {
        if (run.request().dryRun()) {
            settle(task, RowOutcome.PARKED, failure);
        } else {
            side.handOver(task, failure);
        }
    }

    /** Stores dead letters and rows for the lane. */
    void storeSideRows() {
        for (Side stored : side.flush()) {
            settle(stored.task(), stored.outcome(), stored.failure());
        }
    }

    private void settle(RowTask task, RowOutcome outcome, Failure failure) {
        if (task.letter != null && outcome != RowOutcome.REJECTED) {
            side.letterIsNeedless(task);
        }
        held--;
        heldBytes -= task.size;
        task.segment.open--;
        task.segment.tally.settled(outcome, task.mapped);
        live.settled(outcome, task.mapped);
        run.participants().after(task.row, outcome, failure);
        if (task.unreadable == null) {
            RowTask next = lines.removeFirst(task);
            if (next != null) {
                ready.addFirst(next);
            }
        }
        if (task.segment.isSettled()) {
            advance();
        }
    }

    /** Moves on over the segments that are settled, in their order. */
    private void advance() {
        for (Segment first = segments.peekFirst(); first != null && first.isSettled(); first = segments.peekFirst()) {
            segments.removeFirst();
            if (first.voided) {
                live.minus(first.tally.counts());
            } else {
                covered.add(first.tally.counts());
                position = first.position == null ? position : first.position;
            }
        }
    }

    // --- How it stands

    /** Gives up what has not started. */
    void dropWaiting() {
        ready.clear();
        beyond.clear();
        again.clear();
        later.clear();
    }

    void withdrawStarted() {
        started.forEach(RouteCall::withdraw);
    }

    boolean isIdle() {
        return started.isEmpty();
    }

    /** Whether every row that was taken is settled. */
    boolean isSettled() {
        return held == 0;
    }

    /** The latest segment with a row that has begun or is before one; null when nothing is under way. */
    Segment lastSegment() {
        return segments.peekLast();
    }

    boolean isCovered(Segment segment) {
        Segment first = segments.peekFirst();
        return first == null || first.number > segment.number;
    }

    /** Where the run stands: all rows up to there are settled. Null until there is such a position. */
    Position position() {
        return position;
    }

    /** Counts of the rows up to {@link #position()}. */
    RunCounts covered() {
        return covered.counts();
    }

    /** Counts of all rows. */
    RunCounts live() {
        return live.counts();
    }

    /** Why the run has to end; null when it need not. */
    Failure endsRun() {
        return endsRun;
    }

    /** Null when none was rejected. */
    Failure lastRejection() {
        return lastRejection;
    }

    /** Why nothing starts just now; null when rows start. */
    Failure waiting() {
        return pause.why();
    }

    /** When something will be due that no ring announces. */
    Optional<Long> dueAt() {
        return Stream.of(side.dueAt(), Optional.ofNullable(later.peek()).map(Later::at), pause.until())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }
}
