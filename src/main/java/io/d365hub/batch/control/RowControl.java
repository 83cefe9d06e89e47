package io.d365hub.batch.control;

import io.d365hub.batch.BatchDefinition.Deletes;
import io.d365hub.batch.Batches;
import io.d365hub.batch.RunContext;
import io.d365hub.database.HubDatabase;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Has every run joined by what its batch's options ask for: skipping rows that have not changed, deleting those that have
 * disappeared, and holding everything back in a dry run. Thread-safe.
 */
public final class RowControl {

    private static final int REPORTS = 20;

    private final KnownRowsStore store;
    private final TargetRows targets;
    private final int most;
    /** In memory only, and the latest only: their samples are personal data. */
    private final Map<UUID, DryRunReport> reports = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, DryRunReport> eldest) {
            return size() > REPORTS;
        }
    });

    /**
     * Control of rows.
     *
     * @param most how many rows of a batch are remembered; each takes about 35 bytes of memory while the batch runs
     */
    public RowControl(HubDatabase database, TargetRows targets, int most, InstantSource clock) {
        this.store = new KnownRowsStore(database, clock);
        this.targets = targets;
        this.most = most;
    }

    /** Joins the runs that begin from now on. */
    public void join(Batches batches) {
        batches.onBegin(this::join);
    }

    private void join(RunContext run) {
        if (run.batch().skipUnchanged() || run.batch().deletes() != Deletes.IGNORE) {
            run.join(RememberedRows.NAME, RememberedRows.class, () -> new RememberedRows(run, store, targets, most));
        }
        if (run.request().dryRun()) {
            run.join(DryRun.NAME, DryRun.class, () -> new DryRun(targets, report -> reports.put(run.id(), report)));
        }
    }

    /** Lets the next run with a full listing delete so many rows, instead of the batch's own limit. */
    public void allowDeletes(String batch, long rows) {
        store.allowDeletes(batch, OptionalLong.of(rows));
    }

    /** What a dry run of this process would have done; only the latest are kept. */
    public Optional<DryRunReport> report(UUID run) {
        return Optional.ofNullable(reports.get(run));
    }

    /** What a run has to say beyond its counts. */
    public Optional<Remark> remark(UUID run) {
        return store.remark(run);
    }
}
