package io.d365hub.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes message ids: issued anew, or derived so that a repeated request gets the id that it got before.
 *
 * <p>An issued id is a UUID of version 8 (RFC 9562): 66 random bits, and beside them the day, a mark of the integration
 * and a check sum. So the hub can tell an id that it issued from one that it never did without keeping a list of all that
 * wait: what was issued lately and is not settled is queued. The check sum keeps typing errors out, not liars; a liar
 * learns nothing but {@code queued}.
 */
public final class MessageIds {

    /** Name space of the hub's derived ids (RFC 9562, version 5). Never change it: ids would no longer repeat. */
    private static final UUID NAMESPACE = UUID.fromString("4b1c63c2-6d8e-5a44-9c1f-3d365b0b0001");

    private static final long SECONDS_A_DAY = Duration.ofDays(1).toSeconds();
    private static final long VERSION_8 = 0x8000L;
    private static final long HIGH_RANDOM = 0xffff_ffff_0000_0fffL;

    private MessageIds() {}

    /** A new id for a message of the integration. */
    public static UUID issue(String integration, Instant now, RandomGenerator random) {
        long day = Math.floorDiv(now.getEpochSecond(), SECONDS_A_DAY) & 0xffff;
        return seal((random.nextLong() & HIGH_RANDOM) | (mark(integration) << 16) | VERSION_8, random.nextLong(), day);
    }

    /**
     * The integration that the id was issued for, among the given ones; empty when it was issued for none of them, too
     * long ago, or never.
     *
     * @param longest how long ago it may have been issued, to the day
     */
    public static Optional<String> issuedFor(UUID id, Collection<String> integrations, Instant now, Duration longest) {
        long today = Math.floorDiv(now.getEpochSecond(), SECONDS_A_DAY) & 0xffff;
        long day = (id.getLeastSignificantBits() >>> 24) & 0xffff;
        boolean ours = id.version() == 8
                && seal(id.getMostSignificantBits(), id.getLeastSignificantBits() >>> 40, day)
                        .equals(id)
                && ((today - day) & 0xffff) <= longest.toDays() + 1;
        long mark = (id.getMostSignificantBits() >>> 16) & 0xffff;
        return ours ? integrations.stream().filter(name -> mark(name) == mark).findFirst() : Optional.empty();
    }

    /** Low half: variant, 22 random bits, 16 bits of the day, 24 bits of check sum. */
    private static UUID seal(long most, long random, long day) {
        long open = 0x8000_0000_0000_0000L | ((random & 0x3f_ffffL) << 40) | (day << 24);
        long check = version5(NAMESPACE, most + ":" + open).getMostSignificantBits() >>> 40;
        return new UUID(most, open | check);
    }

    private static long mark(String integration) {
        return version5(NAMESPACE, integration).getMostSignificantBits() >>> 48;
    }

    /**
     * A random id whose order is that of time (RFC 9562, version 7): for rows of a database that grow at one end, such as
     * dead letters.
     */
    public static UUID timeOrdered(Instant now) {
        UUID random = UUID.randomUUID();
        return new UUID(
                (now.toEpochMilli() << 16) | 0x7000L | (random.getMostSignificantBits() & 0xfffL),
                random.getLeastSignificantBits());
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
