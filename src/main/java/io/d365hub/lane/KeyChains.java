package io.d365hub.lane;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The rows that a lane holds, chained by record key: the first row of a chain may run, and with it those of its {@link Run}. Used by the lane's thread
 * only.
 */
final class KeyChains {

    private final Map<UUID, Chain> chains = new HashMap<>();

    private static final class Chain {
        Row first;
        Row last;
    }

    /** Adds a row behind the others of its key; returns the one before it, null when it is the first. */
    Row add(Row row) {
        Chain chain = chains.get(row.key);
        if (chain == null) {
            chain = new Chain();
            chain.first = row;
            chain.last = row;
            chains.put(row.key, chain);
            return null;
        }
        Row before = chain.last;
        before.next = row;
        chain.last = row;
        return before;
    }

    /** The row of the key that may run; null when there is none. */
    Row first(UUID key) {
        Chain chain = chains.get(key);
        return chain == null ? null : chain.first;
    }

    /** Takes the first row of its key off; returns the next one, which may run now, or null. */
    Row removeFirst(Row row) {
        Chain chain = chains.get(row.key);
        if (chain == null || chain.first != row) {
            throw new IllegalStateException("Not the first row of its key: " + row.message);
        }
        chain.first = row.next;
        row.next = null;
        if (chain.first == null) {
            chains.remove(row.key);
        }
        return chain.first;
    }

    /** Takes the rows behind the first one off, in order, as far as they are wanted; the others stay. */
    void removeFollowers(UUID key, Predicate<Row> wanted, Consumer<Row> taken) {
        Chain chain = chains.get(key);
        if (chain == null) {
            return;
        }
        Row kept = chain.first;
        while (kept.next != null) {
            Row row = kept.next;
            if (wanted.test(row)) {
                kept.next = row.next;
                row.next = null;
                taken.accept(row);
            } else {
                kept = row;
            }
        }
        chain.last = kept;
    }

    void forEach(Consumer<Row> action) {
        for (Chain chain : chains.values()) {
            for (Row row = chain.first; row != null; row = row.next) {
                action.accept(row);
            }
        }
    }
}
