package io.d365hub.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Makes message ids: random, or derived so that a repeated request gets the id that it got before. */
public final class MessageIds {

    /** Name space of the hub's derived ids (RFC 9562, version 5). Never change it: ids would no longer repeat. */
    private static final UUID NAMESPACE = UUID.fromString("4b1c63c2-6d8e-5a44-9c1f-3d365b0b0001");

    private MessageIds() {}

    public static UUID random() {
        return UUID.randomUUID();
    }

    /** The id of a request that carries an idempotency key: equal input, equal id. */
    public static UUID forIdempotencyKey(String client, String integration, String idempotencyKey) {
        // Lengths keep ("a", "bc") and ("ab", "c") apart.
        return version5(
                NAMESPACE, client.length() + ":" + client + integration.length() + ":" + integration + idempotencyKey);
    }

    /** The id of one line of a request of several messages; lines count from 1. */
    public static UUID forLine(UUID request, int line) {
        return version5(request, "line " + line);
    }

    /** UUID version 5 of RFC 9562: SHA-1 of name space and name. */
    public static UUID version5(UUID namespace, String name) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
        sha1.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .array());
        ByteBuffer digest = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long most = (digest.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
        long least = (digest.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }
}
