package io.d365hub.broker;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.activemq.artemis.core.journal.Journal;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * Holds an embedded broker's files still while they are copied: no send, acknowledgement or commit is written, and none is
 * answered; all go on afterwards. The files are then as a process that was killed at that moment had left them.
 *
 * <p>The locks, and their order, are those with which Artemis itself begins to copy its journal to a backup broker
 * ({@code JournalStorageManager.startReplication}).
 */
final class StandStill {

    private final ActiveMQServer server;

    StandStill(ActiveMQServer server) {
        this.server = server;
    }

    /** Does the work while nothing is written. */
    <T> T during(Callable<T> work) throws Exception {
        PagingManager paging = server.getPagingManager();
        StorageManager storage = server.getStorageManager();
        paging.lock();
        try {
            storage.writeLock();
            try {
                return withJournalsHeld(storage, work);
            } finally {
                storage.writeUnlock();
            }
        } finally {
            paging.unlock();
        }
    }

    private static <T> T withJournalsHeld(StorageManager storage, Callable<T> work) throws Exception {
        Journal messages = storage.getMessageJournal();
        Journal bindings = storage.getBindingsJournal();
        // What was appended before the locks lies in memory still, in part.
        messages.flush();
        bindings.flush();
        messages.synchronizationLock();
        try {
            bindings.synchronizationLock();
            try {
                return work.call();
            } finally {
                bindings.synchronizationUnlock();
            }
        } finally {
            messages.synchronizationUnlock();
        }
    }

    /** How many messages lie in each queue that has any. */
    Map<String, Long> depths() {
        Map<String, Long> depths = new TreeMap<>();
        server.getPostOffice()
                .getAllBindings()
                .filter(QueueBinding.class::isInstance)
                .map(binding -> ((QueueBinding) binding).getQueue())
                .filter(queue -> queue.getMessageCount() > 0)
                .forEach(queue -> depths.put(queue.getName().toString(), queue.getMessageCount()));
        return depths;
    }
}
