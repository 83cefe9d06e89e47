package io.d365hub.lane;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The record keys of a partition that are held, because rows of them are parked or because a dead letter holds them.
 * Later rows of a held key are parked too. Used by the lane's thread only.
 */
final class ParkedKeys {

    private final Map<UUID, Held> held = new HashMap<>();
    private long rows;

    /** One held key. */
    static final class Held {
        /** Rows in the park queue, or about to be with the next commit. */
        private int rows;

        /** Those of them that are replays: a letter's hold does not stop them. */
        private int replays;

        private final Set<UUID> letters = new HashSet<>(2);
        private long due;
        private int tries;

        /** The row of the key that failed last; null when none did since the lane owns the partition. */
        private Failing failing;

        boolean heldByLetter() {
            return !letters.isEmpty();
        }

        private boolean hasWork() {
            return letters.isEmpty() ? rows > 0 : replays > 0;
        }
    }

    /** What a parked row's failures have come to so far. */
    record Failing(UUID message, int attempts, Instant firstFailedAt, long patienceFrom) {}

    Held find(UUID key) {
        return held.get(key);
    }

    boolean holds(UUID key) {
        return held.containsKey(key);
    }

    boolean heldBy(UUID key, UUID letter) {
        Held found = held.get(key);
        return found != null && found.letters.contains(letter);
    }

    /** A row goes to the park queue, or was found there. */
    void parked(UUID key, boolean replay, long now) {
        Held entry = held.computeIfAbsent(key, k -> newHeld(now));
        entry.rows++;
        rows++;
        if (replay) {
            entry.replays++;
        }
    }

    private static Held newHeld(long now) {
        Held entry = new Held();
        entry.due = now + RetryDelays.parked(0).toNanos();
        return entry;
    }

    /** A row of the key failed and stays parked: the key waits for its next try. */
    void failed(UUID key, Failing failing, long now) {
        Held entry = held.get(key);
        entry.failing = failing;
        entry.due = now + RetryDelays.parked(entry.tries++).toNanos();
    }

    /** What is known of the row's failures; null when there is nothing. */
    Failing failing(UUID key, UUID message) {
        Held entry = held.get(key);
        return entry == null
                        || entry.failing == null
                        || !entry.failing.message().equals(message)
                ? null
                : entry.failing;
    }

    /** A parked row is settled, and that is committed. */
    void settled(UUID key, boolean replay, long now) {
        Held entry = held.get(key);
        entry.rows--;
        rows--;
        if (replay) {
            entry.replays--;
        }
        entry.tries = 0;
        entry.due = now;
        freeWhenEmpty(key, entry);
    }

    /** A letter holds the key. */
    void hold(UUID key, UUID letter, long now) {
        held.computeIfAbsent(key, k -> newHeld(now)).letters.add(letter);
    }

    /** The letter holds its key no more, and that is committed. */
    void release(UUID key, UUID letter, long now) {
        Held entry = held.get(key);
        if (entry != null && entry.letters.remove(letter)) {
            entry.due = now;
            freeWhenEmpty(key, entry);
        }
    }

    private void freeWhenEmpty(UUID key, Held entry) {
        if (entry.rows == 0 && entry.letters.isEmpty()) {
            held.remove(key);
        }
    }

    /** Whether the key has rows that may be tried, now or later. */
    boolean hasWork(UUID key) {
        Held entry = held.get(key);
        return entry != null && entry.hasWork();
    }

    /** Keys to be tried now. */
    Set<UUID> due(long now, int most) {
        Set<UUID> due = new LinkedHashSet<>();
        for (Map.Entry<UUID, Held> entry : held.entrySet()) {
            if (due.size() == most) {
                break;
            }
            if (entry.getValue().hasWork() && entry.getValue().due - now <= 0) {
                due.add(entry.getKey());
            }
        }
        return due;
    }

    /** How many nanoseconds until a key is to be tried; negative when none ever is. */
    long nextDueIn(long now) {
        long next = Long.MAX_VALUE;
        for (Held entry : held.values()) {
            if (entry.hasWork()) {
                next = Math.min(next, Math.max(0, entry.due - now));
            }
        }
        return next == Long.MAX_VALUE ? -1 : next;
    }

    void clear() {
        held.clear();
        rows = 0;
    }

    int keys() {
        return held.size();
    }

    long rows() {
        return rows;
    }
}
