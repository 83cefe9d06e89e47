package io.d365hub.batch;

import java.util.Arrays;
import java.util.UUID;

/**
 * Record keys whose rows take the lane, by 63 bits of their digests: some bytes a key, because there may be a million. Two keys
 * that look alike are both in it; their rows then take the slower way, which is right too. Used by one thread.
 */
final class KeySet {

    private static final long EMPTY = 0;

    private long[] slots = new long[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(UUID digest) {
        if (size * 2 >= slots.length) {
            long[] before = slots;
            slots = new long[before.length * 2];
            Arrays.stream(before).filter(key -> key != EMPTY).forEach(key -> slots[slot(key)] = key);
        }
        long key = key(digest);
        int slot = slot(key);
        if (slots[slot] == EMPTY) {
            slots[slot] = key;
            size++;
        }
    }

    boolean contains(UUID digest) {
        return size > 0 && slots[slot(key(digest))] != EMPTY;
    }

    private static long key(UUID digest) {
        return digest.getMostSignificantBits() | 1;
    }

    /** Where it is, or would be. */
    private int slot(long key) {
        int slot = (int) (key >>> 1) & (slots.length - 1);
        while (slots[slot] != EMPTY && slots[slot] != key) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }
}
