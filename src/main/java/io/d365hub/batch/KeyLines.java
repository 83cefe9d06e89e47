package io.d365hub.batch;

import java.util.HashMap;
import java.util.Map;

/** Rows of one record key stand in line: the first of each line may start. Used by the run's thread. */
final class KeyLines {

    private final Map<String, RowTask> last = new HashMap<>();

    /** Whether the row is the first of its key. */
    boolean add(RowTask task) {
        RowTask before = last.put(task.key(), task);
        if (before == null) {
            return true;
        }
        before.behind = task;
        return false;
    }

    /** The first of a line is done; the next one, or null. */
    RowTask removeFirst(RowTask task) {
        RowTask next = task.behind;
        task.behind = null;
        if (next == null) {
            last.remove(task.key());
        }
        return next;
    }
}
