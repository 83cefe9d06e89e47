package io.d365hub.batch;

import java.util.UUID;

/**
 * Record keys whose rows take the lane, by 63 bits of their digests: some bytes a key, because there may be a million. Two keys
 * that look alike are both in it; their rows then take the slower way, which is right too. A key may carry a mark. Used by one
 * thread.
 */
final class KeySet {

    private static final long EMPTY = 0;

    private long[] slots = new long[64];
    private long[] marks = new long[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** The key has no mark from now on. */
    void add(UUID digest) {
        add(digest, 0);
    }

    /** @param mark in the place of the one that the key may have */
    void add(UUID digest, long mark) {
        if (size * 2 >= slots.length) {
            grow();
        }
        long key = key(digest);
        int slot = slot(key);
        size += slots[slot] == EMPTY ? 1 : 0;
        slots[slot] = key;
        marks[slot] = mark;
    }

    private void grow() {
        long[] keys = slots;
        long[] marked = marks;
        slots = new long[keys.length * 2];
        marks = new long[keys.length * 2];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != EMPTY) {
                int slot = slot(keys[i]);
                slots[slot] = keys[i];
                marks[slot] = marked[i];
            }
        }
    }

    /** 0 for a key without one. */
    long mark(UUID digest) {
        int slot = slot(key(digest));
        return slots[slot] == EMPTY ? 0 : marks[slot];
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
