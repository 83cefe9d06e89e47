package io.d365hub.broker;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.Pair;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.postoffice.DuplicateIDCache;

/**
 * The duplicate ids of one integration's latest messages: in memory, and many to a record in the broker's journal. A record stays until all its
 * ids may be forgotten, so ids are forgotten by records. Thread-safe.
 */
final class RememberedIds {

    /** Artemis reads no more of an address from its journal than it is configured to keep. */
    static final int MOST_RECORDS = BrokerConfiguration.DUPLICATE_IDS;

    static final int MOST_IDS = 8 * BrokerConfiguration.DUPLICATE_IDS;

    private static final int ID_BYTES = 16;

    /** @param count those that were not known before */
    private record Written(long recordId, int count) {}

    private final SimpleString address;
    private final RecentIds ids = new RecentIds();

    /** As old as the ids in memory, but for some that were stored at the same time. */
    private final Deque<Written> records = new ArrayDeque<>();

    /** @param stored what the broker found in its journal for the address when it started */
    RememberedIds(SimpleString address, DuplicateIDCache stored) {
        this.address = address;
        stored.getMap().stream()
                .sorted(Comparator.comparing(Pair::getB))
                .forEach(record -> read(record.getA(), record.getB()));
    }

    private void read(byte[] several, long recordId) {
        ByteBuffer buffer = ByteBuffer.wrap(several);
        int count = 0;
        while (buffer.remaining() >= ID_BYTES) {
            count += ids.add(buffer.getLong(), buffer.getLong()) ? 1 : 0;
        }
        records.add(new Written(recordId, count));
    }

    synchronized boolean contains(UUID id) {
        return ids.contains(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** The messages of these ids are on disk. Tells how many were not known. */
    synchronized int remember(List<UUID> several) {
        int count = 0;
        for (UUID id : several) {
            count += ids.add(id.getMostSignificantBits(), id.getLeastSignificantBits()) ? 1 : 0;
        }
        return count;
    }

    /** Hands a record of these ids to the journal, and drops old ones there and in memory. */
    long write(List<UUID> several, StorageManager storage) throws Exception {
        ByteBuffer record = ByteBuffer.allocate(several.size() * ID_BYTES);
        several.forEach(id -> record.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()));
        long recordId = storage.generateID();
        storage.storeDuplicateID(address, record.array(), recordId);
        for (Written old = forgotten(); old != null; old = forgotten()) {
            storage.deleteDuplicateID(old.recordId());
        }
        return recordId;
    }

    /** Null when nothing needs to be forgotten. */
    private synchronized Written forgotten() {
        Written oldest = records.peek();
        if (oldest == null || (records.size() < MOST_RECORDS && ids.size() - oldest.count() < MOST_IDS)) {
            return null;
        }
        ids.forget(oldest.count());
        return records.remove();
    }

    /**
     * The record is on disk.
     *
     * @param count what {@link #remember} told of its ids
     */
    synchronized void written(long recordId, int count) {
        records.add(new Written(recordId, count));
    }
}
