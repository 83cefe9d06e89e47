package io.d365hub.batch;

import io.d365hub.batch.RunStore.Handed;
import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import io.d365hub.message.RecordKeys;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Rows of a run that leave it one by one: dead letters, and those that take the lane. They are gathered for a moment and stored
 * durably, the dead letters first; until then they count as not settled. Ids follow from the run and the row, so that storing
 * a row again after a crash has no second effect. Used by the run's thread; storing blocks it, because nothing may go on then.
 */
final class SideRows {

    private static final int MOST_ROWS = 500;
    private static final int MOST_BYTES = 4 << 20;
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Run run;
    private final SingleRows rows;
    private final InstantSource clock;
    private final List<Side> rejected = new ArrayList<>();
    private final List<Side> handed = new ArrayList<>();
    private final Set<UUID> needless = new LinkedHashSet<>();
    private final KeySet trouble = new KeySet();
    private final RowMessages messages;
    private final LetteredRows lettered;
    private final List<Handed> unsaved = new ArrayList<>();
    private int bytes;
    private long since;
    private long notBefore;
    private volatile Failure waiting;

    /** A row on its way out of the run. */
    record Side(RowTask task, RowOutcome outcome, Failure failure, HubMessage message) {}

    SideRows(Run run, SingleRows rows, InstantSource clock) {
        this.run = run;
        this.rows = rows;
        this.clock = clock;
        this.messages = new RowMessages(run);
        this.lettered = new LetteredRows(run, rows, messages);
    }

    /** Rows of this key have open dead letters. */
    void addLettered(UUID keyDigest) {
        lettered.addKey(keyDigest);
    }

    /** To be called for all rows before they start. */
    void recognise(List<RowTask> tasks) {
        lettered.recognise(tasks);
    }

    /** The row has taken another way than to its dead letter, which is closed. */
    void letterIsNeedless(RowTask task) {
        if (isEmpty()) {
            since = run.nanoTime();
        }
        needless.add(task.letter);
    }

    /** A row that waits in the lane since before this process had the run; other rows of its key take the lane too. In their order. */
    void addWaiting(Handed row) {
        trouble.add(row.keyDigest(), row.content());
    }

    /** Whether the newest row of its key that waits in the lane, or for somebody to deal with its dead letter, is the same. */
    boolean waitsAlready(RowTask task) {
        UUID key = RecordKeys.digest(task.key());
        if (!trouble.contains(key)) {
            return task.waits;
        }
        long newest = trouble.mark(key);
        return newest != 0 && newest == RowMessages.content(messages.of(task));
    }

    /** Whether the row has to go where others of its key are: the lane. */
    boolean isInTrouble(RowTask task) {
        return (!trouble.isEmpty() && trouble.contains(RecordKeys.digest(task.key()))) || lettered.mustTakeLane(task);
    }

    void reject(RowTask task, Failure failure) {
        add(rejected, new Side(task, RowOutcome.REJECTED, RowMessages.placed(task, failure), messages.of(task)));
    }

    /** @param failure why; null for a row that only follows others of its key */
    void handOver(RowTask task, Failure failure) {
        add(handed, new Side(task, RowOutcome.PARKED, failure, messages.of(task)));
    }

    private void add(List<Side> to, Side side) {
        if (isEmpty()) {
            since = run.nanoTime();
        }
        to.add(side);
        bytes += side.message().body().length;
        // A row that only renews its letter puts nothing new beside what replays may write.
        boolean renews = side.outcome() == RowOutcome.REJECTED && side.task().letter != null;
        if (side.task().unreadable == null && !renews) {
            trouble.add(RecordKeys.digest(side.task().key()));
        }
    }

    boolean isEmpty() {
        return rejected.isEmpty() && handed.isEmpty() && needless.isEmpty();
    }

    /** Too much has gathered: nothing more should start. */
    boolean isFull() {
        return size() >= 4 * MOST_ROWS || bytes >= 4 * MOST_BYTES;
    }

    private int size() {
        return rejected.size() + handed.size() + needless.size();
    }

    /** Whether it is time to store them. */
    boolean isDue(long now) {
        return !isEmpty()
                && now - notBefore >= 0
                && (size() >= MOST_ROWS || bytes >= MOST_BYTES || now - since >= GATHER_NANOS);
    }

    /** When it will be time; empty while nothing waits. */
    Optional<Long> dueAt() {
        return isEmpty() ? Optional.empty() : Optional.of(Math.max(since + GATHER_NANOS, notBefore));
    }

    /** Why they cannot be stored just now; null while they can. */
    Failure waiting() {
        return waiting;
    }

    /** Stores all; those that are settled by that. None when the stores are out of reach, which is tried again. */
    List<Side> flush() {
        List<Side> stored = new ArrayList<>();
        try {
            if (!rejected.isEmpty()) {
                rows.reject(rejected.stream().map(this::letter).toList());
                stored.addAll(rejected);
                rejected.clear();
            }
            if (!handed.isEmpty()) {
                rows.handOver(handed.stream().map(Side::message).toList());
                handed.forEach(side -> unsaved.add(new Handed(
                        side.message().id(),
                        RecordKeys.digest(side.task().key()),
                        RowMessages.content(side.message()),
                        side.message().sequence())));
                stored.addAll(handed);
                handed.clear();
            }
            if (!needless.isEmpty()) {
                rows.close(
                        run.batch().name(),
                        needless,
                        "Run " + run.id() + " met the same row again, and it was not rejected.");
                needless.clear();
            }
            bytes = 0;
            waiting = null;
        } catch (Exception e) {
            waiting = run.classify(e);
            notBefore = run.nanoTime() + RETRY_NANOS;
        }
        return stored;
    }

    /** Handed over since the last call; to be noted with the next saved position. */
    List<Handed> unsaved() {
        return unsaved;
    }

    void saved() {
        unsaved.clear();
    }

    private SingleRows.Rejected letter(Side side) {
        UUID id = side.message().id();
        UUID letter = new UUID(
                (run.startedAt().toEpochMilli() << 16) | 0x7000L | (id.getMostSignificantBits() & 0xfffL),
                id.getLeastSignificantBits());
        RowTask task = side.task();
        return new SingleRows.Rejected(
                letter, side.message(), side.failure(), Math.max(1, task.attempts), clock.instant());
    }
}
