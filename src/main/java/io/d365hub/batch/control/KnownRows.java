package io.d365hub.batch.control;

import io.d365hub.batch.control.RowDigest.Content;

/**
 * What is known of the rows of one batch, in memory: about 35 bytes a row. Thread-safe.
 *
 * <p>Many small tables, so that growing one costs neither much time nor much memory at once; each is an open hash table of
 * three numbers a row, filled to four fifths at most.
 */
final class KnownRows {

    private static final int SHARD_BITS = 8;
    private static final int FIRST_PLACES = 16;

    private final Shard[] shards = new Shard[1 << SHARD_BITS];
    private final int most;
    private int size;

    /** @param most how many rows are known at most; those beyond are forgotten at once */
    KnownRows(int most) {
        this.most = most;
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new Shard();
        }
    }

    private static final class Shard {
        private long[] keys = new long[FIRST_PLACES];
        private long[] highs = new long[FIRST_PLACES];
        private long[] lows = new long[FIRST_PLACES];
        private long[] seen = new long[1];
        private int filled;

        /** The place of the key, or where it would be. */
        private int place(long key) {
            int place = (int) Math.multiplyHigh((key << SHARD_BITS) >>> 1, (long) keys.length << 1);
            while (keys[place] != 0 && keys[place] != key) {
                place = place + 1 == keys.length ? 0 : place + 1;
            }
            return place;
        }

        private void grow() {
            Shard larger = new Shard();
            int places = keys.length + (keys.length >> 2) + 1;
            larger.keys = new long[places];
            larger.highs = new long[places];
            larger.lows = new long[places];
            larger.seen = new long[(places + 63) >>> 6];
            for (int i = 0; i < keys.length; i++) {
                if (keys[i] != 0) {
                    int place = larger.place(keys[i]);
                    larger.keys[place] = keys[i];
                    larger.highs[place] = highs[i];
                    larger.lows[place] = lows[i];
                    larger.see(place, isSeen(i));
                }
            }
            keys = larger.keys;
            highs = larger.highs;
            lows = larger.lows;
            seen = larger.seen;
        }

        private boolean isSeen(int place) {
            return (seen[place >>> 6] & 1L << place) != 0;
        }

        private void see(int place, boolean yes) {
            if (yes) {
                seen[place >>> 6] |= 1L << place;
            }
        }
    }

    private Shard shard(long key) {
        return shards[(int) (key >>> (64 - SHARD_BITS))];
    }

    /** What the target has of this key; null when nothing is known of it. */
    Content get(long key) {
        Shard shard = shard(key);
        synchronized (shard) {
            int place = shard.place(key);
            return shard.keys[place] == 0 ? null : new Content(shard.highs[place], shard.lows[place]);
        }
    }

    /** Notes what the target has; false when there is no room for another row. */
    boolean put(long key, Content content) {
        Shard shard = shard(key);
        synchronized (shard) {
            int place = shard.place(key);
            if (shard.keys[place] == 0) {
                if (!takeRoom()) {
                    return false;
                }
                if ((shard.filled + 1) * 5L > shard.keys.length * 4L) {
                    shard.grow();
                    place = shard.place(key);
                }
                shard.keys[place] = key;
                shard.filled++;
            }
            shard.highs[place] = content.high();
            shard.lows[place] = content.low();
            return true;
        }
    }

    private synchronized boolean takeRoom() {
        if (size >= most) {
            return false;
        }
        size++;
        return true;
    }

    synchronized int size() {
        return size;
    }

    /** The source has this key in the present run. */
    void see(long key) {
        Shard shard = shard(key);
        synchronized (shard) {
            int place = shard.place(key);
            shard.see(place, shard.keys[place] != 0);
        }
    }

    boolean isSeen(long key) {
        Shard shard = shard(key);
        synchronized (shard) {
            int place = shard.place(key);
            return shard.keys[place] != 0 && shard.isSeen(place);
        }
    }

    /** How many rows of the target are known. */
    int there() {
        return count(false);
    }

    /** How many rows of the target the source has not had in the present run. */
    int unseen() {
        return count(true);
    }

    private int count(boolean onlyUnseen) {
        int count = 0;
        for (Shard shard : shards) {
            synchronized (shard) {
                for (int i = 0; i < shard.keys.length; i++) {
                    boolean there = shard.keys[i] != 0 && (shard.highs[i] != -1 || shard.lows[i] != -1);
                    count += there && !(onlyUnseen && shard.isSeen(i)) ? 1 : 0;
                }
            }
        }
        return count;
    }
}
