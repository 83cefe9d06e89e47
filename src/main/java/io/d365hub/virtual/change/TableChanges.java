package io.d365hub.virtual.change;

import io.d365hub.database.HubDatabase;
import io.d365hub.database.SqlErrors;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other hub processes, through the database that they share, that rows of a virtual table have changed, and hears it from
 * them. What cannot be told or heard does no harm beyond a table's {@code cacheTime}. Thread-safe.
 */
public final class TableChanges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TableChanges.class);

    private final Jdbi database;
    private final Map<String, Runnable> listeners = new ConcurrentHashMap<>();
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile boolean closed;
    /** As they were at the last look; guarded by this. */
    private Map<String, Long> seen = new HashMap<>();

    public TableChanges(HubDatabase database) {
        this.database = database.jdbi();
    }

    /**
     * Hears of a table from now on.
     *
     * @param table {@code <service>/<Set>}
     * @param changed runs in {@link #look} after any process told of a change, this one too
     */
    public void listen(String table, Runnable changed) {
        listeners.put(table, changed);
    }

    /** Rows of the table have changed. Blocks for one statement; never throws. */
    public void tell(String table) {
        attempt(() -> {
            if (!counted(table)) {
                try {
                    int unused = database.withHandle(handle ->
                            handle.execute("insert into virtual_change (table_path, changes) values (?, 1)", table));
                } catch (RuntimeException e) {
                    // Another process was first.
                    if (!SqlErrors.isBadData(e) || !counted(table)) {
                        throw e;
                    }
                }
            }
        });
    }

    private boolean counted(String table) {
        return database.withHandle(handle ->
                        handle.execute("update virtual_change set changes = changes + 1 where table_path = ?", table))
                > 0;
    }

    /** Looks what was told since the last look. Blocks for one statement; never throws. To be called again and again. */
    public synchronized void look() {
        attempt(() -> {
            Map<String, Long> now = database.withHandle(handle -> handle.createQuery(
                            "select table_path, changes from virtual_change")
                    .reduceRows(new HashMap<>(), (all, row) -> {
                        all.put(row.getColumn("table_path", String.class), row.getColumn("changes", Long.class));
                        return all;
                    }));
            Map<String, Long> before = seen;
            seen = now;
            listeners.forEach((table, changed) -> {
                if (now.containsKey(table) && !now.get(table).equals(before.get(table))) {
                    changed.run();
                }
            });
        });
    }

    private void attempt(Runnable statement) {
        try {
            statement.run();
            failing.set(false);
        } catch (RuntimeException e) {
            if (!closed && failing.compareAndSet(false, true)) {
                LOG.warn(
                        "Hub processes cannot tell each other of changed rows of virtual tables. {} What they have read is given for up to"
                                + " cacheTime; nothing more is logged until the database works again",
                        SqlErrors.explain(e));
            }
        }
    }

    /** What is under way fails in silence when the database is closed, too. */
    @Override
    public void close() {
        closed = true;
    }
}
