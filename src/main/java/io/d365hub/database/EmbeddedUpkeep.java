package io.d365hub.database;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does for the embedded database what H2's own background thread does not do with {@code WRITE_DELAY=0}: gathers what is still
 * needed of old parts of the file, so that their room is used again (measured: without it 1 KB of file for each message, 0.3
 * KB with it), and has the system write the file to the disk from time to time. In small portions, because commits wait
 * meanwhile. Has a thread of its own, which is never interrupted: H2 would close its file.
 */
final class EmbeddedUpkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedUpkeep.class);

    private static final long PERIOD_MILLIS = 200;
    private static final long PERIOD_IDLE_MILLIS = 1000;

    /** Parts of the file of which less than this is in use are worth gathering. */
    private static final int FILL_PERCENT = 50;

    private static final int PORTION_BYTES = 2 << 20;

    /** Below the retention time of the settings: what is used again must no longer be needed on the disk. */
    private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final MVStore store;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "database-upkeep");

    private EmbeddedUpkeep(MVStore store) {
        this.store = store;
    }

    static EmbeddedUpkeep start(DataSource source) throws SQLException {
        try (var connection = source.getConnection()) {
            SessionLocal session =
                    (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            EmbeddedUpkeep upkeep =
                    new EmbeddedUpkeep(session.getDatabase().getStore().getMvStore());
            upkeep.thread.setDaemon(true);
            upkeep.thread.start();
            return upkeep;
        }
    }

    private void run() {
        try {
            long version = store.getCurrentVersion();
            long syncedAt = System.nanoTime();
            boolean unsynced = false;
            long pause = PERIOD_MILLIS;
            while (!stop.await(pause, TimeUnit.MILLISECONDS)) {
                boolean changed = store.getCurrentVersion() != version;
                unsynced |= changed;
                if (changed) {
                    store.compact(FILL_PERCENT, PORTION_BYTES);
                    version = store.getCurrentVersion();
                }
                if (unsynced && System.nanoTime() - syncedAt > SYNC_NANOS) {
                    store.sync();
                    syncedAt = System.nanoTime();
                    unsynced = false;
                }
                pause = unsynced ? PERIOD_MILLIS : PERIOD_IDLE_MILLIS;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Commits notice by themselves when the file is broken; without upkeep it only grows.
            LOG.warn(
                    "The file of the embedded database is not gathered any more until the next start: {}",
                    e.toString());
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
