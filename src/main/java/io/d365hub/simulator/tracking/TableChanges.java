package io.d365hub.simulator.tracking;

import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What has changed in one table since tracking began or was last cut off. Written under the database's lock, read by any
 * thread. Each row is in it once, so it never holds more than the table's rows and {@link #MOST_DELETIONS} deletions.
 */
final class TableChanges {

    /** When there are more, the oldest are forgotten, and tokens from before them expire. */
    static final int MOST_DELETIONS = 200_000;

    /** In how many steps old changes are forgotten. */
    private static final int STEPS = 100;

    private final ConcurrentNavigableMap<Long, UUID> written = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<Long, UUID> deleted = new ConcurrentSkipListMap<>();
    private final Map<UUID, Long> deletions = new HashMap<>();
    private final Deque<Mark> marks = new ArrayDeque<>();
    private volatile long floor;

    /** Which version was the newest at which time. */
    private record Mark(Instant time, long version) {}

    TableChanges(long floor) {
        this.floor = floor;
    }

    /** Tokens of smaller versions have expired: what followed them is not known completely any more. */
    long floor() {
        return floor;
    }

    Map<Long, UUID> deletions() {
        return Map.copyOf(deleted);
    }

    void restore(Map<Long, UUID> before) {
        before.forEach((version, id) -> {
            deleted.put(version, id);
            deletions.put(id, version);
        });
    }

    void add(Row before, Row after, long version, Instant now, Duration kept) {
        if (version <= floor) {
            return; // a row that is put back, unchanged since tracking began
        }
        if (before != null) {
            written.remove(before.version());
        }
        if (after == null) {
            deleted.put(version, before.id());
            deletions.put(before.id(), version);
            if (deletions.size() > MOST_DELETIONS) {
                forget(deleted.firstKey());
            }
        } else {
            // A row that came back is told as a changed one, not as a deleted one.
            Long gone = before == null ? deletions.remove(after.id()) : null;
            if (gone != null) {
                deleted.remove(gone);
            }
            written.put(version, after.id());
        }
        age(now, version, kept);
    }

    private void age(Instant now, long version, Duration kept) {
        Mark newest = marks.peekLast();
        if (newest != null && Duration.between(newest.time(), now).compareTo(kept.dividedBy(STEPS)) < 0) {
            return;
        }
        // Marked is the version before this change: a token issued later knows at least that one.
        marks.addLast(new Mark(now, version - 1));
        Instant oldest = now.minus(kept);
        Mark passed = null;
        while (marks.peekFirst().time().isBefore(oldest)) {
            passed = marks.removeFirst();
        }
        if (passed != null) {
            forget(passed.version());
        }
    }

    /** Forgets the changes up to this version. */
    void forget(long version) {
        floor = Math.max(floor, version);
        written.headMap(version, true).clear();
        ConcurrentNavigableMap<Long, UUID> old = deleted.headMap(version, true);
        old.forEach((deletion, id) -> deletions.remove(id, deletion));
        old.clear();
    }

    /** Adds the newest versions of the rows that were written after {@code from} up to {@code to}, at most {@code limit}. */
    List<Row> written(Table table, long from, long to, int limit) {
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<Long, UUID> change : between(written, from, to).entrySet()) {
            if (rows.size() >= limit) {
                break;
            }
            Row row = table.find(change.getValue());
            // A row that is changed right now belongs to the next delta.
            if (row != null && row.version() == change.getKey()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** The rows that were deleted after {@code from} up to {@code to}, with the deletions' versions, at most {@code limit}. */
    List<Map.Entry<Long, UUID>> deleted(long from, long to, int limit) {
        List<Map.Entry<Long, UUID>> gone = new ArrayList<>();
        for (Map.Entry<Long, UUID> deletion : between(deleted, from, to).entrySet()) {
            if (gone.size() >= limit) {
                break;
            }
            gone.add(deletion);
        }
        return gone;
    }

    /** How many changes there are, counted up to {@code most}. */
    int count(long from, long to, int most) {
        int count = 0;
        for (ConcurrentNavigableMap<Long, UUID> changes : List.of(written, deleted)) {
            for (Long version : between(changes, from, to).keySet()) {
                if (version > 0 && ++count >= most) {
                    return count;
                }
            }
        }
        return count;
    }

    private static ConcurrentNavigableMap<Long, UUID> between(
            ConcurrentNavigableMap<Long, UUID> changes, long from, long to) {
        return changes.subMap(from, false, Math.max(from, to), true);
    }
}
