package io.d365hub.broker;

import java.util.UUID;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.paging.PagedMessage;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.impl.Page;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds ids of messages in page files that are not in the journal, because the process ended within milliseconds after it had stored the
 * messages. For use after the start, before anybody reads the queues.
 */
final class PagedIds {

    private static final Logger LOG = LoggerFactory.getLogger(PagedIds.class);

    /** {@link IdJournal} leaves no more open than a page takes, and that may lie in two. */
    private static final int LAST_PAGES = 2;

    private final ActiveMQServer server;
    private final StorageManager storage;
    private final IdJournal ids;

    PagedIds(ActiveMQServer server, IdJournal ids) {
        this.server = server;
        this.storage = server.getStorageManager();
        this.ids = ids;
    }

    void find() {
        for (SimpleString queue : server.getPagingManager().getStoreNames()) {
            if (QueueNames.mayHaveIds(queue.toString())) {
                find(queue);
            }
        }
    }

    private void find(SimpleString queue) {
        try {
            PagingStore store = server.getPagingManager().getPageStore(queue);
            if (store.isPaging()) {
                find(store);
            }
        } catch (Exception e) {
            // The broker itself goes on with what it can read.
            LOG.warn(
                    "The last page files of {} cannot be read: what is repeated of them may be stored twice", queue, e);
        }
    }

    private void find(PagingStore store) throws Exception {
        long last = store.getCurrentWritingPage();
        boolean some = true;
        for (long number = last; number > 0 && (some || number > last - LAST_PAGES); number--) {
            some = store.checkPageFileExists(number) && find(store, number);
        }
    }

    /** Whether there was one. */
    private boolean find(PagingStore store, long number) throws Exception {
        IdBatch unknown = new IdBatch();
        Page page = store.newPageObject(number);
        page.open(false);
        try {
            page.read(storage).forEach(paged -> find(store, paged, unknown));
        } finally {
            page.close(false);
        }
        if (unknown.isEmpty()) {
            return false;
        }
        OperationContext context =
                storage.newContext(server.getExecutorFactory().getExecutor());
        storage.setContext(context);
        try {
            unknown.write(storage);
        } finally {
            storage.clearContext();
        }
        context.waitCompletion();
        unknown.remember();
        unknown.written();
        return true;
    }

    private void find(PagingStore store, PagedMessage paged, IdBatch unknown) {
        ICoreMessage message = paged.getMessage().toCore();
        byte[] bytes = message.containsProperty(DuplicateIds.PROPERTY)
                ? message.getBytesProperty(DuplicateIds.PROPERTY)
                : null;
        if (bytes != null) {
            RememberedIds place = ids.of(MessageCodec.integration(message));
            UUID id = DuplicateIds.ofQueue(store.getAddress(), DuplicateIds.read(bytes));
            if (!place.contains(id)) {
                unknown.add(place, id);
            }
        }
    }
}
