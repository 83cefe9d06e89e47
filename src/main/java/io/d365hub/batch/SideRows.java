package io.d365hub.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.batch.RunStore.Handed;
import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import io.d365hub.message.MessageIds;
import io.d365hub.message.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Most of what is kept of a row that could not be read, bytes. */
    private static final int MOST_RAW = 256 << 10;

    private static final String CLIENT = "batch";
    private static final String JSON = "application/json";

    private final Run run;
    private final SingleRows rows;
    private final InstantSource clock;
    private final List<Side> rejected = new ArrayList<>();
    private final List<Side> handed = new ArrayList<>();
    private final KeySet trouble = new KeySet();
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
    }

    /** Rows of this key take the lane. */
    void addTrouble(UUID keyDigest) {
        trouble.add(keyDigest);
    }

    boolean isInTrouble(RowTask task) {
        return !trouble.isEmpty() && trouble.contains(RecordKeys.digest(task.key()));
    }

    void reject(RowTask task, Failure failure) {
        add(rejected, new Side(task, RowOutcome.REJECTED, placed(task, failure), message(task)));
    }

    /** @param failure why; null for a row that only follows others of its key */
    void handOver(RowTask task, Failure failure) {
        add(handed, new Side(task, RowOutcome.PARKED, failure, message(task)));
    }

    private void add(List<Side> to, Side side) {
        if (isEmpty()) {
            since = run.nanoTime();
        }
        to.add(side);
        bytes += side.message().body().length;
        if (side.task().unreadable == null) {
            trouble.add(RecordKeys.digest(side.task().key()));
        }
    }

    boolean isEmpty() {
        return rejected.isEmpty() && handed.isEmpty();
    }

    /** Too much has gathered: nothing more should start. */
    boolean isFull() {
        return rejected.size() + handed.size() >= 4 * MOST_ROWS || bytes >= 4 * MOST_BYTES;
    }

    /** Whether it is time to store them. */
    boolean isDue(long now) {
        return !isEmpty()
                && now - notBefore >= 0
                && (rejected.size() + handed.size() >= MOST_ROWS || bytes >= MOST_BYTES || now - since >= GATHER_NANOS);
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
                        side.message().id(), RecordKeys.digest(side.task().key()))));
                stored.addAll(handed);
                handed.clear();
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

    private HubMessage message(RowTask task) {
        SourceRow source = task.row.source();
        byte[] body = source.raw() == null ? json(source.columns()) : cut(source.raw());
        UUID id = MessageIds.version5(
                run.id(),
                task.row.ordinal() + " " + source.place() + " "
                        + RecordKeys.digest(new String(body, StandardCharsets.ISO_8859_1)));
        Instant accepted = run.startedAt();
        Map<String, String> headers = new HashMap<>();
        headers.put(RunContext.ID, run.id().toString());
        if (!source.place().isEmpty()) {
            headers.put(BatchRow.PLACE, source.place());
        }
        if (source.isDeleted()) {
            headers.put(BatchRow.CHANGE, "deleted");
        }
        return new HubMessage(
                id,
                run.batch().name(),
                CLIENT,
                task.key(),
                TimeUnit.MILLISECONDS.toMicros(accepted.toEpochMilli()) + task.row.ordinal(),
                accepted,
                source.raw() == null ? JSON : source.contentType(),
                headers,
                body,
                Optional.empty());
    }

    private byte[] json(JsonNode row) {
        String text = run.batch().chunk() > 1 ? "[" + row + "]" : row.toString();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] cut(byte[] raw) {
        return raw.length <= MOST_RAW ? raw : Arrays.copyOf(raw, MOST_RAW);
    }

    /** The failure with the row's place, for the reader of the dead letter. */
    private static Failure placed(RowTask task, Failure failure) {
        String place = task.row.source().place();
        if (place.isEmpty()) {
            return failure;
        }
        return new Failure(
                failure.kind(),
                failure.code(),
                failure.what() + " (" + place + ")",
                failure.why(),
                failure.mend(),
                failure.retryAfter(),
                failure.missingParent(),
                failure.requestId());
    }
}
