package io.d365hub.dataverse.bulk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One queue for each key that somebody writes now, and for each line: only the first of a queue may be under way, so that
 * no two requests that run at the same time write one row, and lines keep their order whatever they write. Guarded by the lock of its {@link GroupCommit}.
 */
final class KeyQueues {

    private final Map<Object, ArrayDeque<Unit>> queues = new HashMap<>();

    /** Lines a unit up in the queues of all its keys; true when it is the first in all of them. */
    boolean add(Unit unit) {
        for (Object key : unit.keys) {
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
        for (Object key : unit.keys) {
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

    /**
     * A unit and those that stand directly behind it and nothing else, and may share a request with it, in order.
     *
     * @param most units
     * @param mostWeight of all of them, but the first may weigh more
     */
    List<Unit> chain(Unit first, int most, int mostWeight, long mostBytes) {
        Object guide = first.line != null ? first.line : first.keys.iterator().next();
        if (first.group == null || queues.get(guide).size() == 1) {
            return List.of(first);
        }
        List<Unit> chain = new ArrayList<>();
        Map<Object, Iterator<Unit>> next = new HashMap<>();
        int weight = 0;
        long bytes = 0;
        for (Unit unit : queues.get(guide)) {
            if (unit.group != first.group || chain.size() == most || !isNext(unit, next)) {
                break;
            }
            weight += unit.weight();
            bytes += unit.ready().bytes();
            if (!chain.isEmpty() && (weight > mostWeight || bytes > mostBytes)) {
                break;
            }
            chain.add(unit);
        }
        return List.copyOf(chain);
    }

    /** Whether only units of the chain stand before it in all its queues. */
    private boolean isNext(Unit unit, Map<Object, Iterator<Unit>> next) {
        for (Object key : unit.keys) {
            Iterator<Unit> queue = next.computeIfAbsent(key, k -> queues.get(k).iterator());
            if (!queue.hasNext() || queue.next() != unit) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return queues.size();
    }
}
