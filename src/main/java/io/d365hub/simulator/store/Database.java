package io.d365hub.simulator.store;

import io.d365hub.simulator.model.DataModel;
import io.d365hub.simulator.model.TableDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * All rows of the environment. Thread-safe.
 *
 * <p>Writing takes one lock for the whole environment: a write of one row takes a few microseconds under it, so it does
 * not limit four cores, and it makes changesets, key checks and cascades plainly right. Parsing and answering happen
 * outside. Reading takes no lock and sees committed rows only.
 */
public final class Database {

    private static final long FIRST_VERSION = 1_000_000;

    /** The low half that ids of one server share; the high half counts up, as sequential GUIDs do. */
    private static final long ID_NODE = 0x840a_000d_3ab1_c2d3L;

    private static final long ID_VARIANT = 0xef11L;
    private static final long FIRST_ID = 0x0b1f_0f0e_7d2aL;

    private final DataModel model;
    private final CommitListener listener;
    private final Map<TableDefinition, Table> tables = new LinkedHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicLong version = new AtomicLong(FIRST_VERSION);
    private final AtomicLong ids = new AtomicLong(FIRST_ID);

    public Database(DataModel model, CommitListener listener) {
        this.model = model;
        this.listener = listener;
        for (TableDefinition table : model.tables()) {
            tables.put(table, new Table(table));
        }
    }

    public DataModel model() {
        return model;
    }

    public Table table(TableDefinition definition) {
        return tables.get(definition);
    }

    /** A new primary key: unique, ascending, the same in every run. */
    public UUID newId() {
        return new UUID((ids.getAndIncrement() << 16) | ID_VARIANT, ID_NODE);
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
            writing.unlock();
        }
    }
}
