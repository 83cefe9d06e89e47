package io.d365hub.broker;

import io.d365hub.message.WorkQueue.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Messages that wait for the disk together: who hears of them, and their ids. Filled by one thread, ended by another. */
final class RoutedRun {

    private final Set<UUID> underWay;
    private final List<BiConsumer<Stored, Exception>> listeners = new ArrayList<>();
    private final IdBatch idsInJournal = new IdBatch();
    private final IdBatch idsInPages = new IdBatch();
    private long pagedBytes;
    private boolean repeating;

    /** @param underWay ids of all runs that have not ended; a thread-safe set */
    RoutedRun(Set<UUID> underWay) {
        this.underWay = underWay;
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    void add(BiConsumer<Stored, Exception> listener) {
        listeners.add(listener);
    }

    /** An id whose message is on its way to the journal. */
    void addId(RememberedIds place, UUID id) {
        underWay.add(id);
        idsInJournal.add(place, id);
    }

    /** An id whose message is on its way to a page file, and carries it there. */
    void addPagedId(RememberedIds place, UUID id, long bytes) {
        underWay.add(id);
        idsInPages.add(place, id);
        pagedBytes += bytes;
    }

    /** Somebody hears of a message of an earlier run that has not ended. */
    void setRepeating() {
        repeating = true;
    }

    boolean isRepeating() {
        return repeating;
    }

    IdBatch idsInJournal() {
        return idsInJournal;
    }

    IdBatch idsInPages() {
        return idsInPages;
    }

    long pagedBytes() {
        return pagedBytes;
    }

    /** The messages are on disk and so are their ids. */
    void stored() {
        end();
        listeners.forEach(listener -> listener.accept(Stored.STORED, null));
    }

    /** Some of it may be on disk nevertheless. */
    void failed(Exception why) {
        end();
        listeners.forEach(listener -> listener.accept(null, why));
    }

    private void end() {
        idsInJournal.forEach(underWay::remove);
        idsInPages.forEach(underWay::remove);
    }
}
