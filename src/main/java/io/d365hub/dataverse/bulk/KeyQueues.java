package io.d365hub.dataverse.bulk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One queue for each key that somebody writes now: only the first of a queue may be under way, so that no two requests
 * that run at the same time write one row. Guarded by the lock of its {@link GroupCommit}.
 */
final class KeyQueues {

    private final Map<String, ArrayDeque<Unit>> queues = new HashMap<>();

    /** Lines a unit up in the queues of all its keys; true when it is the first in all of them. */
    boolean add(Unit unit) {
        for (String key : unit.keys) {
            ArrayDeque<Unit> queue = queues.computeIfAbsent(key, k -> new ArrayDeque<>(2));
            if (!queue.isEmpty()) {
                unit.behind++;
            }
            queue.addLast(unit);
        }
        return unit.behind == 0;
    }

    /**
     * The unit has its verdict.
     *
     * @param nowFirst gets those that may go from now on
     */
    void remove(Unit unit, Consumer<Unit> nowFirst) {
        for (String key : unit.keys) {
            ArrayDeque<Unit> queue = queues.get(key);
            if (queue.peekFirst() != unit) {
                throw new IllegalStateException("A row was written before one that stood before it");
            }
            queue.removeFirst();
            Unit next = queue.peekFirst();
            if (next == null) {
                queues.remove(key);
            } else if (--next.behind == 0) {
                nowFirst.accept(next);
            }
        }
    }

    /** A row and the rows of its key that stand directly behind it and may share a request with it, in order. */
    List<Unit> chain(Unit first, int most) {
        if (!(first instanceof RowUnit)) {
            return List.of(first);
        }
        ArrayDeque<Unit> queue = queues.get(first.keys.iterator().next());
        if (queue.size() == 1) {
            return List.of(first);
        }
        List<Unit> chain = new ArrayList<>();
        for (Unit unit : queue) {
            if (unit.group != first.group || chain.size() == most) {
                break;
            }
            chain.add(unit);
        }
        return List.copyOf(chain);
    }

    int size() {
        return queues.size();
    }
}
