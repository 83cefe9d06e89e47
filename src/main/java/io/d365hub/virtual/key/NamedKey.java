package io.d365hub.virtual.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * GUIDs of version 5 (RFC 9562: SHA-1 of a name) for natural keys that fit into none. The way back needs {@link
 * NamedKeys}.
 */
final class NamedKey {

    /** Of all virtual tables; made once, at random. */
    private static final UUID ROOT = UUID.fromString("6b0c1a52-3f0e-4d7c-9d0a-5f2e8d3b7a41");

    private NamedKey() {}

    /**
     * The GUID.
     *
     * @param service the service of the table
     * @param set the table's entity set
     */
    static UUID of(String service, String set, String naturalKey) {
        return version5(version5(ROOT, service + "/" + set), naturalKey);
    }

    /** Whether it may be one of these. */
    static boolean is(UUID guid) {
        return guid.version() == 5 && guid.variant() == 2;
    }

    private static UUID version5(UUID namespace, String name) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
        sha1.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .flip());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long most = (hash.getLong() & ~0xf000L) | 0x5000L;
        long least = (hash.getLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(most, least);
    }
}
