package io.d365hub.ledger;

import io.d365hub.broker.QueueIngester;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.SqlErrors;
import io.d365hub.ledger.MessageRow.Ref;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Folds receipts into the ledger, a batch in one transaction. A receipt that has been folded before changes nothing,
 * however the batches are cut.
 */
final class ReceiptFold implements QueueIngester.Store<Receipt>, AutoCloseable {

    private final HubDatabase database;
    private final InstantSource clock;
    private final ReplayListener listener;
    private final LedgerRetention retention;
    private final UnaryOperator<String> rows;
    private final ExecutorService beside = Executors.newSingleThreadExecutor(task -> {
        Thread closing = new Thread(task, "close-replayed");
        closing.setDaemon(true);
        return closing;
    });
    private volatile Consumer<Receipt> folded = receipt -> {};
    private volatile Consumer<FoldedVerdicts> verdicts = said -> {};

    /** @param rows by what name the ledger keeps the row that a message was delivered to */
    ReceiptFold(
            HubDatabase database,
            InstantSource clock,
            ReplayListener listener,
            LedgerRetention retention,
            UnaryOperator<String> rows) {
        this.database = database;
        this.clock = clock;
        this.listener = listener;
        this.retention = retention;
        this.rows = rows;
    }

    @Override
    public void store(List<Receipt> batch) throws Exception {
        List<Replayed> named = named(batch);
        FoldedVerdicts said = database.isH2() || named.isEmpty() ? foldAll(batch, named) : foldBeside(batch, named);
        batch.forEach(folded);
        verdicts.accept(said);
    }

    /** Those that say which letter they are of: nothing of the ledger is needed to close it. */
    private static List<Replayed> named(List<Receipt> batch) {
        return batch.stream()
                .flatMap(receipt -> receipt.entries().stream())
                .filter(entry -> entry.reachedTarget() && entry.replay().isPresent())
                .map(Replayed::of)
                .toList();
    }

    private FoldedVerdicts foldAll(List<Receipt> batch, List<Replayed> named) throws SQLException {
        return database.inTransaction(handle -> {
            FoldedVerdicts said = fold(handle, batch);
            if (!named.isEmpty()) {
                listener.replayed(handle, named);
            }
            return said;
        });
    }

    /**
     * Letters are closed while the ledger is written, which takes about as long. Both are repeated when one of them fails, as they
     * are after a crash; that changes nothing of what is there.
     */
    private FoldedVerdicts foldBeside(List<Receipt> batch, List<Replayed> named) throws Exception {
        Future<Integer> closing = beside.submit(() -> database.inTransaction(handle -> {
            listener.replayed(handle, named);
            return named.size();
        }));
        try {
            return database.inTransaction(handle -> fold(handle, batch));
        } finally {
            await(closing);
        }
    }

    private static void await(Future<?> closing) throws Exception {
        try {
            closing.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }

    @Override
    public void close() {
        beside.shutdown();
    }

    void onVerdicts(Consumer<FoldedVerdicts> listener) {
        verdicts = listener;
    }

    void onFolded(Consumer<Receipt> listener) {
        folded = listener;
    }

    private FoldedVerdicts fold(Handle handle, List<Receipt> batch) throws SQLException {
        LedgerChange change = new LedgerChange(handle);
        Collection<Receipt> fresh = withoutFolded(change, batch);
        List<Receipt.Entry> entries =
                fresh.stream().flatMap(receipt -> receipt.entries().stream()).toList();
        change.load(
                entries.stream().map(Ref::of).collect(Collectors.toSet()),
                entries.stream().map(Receipt.Entry::keyDigest).collect(Collectors.toSet()));
        for (Receipt receipt : fresh) {
            change.fold(receipt.naming(rows));
        }
        change.save(clock.millis());
        change.tables().addFolded(fresh);
        if (!change.replayed().isEmpty()) {
            listener.replayed(handle, change.replayed());
        }
        return change.verdicts();
    }

    private static Collection<Receipt> withoutFolded(LedgerChange change, List<Receipt> batch) throws SQLException {
        Map<UUID, Receipt> fresh = new LinkedHashMap<>();
        batch.forEach(receipt -> fresh.putIfAbsent(receipt.id(), receipt));
        Set<UUID> folded = change.tables().folded(fresh.values());
        fresh.keySet().removeAll(folded);
        return fresh.values();
    }

    @Override
    public boolean refusesData(Exception failure) {
        return SqlErrors.isBadData(failure);
    }

    @Override
    public String explain(Exception failure) {
        return SqlErrors.explain(failure);
    }

    @Override
    public void settled() {
        retention.pruneWhenDue();
    }
}
