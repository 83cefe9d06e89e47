package io.d365hub.throttle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Those who wait for a permit, a queue for each priority. While several wait, each gets its share of the execution time
 * (start-time fair queueing): whoever uses less than its share goes at once, whoever uses more waits for the others.
 * Guarded by its governor.
 */
final class WaitingRoom {

    /** @param seconds how long the call is going to take; negative when its asker does not know */
    record Wish(CompletableFuture<Permit> permit, Priority priority, double seconds) {}

    private static final List<Priority> PRIORITIES = List.of(Priority.values());

    private final Map<Priority, ArrayDeque<Wish>> queues = new EnumMap<>(Priority.class);
    private final Map<Priority, Double> finished = new EnumMap<>(Priority.class);
    private double virtualTime;

    WaitingRoom() {
        for (Priority priority : PRIORITIES) {
            queues.put(priority, new ArrayDeque<>());
            finished.put(priority, 0.0);
        }
    }

    void add(Wish wish) {
        queues.get(wish.priority()).add(wish);
    }

    /** The first in line; those who gave up are dropped. */
    Wish first(Priority priority) {
        ArrayDeque<Wish> queue = queues.get(priority);
        while (!queue.isEmpty() && queue.peek().permit().isDone()) {
            queue.poll();
        }
        return queue.peek();
    }

    /** Lets the first in line go and books the time that it is going to take. */
    void leave(Wish wish, double seconds) {
        queues.get(wish.priority()).poll();
        virtualTime = Math.max(virtualTime, finished.get(wish.priority()));
        finished.put(wish.priority(), virtualTime + seconds / wish.priority().share());
    }

    /** Who should go next, the most entitled first. */
    List<Priority> order() {
        List<Priority> waiting = new ArrayList<>(PRIORITIES.size());
        for (Priority priority : PRIORITIES) {
            if (first(priority) != null) {
                waiting.add(priority);
            }
        }
        if (waiting.size() > 1) {
            waiting.sort(Comparator.comparingDouble((Priority p) -> Math.max(virtualTime, finished.get(p)))
                    .thenComparing(Comparator.naturalOrder()));
        }
        return waiting;
    }

    int size() {
        return queues.values().stream().mapToInt(ArrayDeque::size).sum();
    }

    int size(Priority priority) {
        return queues.get(priority).size();
    }

    /** Everybody who waits; nobody waits any more. */
    List<Wish> empty() {
        List<Wish> all = new ArrayList<>();
        for (ArrayDeque<Wish> queue : queues.values()) {
            all.addAll(queue);
            queue.clear();
        }
        return all;
    }
}
