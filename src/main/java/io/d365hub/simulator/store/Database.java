package io.d365hub.simulator.store;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.DataModel;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.TableDefinition;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * All rows of the environment. Thread-safe.
 *
 * <p>Writing takes one lock for the whole environment: a write of one row takes a few microseconds under it, so it does
 * not limit four cores, and it makes changesets, key checks and cascades plainly right. Parsing and answering happen
 * outside. Reading takes no lock and sees committed rows only.
 */
public final class Database {

    private static final long FIRST_VERSION = 1_000_000;
    private static final long FIRST_NUMBER = 1_000;

    /** The low half that ids of one server share; the high half counts up, as sequential GUIDs do. */
    private static final long ID_NODE = 0x840a_000d_3ab1_c2d3L;

    private static final long ID_VARIANT = 0xef11L;
    private static final long FIRST_ID = 0x0b1f_0f0e_7d2aL;

    private final DataModel model;
    private final CommitListener listener;
    private final Map<UUID, Table> tables = new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicLong version = new AtomicLong(FIRST_VERSION);
    private final ConcurrentMap<UUID, AtomicLong> sequences = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong(FIRST_ID);

    private volatile long committedVersion = FIRST_VERSION;

    public Database(DataModel model, CommitListener listener) {
        this.model = model;
        this.listener = listener;
        for (TableDefinition table : model.tables()) {
            tables.put(table.metadataId(), new Table(table));
        }
    }

    public DataModel model() {
        return model;
    }

    /**
     * The rows of a table. For a table that has been deleted since the caller looked it up it is an empty one that
     * nobody else sees, as if the caller had come just before.
     */
    public Table table(TableDefinition definition) {
        Table table = tables.get(definition.metadataId());
        return table == null ? new Table(definition) : table;
    }

    /**
     * Changes the model while requests run. They see the model before or after, never in between; rows that are being
     * written wait.
     *
     * @param change makes the new model out of the newest; when it throws, nothing has been changed
     * @return the new model
     */
    public ModelSnapshot change(UnaryOperator<ModelSnapshot> change) {
        writing.lock();
        try {
            ModelSnapshot changed = change.apply(model.snapshot());
            Set<UUID> kept = new HashSet<>();
            for (TableDefinition definition : changed.tables()) {
                kept.add(definition.metadataId());
                Table table = tables.get(definition.metadataId());
                if (table == null) {
                    tables.put(definition.metadataId(), new Table(definition));
                } else if (table.definition() != definition) {
                    table.redefine(definition);
                }
            }
            model.publish(changed);
            tables.keySet().retainAll(kept);
            return changed;
        } finally {
            writing.unlock();
        }
    }

    /** A new primary key: unique, ascending, the same in every run. */
    public UUID newId() {
        return new UUID((ids.getAndIncrement() << 16) | ID_VARIANT, ID_NODE);
    }

    /** The next number of an automatically numbered column, from 1,000 on; numbers of failed writes are lost. */
    public long nextNumber(ColumnDefinition column) {
        return sequences
                .computeIfAbsent(column.metadataId(), id -> new AtomicLong(FIRST_NUMBER))
                .getAndIncrement();
    }

    /** The greatest version that a finished transaction has used; every row of a greater one is still to come. */
    public long committedVersion() {
        return committedVersion;
    }

    /** The number in the newest of the ids that {@link #newId} has made. */
    public long lastIdNumber() {
        return ids.get();
    }

    /** Goes on behind what another environment has used: versions and ids. */
    public void continueAfter(long usedVersion, long usedIdNumber) {
        write(transaction -> transaction.skipVersions(usedVersion + 1));
        ids.accumulateAndGet(usedIdNumber, Math::max);
    }

    /** All later changes get a version greater than this one and than all before. */
    long skipTo(long least) {
        return version.updateAndGet(now -> Math.max(now + 1, least));
    }

    long nextVersion() {
        return version.incrementAndGet();
    }

    /** Runs {@code work} as one transaction: committed when it returns, forgotten when it throws. */
    public <T> T write(Function<Transaction, T> work) {
        writing.lock();
        try {
            Transaction transaction = new Transaction(this);
            T result = work.apply(transaction);
            transaction.commit(listener);
            return result;
        } finally {
            committedVersion = version.get();
            writing.unlock();
        }
    }
}
