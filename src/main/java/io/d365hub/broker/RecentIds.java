package io.d365hub.broker;

import java.util.Arrays;

/**
 * Ids of 128 bits, in the order in which they came: 16 bytes each and a table of places, no objects, because there may be hundreds of
 * thousands for as long as the hub runs. Not thread-safe.
 */
final class RecentIds {

    private static final int FIRST_ROOM = 64;
    private static final int EMPTY = -1;

    /** A ring, two longs for each id; its length is a power of two. */
    private long[] ids = new long[2 * FIRST_ROOM];

    /** Places in the ring by hash, each id at the first free one from its own on; twice as long as the ring. */
    private int[] table = emptyTable(2 * FIRST_ROOM);

    private int oldest;
    private int size;

    int size() {
        return size;
    }

    boolean contains(long high, long low) {
        return table[find(high, low)] != EMPTY;
    }

    /** An id that is known already is not added again. */
    boolean add(long high, long low) {
        if (size == room()) {
            grow();
        }
        int slot = find(high, low);
        if (table[slot] != EMPTY) {
            return false;
        }
        int place = (oldest + size) & (room() - 1);
        ids[2 * place] = high;
        ids[2 * place + 1] = low;
        table[slot] = place;
        size++;
        return true;
    }

    /** Forgets the oldest ones. */
    void forget(int count) {
        for (int n = 0; n < count; n++) {
            free(find(ids[2 * oldest], ids[2 * oldest + 1]));
            oldest = (oldest + 1) & (room() - 1);
            size--;
        }
    }

    private int room() {
        return ids.length / 2;
    }

    /** Where the table holds the id, or would. */
    private int find(long high, long low) {
        int slot = slot(high, low);
        while (table[slot] != EMPTY && !isAt(table[slot], high, low)) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private boolean isAt(int place, long high, long low) {
        return ids[2 * place] == high && ids[2 * place + 1] == low;
    }

    private int slot(long high, long low) {
        // Digests: any of their bits are as good as others.
        return (int) (high ^ low) & (table.length - 1);
    }

    /** What was pushed behind this slot moves up, so that it is found without it. */
    private void free(int slot) {
        int hole = slot;
        int next = slot;
        while (true) {
            next = (next + 1) & (table.length - 1);
            if (table[next] == EMPTY) {
                table[hole] = EMPTY;
                return;
            }
            int own = slot(ids[2 * table[next]], ids[2 * table[next] + 1]);
            boolean ownLiesBehindHole = hole <= next ? hole < own && own <= next : hole < own || own <= next;
            if (!ownLiesBehindHole) {
                table[hole] = table[next];
                hole = next;
            }
        }
    }

    private void grow() {
        long[] before = ids;
        int first = oldest;
        int count = size;
        ids = new long[2 * before.length];
        table = emptyTable(2 * table.length);
        oldest = 0;
        size = 0;
        for (int n = 0; n < count; n++) {
            int place = (first + n) & (before.length / 2 - 1);
            add(before[2 * place], before[2 * place + 1]);
        }
    }

    private static int[] emptyTable(int length) {
        int[] table = new int[length];
        Arrays.fill(table, EMPTY);
        return table;
    }
}
