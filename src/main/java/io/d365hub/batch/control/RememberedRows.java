package io.d365hub.batch.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.BatchDefinition.Deletes;
import io.d365hub.batch.BatchRow;
import io.d365hub.batch.RowOutcome;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunContext;
import io.d365hub.batch.RunParticipant;
import io.d365hub.batch.RunState;
import io.d365hub.batch.control.KnownRowsStore.Entry;
import io.d365hub.batch.control.RowDigest.Content;
import io.d365hub.failure.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves rows out that the target has already, and remembers those that were written; keeps account of which known rows the
 * source still has, for {@link DisappearedRows}.
 *
 * <p>A row is remembered after it was written, in the transaction that saves the run's position. A row that became a dead
 * letter or went to the lane is not known any more. While a run writes, the batch is marked as unsure; when a process died
 * meanwhile, the next run writes whatever it reads, because rows may have been written that nobody remembers.
 */
final class RememberedRows implements RunParticipant {

    static final String NAME = "known-rows";

    private static final Logger LOG = LoggerFactory.getLogger(RememberedRows.class);
    /** Below so many superfluous entries nothing is written anew. */
    private static final int SLACK = 20_000;

    private final RunContext run;
    private final KnownRowsStore store;
    private final TargetRows targets;
    private final KnownRows known;
    private final boolean skips;
    private final boolean deletes;

    private final Map<BatchRow, Entry> underWay = new ConcurrentHashMap<>();
    private volatile Endpoint target;
    private volatile boolean ended;

    // The run's thread's.
    private final List<Entry> unsaved = new ArrayList<>();
    private boolean sure;
    private boolean full;

    // Of the thread that reads and the run's.
    private long[] seen = new long[256];
    private int seenCount;
    /** A row whose key could not be read may be any of those that are missing. */
    private volatile boolean keyless;

    RememberedRows(RunContext run, KnownRowsStore store, TargetRows targets, int most) {
        this.run = run;
        this.store = store;
        this.targets = targets;
        this.known = new KnownRows(most);
        this.skips = run.batch().skipUnchanged();
        this.deletes = run.batch().deletes() != Deletes.IGNORE;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void begin(Optional<ObjectNode> state) {
        String batch = run.batch().name();
        int[] entries = {0};
        store.read(batch, entry -> {
            entries[0]++;
            full |= !known.put(entry.key(), entry.content());
        });
        if (full) {
            LOG.warn(
                    "Batch {} has more rows than are remembered (hub.batch.remembered-rows): the others are written each"
                            + " time, and nothing is deleted",
                    batch);
        } else if (entries[0] > 2 * known.size() + SLACK) {
            store.compact(batch, known);
        }
        sure = !store.isUnsure(batch);
        if (deletes) {
            state.ifPresent(before -> {
                keyless = before.path("keyless").asBoolean();
                store.readSeen(run.id(), known::see);
            });
        }
        if (!run.request().dryRun()) {
            store.unsure(batch, true);
        }
    }

    @Override
    public void upcoming(List<String> recordKeys) {
        if (!deletes || run.request().dryRun()) {
            return;
        }
        for (String recordKey : recordKeys) {
            long key = RowDigest.key(recordKey);
            known.see(key);
            synchronized (this) {
                if (seenCount == seen.length) {
                    seen = Arrays.copyOf(seen, seenCount * 2);
                }
                seen[seenCount++] = key;
            }
        }
    }

    @Override
    public Admission beforeWrite(BatchRow row, Exchange exchange) {
        Optional<Endpoint> to = MappedRow.target(exchange);
        byte[] body = to.isPresent() ? MappedRow.body(exchange) : null;
        if (body == null || row.source().isDeleted()) {
            return Admission.WRITE;
        }
        long key = RowDigest.key(row.recordKey());
        Content content = RowDigest.content(MappedRow.target(to.get(), exchange), row.recordKey(), body);
        String targetKey = "";
        if (deletes) {
            target = to.get();
            targetKey = targets.key(to.get(), exchange).orElse("");
        }
        if (skips && sure && content.equals(known.get(key))) {
            return Admission.UNCHANGED;
        }
        underWay.put(row, new Entry(key, content, targetKey));
        return Admission.WRITE;
    }

    @Override
    public void after(BatchRow row, RowOutcome outcome, Optional<Failure> failure) {
        Entry entry = underWay.remove(row);
        if (!row.keyed()) {
            keyless = true;
        } else if (run.request().dryRun()) {
            return;
        } else if (outcome == RowOutcome.WRITTEN && row.source().isDeleted()) {
            remember(new Entry(RowDigest.key(row.recordKey()), Content.GONE, ""));
        } else if (outcome == RowOutcome.WRITTEN && entry != null) {
            remember(entry);
        } else if (outcome == RowOutcome.REJECTED || outcome == RowOutcome.PARKED) {
            forget(row, entry);
        }
    }

    /** What the target has, or will have once the lane or a replay is done with it, is not known. */
    private void forget(BatchRow row, Entry entry) {
        long key = RowDigest.key(row.recordKey());
        Content before = known.get(key);
        if (before != null && before.isThere() && !before.equals(Content.UNKNOWN)) {
            remember(new Entry(key, Content.UNKNOWN, entry == null ? "" : entry.targetKey()));
        }
    }

    private void remember(Entry entry) {
        if (known.put(entry.key(), entry.content())) {
            known.see(entry.key());
            unsaved.add(entry);
        } else {
            full = true;
        }
    }

    @Override
    public Optional<ObjectNode> flush() {
        return deletes ? Optional.of(JsonNodeFactory.instance.objectNode().put("keyless", keyless)) : Optional.empty();
    }

    @Override
    public void saving(Handle handle, RunContext saved) {
        if (run.request().dryRun()) {
            return;
        }
        int rows = unsaved.size();
        if (rows > 0) {
            store.add(handle, run.batch().name(), unsaved);
        }
        int met;
        synchronized (this) {
            met = seenCount;
            if (met > 0) {
                store.addSeen(handle, run.id(), seen, met);
            }
        }
        handle.afterCommit(() -> {
            unsaved.subList(0, rows).clear();
            synchronized (this) {
                System.arraycopy(seen, met, seen, 0, seenCount - met);
                seenCount -= met;
            }
        });
    }

    @Override
    public Optional<RowReader> rowsAfter() {
        if (deletes && !run.request().dryRun()) {
            DisappearedRows disappeared = new DisappearedRows(run, store, targets, known, () -> ended);
            disappeared
                    .remove(target, keyless || full)
                    .ifPresent(remark -> store.remark(run.id(), remark.deleted(), remark.text()));
        }
        return Optional.empty();
    }

    @Override
    public void end(RunState state) {
        ended = true;
        if (run.request().dryRun()) {
            return;
        }
        boolean whole = state == RunState.COMPLETED && !run.request().isRange();
        boolean told = state != RunState.INTERRUPTED && unsaved.isEmpty() && underWay.isEmpty();
        if (told && (sure || whole)) {
            store.unsure(run.batch().name(), false);
        }
        if (state == RunState.COMPLETED || state == RunState.ABANDONED) {
            store.forgetSeen(run.id());
        }
    }
}
