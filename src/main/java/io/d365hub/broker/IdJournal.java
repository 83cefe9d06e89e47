package io.d365hub.broker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duplicate ids of single messages of all integrations. The broker's own memory of ids takes a record of the journal, and one more to
 * forget it, for each message; here the ids of a run of messages share them. They lie in the journal as the broker's own do, so backups have them
 * and the disk's limits hold.
 *
 * <p>A message in a page file carries its id there, and needs no second sync for it: such ids are gathered for some milliseconds, and
 * {@link PagedIds} finds those that a process had no time to gather. Thread-safe.
 */
final class IdJournal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IdJournal.class);

    private static final String ADDRESS = "hub.ids.";
    private static final long GATHER_MILLIS = 10;
    private static final long STOP_MILLIS = 1_000;

    private final ActiveMQServer server;
    private final StorageManager storage;
    private final OperationContext context;
    private final long mostBytes;
    private final Map<String, RememberedIds> byIntegration = new ConcurrentHashMap<>();

    private IdBatch gathered = new IdBatch();
    private long gatheredBytes;

    /** Of messages in page files whose ids are not in the journal. */
    private long openBytes;

    /** @param pageBytes so large are the page files of work queues */
    IdJournal(ActiveMQServer server, int pageBytes) {
        this.server = server;
        this.storage = server.getStorageManager();
        this.context = storage.newContext(server.getExecutorFactory().getExecutor());
        this.mostBytes = pageBytes;
    }

    RememberedIds of(String integration) {
        RememberedIds known = byIntegration.get(integration);
        return known != null ? known : byIntegration.computeIfAbsent(integration, this::read);
    }

    private RememberedIds read(String integration) {
        SimpleString address = SimpleString.of(ADDRESS + integration);
        return new RememberedIds(address, server.getPostOffice().getDuplicateIDCache(address));
    }

    /**
     * Takes ids whose messages are in page files and on disk.
     *
     * @return whether it does; false when as many wait as are looked for after a kill
     */
    synchronized boolean gather(IdBatch ids, long bytes) {
        if (openBytes + bytes > mostBytes) {
            return false;
        }
        if (gathered.isEmpty()) {
            var unused = server.getScheduledPool().schedule(this::write, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        }
        gathered.addAll(ids);
        gatheredBytes += bytes;
        openBytes += bytes;
        return true;
    }

    private void write() {
        IdBatch ids;
        long bytes;
        synchronized (this) {
            ids = gathered;
            bytes = gatheredBytes;
            gathered = new IdBatch();
            gatheredBytes = 0;
        }
        if (ids.isEmpty()) {
            return;
        }
        storage.setContext(context);
        try {
            ids.write(storage);
        } catch (Exception e) {
            unwritten(e);
            return;
        } finally {
            storage.clearContext();
        }
        context.executeOnCompletion(new IOCallback() {
            @Override
            public void done() {
                ids.written();
                synchronized (IdJournal.this) {
                    openBytes -= bytes;
                }
            }

            @Override
            public void onError(int code, String words) {
                unwritten(new IllegalStateException(words));
            }
        });
    }

    /** Writes what is gathered. */
    @Override
    public void close() {
        write();
        try {
            context.waitCompletion(STOP_MILLIS);
        } catch (Exception e) {
            unwritten(e);
        }
    }

    /** They stay open, so that soon each sender waits for his ids, and hears of the journal himself. */
    private static void unwritten(Exception e) {
        LOG.debug("Ids of stored messages were not written", e);
    }
}
