package io.d365hub.batch.control;

import io.d365hub.batch.BatchDefinition.Deletes;
import io.d365hub.batch.RunContext;
import io.d365hub.batch.control.KnownRowsStore.Entry;
import io.d365hub.batch.control.RowDigest.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.apache.camel.Endpoint;

/**
 * Removes from the target what earlier runs wrote and the source does not list any more. Nothing is kept of what is to be
 * removed: a run that is killed meanwhile, or the next one, finds the rest again.
 */
final class DisappearedRows {

    /** So many may go whatever share of the known rows they are. */
    static final int ALWAYS_ALLOWED = 100;

    /** Under way at once. */
    private static final int BUNCH = 500;

    private final RunContext run;
    private final KnownRowsStore store;
    private final TargetRows targets;
    private final KnownRows known;
    private final BooleanSupplier stopped;

    DisappearedRows(
            RunContext run, KnownRowsStore store, TargetRows targets, KnownRows known, BooleanSupplier stopped) {
        this.run = run;
        this.store = store;
        this.targets = targets;
        this.known = known;
        this.stopped = stopped;
    }

    /**
     * Removes them, unless it is not sure which they are or they are too many; to be called when all rows of the source are
     * settled.
     *
     * @param target what the run's rows went to; null when it had none
     * @param unsure whether rows may be missing that the source has
     * @return what there is to say; empty when nothing had disappeared
     */
    Optional<Remark> remove(Endpoint target, boolean unsure) {
        if (!run.isFullListing()) {
            return Optional.empty();
        }
        int missing = known.unseen();
        if (missing == 0) {
            return Optional.empty();
        }
        String refusal = refusal(target, unsure, missing);
        if (!refusal.isEmpty()) {
            return Optional.of(new Remark(0, "Nothing was deleted. " + refusal));
        }
        Removal removal = new Removal(target);
        store.read(run.batch().name(), removal::entry);
        removal.finish();
        if (!stopped.getAsBoolean()) {
            store.allowDeletes(run.batch().name(), OptionalLong.empty());
        }
        return Optional.of(removal.remark());
    }

    private String refusal(Endpoint target, boolean unsure, int missing) {
        if (target == null) {
            return "The source listed no row at all, and a source that is empty deletes nothing.";
        }
        if (unsure) {
            return missing
                    + " known rows were not listed, but some listed rows could not be told apart: their record key"
                    + " is unreadable, or there are more rows than are remembered.";
        }
        OptionalLong allowed = store.allowedDeletes(run.batch().name());
        long limit = allowed.orElse(
                Math.max(ALWAYS_ALLOWED, (long) (known.there() * run.batch().deleteLimit())));
        if (missing <= limit) {
            return "";
        }
        return "%d of %d known rows are not in the source any more, and at most %d may be deleted. If that is right, start './hub batch start %s --full --allow-deletes %d'."
                .formatted(missing, known.there(), limit, run.batch().name(), missing);
    }

    /** One way through what is known. */
    private final class Removal {

        private final Endpoint target;
        private final boolean deactivate = run.batch().deletes() == Deletes.DEACTIVATE;
        private final List<Entry> bunch = new ArrayList<>(BUNCH);
        private long removed;
        private long failed;
        private long withoutKey;
        private String why = "";

        Removal(Endpoint target) {
            this.target = target;
        }

        void entry(Entry entry) {
            Content now = known.get(entry.key());
            if (stopped.getAsBoolean()
                    || known.isSeen(entry.key())
                    || now == null
                    || !now.equals(entry.content())
                    || !now.isThere()) {
                return;
            }
            if (entry.targetKey().isEmpty()) {
                withoutKey++;
                return;
            }
            bunch.add(entry);
            if (bunch.size() == BUNCH) {
                finish();
            }
        }

        void finish() {
            List<CompletableFuture<Void>> calls = new ArrayList<>(bunch.size());
            for (Entry entry : bunch) {
                calls.add(targets.remove(target, entry.targetKey(), deactivate));
            }
            List<Entry> gone = new ArrayList<>(bunch.size());
            for (int i = 0; i < calls.size(); i++) {
                Entry entry = bunch.get(i);
                try {
                    calls.get(i).join();
                    known.put(entry.key(), Content.GONE);
                    gone.add(new Entry(entry.key(), Content.GONE, ""));
                } catch (CompletionException e) {
                    failed++;
                    why = String.valueOf(
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
                }
            }
            removed += gone.size();
            store.add(run.batch().name(), gone);
            bunch.clear();
        }

        Remark remark() {
            StringBuilder text = new StringBuilder()
                    .append(removed)
                    .append(removed == 1 ? " row that is" : " rows that are")
                    .append(" not in the source any more ")
                    .append(removed == 1 ? "was " : "were ")
                    .append(deactivate ? "deactivated." : "deleted.");
            if (failed > 0) {
                text.append(' ')
                        .append(failed)
                        .append(" could not be; the next full run tries them again. The last reason: ")
                        .append(why);
            }
            if (withoutKey > 0) {
                text.append(' ').append(withoutKey).append(" are known without their key in the target, and stay.");
            }
            return new Remark(removed, text.toString());
        }
    }
}
