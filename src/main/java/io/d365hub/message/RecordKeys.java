package io.d365hub.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Hashes of record keys. Both are part of the stored data: messages already queued were placed by them, so neither may
 * ever change.
 */
public final class RecordKeys {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private RecordKeys() {}

    /**
     * The partition of a record key: 64-bit FNV-1a over its UTF-8 bytes, mixed with the finaliser of MurmurHash3, modulo
     * the number of partitions.
     */
    public static int partition(String recordKey, int partitions) {
        long hash = FNV_OFFSET;
        for (byte b : recordKey.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return (int) Math.floorMod(hash, (long) partitions);
    }

    /**
     * Stands for the record key where the key itself must not appear (receipts, ledger, selectors): the first 128 bits of
     * its SHA-256, as a UUID.
     */
    public static UUID digest(String recordKey) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(recordKey.getBytes(StandardCharsets.UTF_8));
            ByteBuffer first = ByteBuffer.wrap(sha);
            return new UUID(first.getLong(), first.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
